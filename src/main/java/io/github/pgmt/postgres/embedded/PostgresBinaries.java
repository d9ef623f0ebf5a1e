package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks PostgreSQL. Must not run twice at once in the same directory. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The directory with the unpacked {@code bin}, {@code lib} and {@code share}; unpacked before or now. */
    static Path unpack(EmbeddedJars jars, Path directory) throws IOException {
        String jarName = jars.binaries().getFileName().toString();
        Path unpacked = directory.resolve(jarName.replaceFirst("\\.jar$", ""));
        if (CompleteMark.isIn(unpacked)) {
            return unpacked;
        }
        FileTrees.delete(unpacked);
        Files.createDirectories(unpacked);
        try (ZipFile jar = new ZipFile(jars.binaries().toFile());
                InputStream compressed = jar.getInputStream(archiveIn(jar));
                URLClassLoader library = libraryLoader(jars.xz());
                InputStream tar = decompressed(compressed, library)) {
            TarArchive.unpack(tar, unpacked);
        }
        CompleteMark.putInto(unpacked);
        return unpacked;
    }

    private static ZipEntry archiveIn(ZipFile jar) throws IOException {
        return jar.stream()
                .filter(entry -> entry.getName().endsWith(".txz"))
                .findFirst()
                .orElseThrow(() -> new IOException(jar.getName() + " holds no PostgreSQL"));
    }

    private static URLClassLoader libraryLoader(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static InputStream decompressed(InputStream compressed, ClassLoader library) throws IOException {
        try {
            return (InputStream) library.loadClass("org.tukaani.xz.XZInputStream")
                    .getConstructor(InputStream.class)
                    .newInstance(compressed);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the xz library cannot read PostgreSQL's archive", e);
        }
    }
}
