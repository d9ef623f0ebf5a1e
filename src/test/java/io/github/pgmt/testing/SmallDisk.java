package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.junit.jupiter.api.Assumptions;

/** A disk of some megabytes, where this user may mount one; elsewhere the test that wants it is skipped. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** @param directory an empty one */
    public static SmallDisk mount(Path directory, int megabytes) {
        boolean mounted =
                succeeds("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        Assumptions.assumeTrue(mounted, "This user cannot mount a small disk.");
        return new SmallDisk(directory);
    }

    /** A directory on it that belongs to whoever has this file. */
    public Path directoryOfOwnerOf(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Path own = Files.createDirectory(directory.resolve("own"));
        PosixFileAttributeView view = Files.getFileAttributeView(own, PosixFileAttributeView.class);
        view.setOwner(attributes.owner());
        view.setGroup(attributes.group());
        return own;
    }

    /** Leaves so many bytes free. */
    public void fillUpTo(long left) {
        try {
            long filler = Files.getFileStore(directory).getUsableSpace() - left;
            Files.write(filler(), new byte[Math.toIntExact(Math.max(0, filler))]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes back what {@link #fillUpTo} did. */
    public void empty() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() {
        succeeds("umount", directory.toString());
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
