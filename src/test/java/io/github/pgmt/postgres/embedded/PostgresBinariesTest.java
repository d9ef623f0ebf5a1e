package io.github.pgmt.postgres.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.testing.EmbeddedBinaries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How archives become programs, with small ones: all tests of servers run what the true ones hold. */
class PostgresBinariesTest {

    private static final Path XZ =
            EmbeddedBinaries.of(EmbeddedVersion.POSTGRESQL_18).xz();
    private static final int EXECUTABLE_BY_ALL = 0100755;

    @TempDir
    private Path directory;

    private EmbeddedJars jars;

    @BeforeEach
    void makeArchive() throws Exception {
        jars = archive("made-up", "bin/postgres");
    }

    @Test
    void unfinishedOnesAreUnpackedAnew() throws Exception {
        Path unpacked = PostgresBinaries.unpack(jars, directory);
        assertThat(unpacked).isEqualTo(directory.resolve("made-up"));
        Path program = unpacked.resolve("bin").resolve("postgres");
        assertThat(program).hasContent("bin/postgres").isExecutable();
        Files.delete(unpacked.resolve("pgmt.complete"));
        Files.delete(program);
        Files.createFile(unpacked.resolve("left"));

        PostgresBinaries.unpack(jars, directory);

        assertThat(program).hasContent("bin/postgres").isExecutable();
        assertThat(unpacked.resolve("left")).doesNotExist();
        assertThat(unpacked.resolve("pgmt.complete")).exists();
    }

    @Test
    void whatIsUnpackedOnceStays() throws Exception {
        Path program = PostgresBinaries.unpack(jars, directory).resolve("bin").resolve("postgres");
        Files.writeString(program, "in use");

        PostgresBinaries.unpack(jars, directory);

        assertThat(program).hasContent("in use");
    }

    @Test
    void nothingIsWrittenOutsideTheirDirectory() throws Exception {
        EmbeddedJars outside = archive("outside", "../../stray");

        assertThatThrownBy(() -> PostgresBinaries.unpack(outside, directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside its directory: ../../stray");

        assertThat(directory.resolveSibling("stray")).doesNotExist();
        assertThat(directory.resolve("outside").resolve("pgmt.complete")).doesNotExist();
    }

    /** A jar like those of PostgreSQL with one program, whose text is its name. */
    private EmbeddedJars archive(String name, String program) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (URLClassLoader library = new URLClassLoader(new URL[] {XZ.toUri().toURL()});
                TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed(packed, library))) {
            TarArchiveEntry entry = new TarArchiveEntry(program, true);
            entry.setMode(EXECUTABLE_BY_ALL);
            entry.setSize(program.length());
            tar.putArchiveEntry(entry);
            tar.write(program.getBytes(US_ASCII));
            tar.closeArchiveEntry();
        }
        Path jar = directory.resolve(name + ".jar");
        try (ZipOutputStream entries = new ZipOutputStream(Files.newOutputStream(jar))) {
            entries.putNextEntry(new ZipEntry("postgres.txz"));
            packed.writeTo(entries);
        }
        return new EmbeddedJars(jar, XZ);
    }

    private static OutputStream compressed(OutputStream packed, ClassLoader library) throws Exception {
        Class<?> options = library.loadClass("org.tukaani.xz.FilterOptions");
        return (OutputStream) library.loadClass("org.tukaani.xz.XZOutputStream")
                .getConstructor(OutputStream.class, options)
                .newInstance(
                        packed,
                        library.loadClass("org.tukaani.xz.LZMA2Options")
                                .getConstructor()
                                .newInstance());
    }
}
