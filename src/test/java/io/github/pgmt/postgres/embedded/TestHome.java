package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where the tests' embedded servers have their data: in memory where the system has a directory for that with space in it,
 * as each test makes and drops a database, a thousand files, and this is most of what tests wait for; otherwise, and for
 * the unpacked programs, in the build's directory. What is in memory is deleted when the JVM ends.
 */
public final class TestHome {

    private static final Path MEMORY = Path.of("/dev/shm");
    /** A container may have some megabytes of it, which are no place for a server. */
    private static final long ENOUGH_BYTES = 2L << 30;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private static final List<Path> IN_MEMORY = new CopyOnWriteArrayList<>();

    private TestHome() {}

    /** The home of this name in a build's directory. A JVM that was killed leaves it to the next one that asks for it. */
    public static Path of(Path target, String name) {
        try {
            Path own = target.toAbsolutePath().normalize();
            Path home = memoryFor(own).resolve(name);
            Files.createDirectories(home);
            if (!home.startsWith(own)) {
                deleteWithTheJvm(home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a home in memory have the programs that all of the build's share; another one unpacks its own. */
    public static void putPrograms(EmbeddedJars jars, Path target, Path home) {
        Path own = target.toAbsolutePath().normalize();
        if (home.startsWith(own)) {
            return;
        }
        try {
            Path unpacked = unpackedOnce(jars, own.resolve("test-server programs"));
            Path link = home.resolve(unpacked.getFileName());
            if (!Files.exists(link)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, unpacked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVMs that run tests at the same time unpack them in turn. */
    private static Path unpackedOnce(EmbeddedJars jars, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("turn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock turn = channel.lock()) {
            assert turn.isValid();
            return PostgresBinaries.unpack(jars, directory);
        }
    }

    /** A directory that only this user can use, for each build's directory another; or that one itself. */
    private static Path memoryFor(Path target) throws IOException {
        if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ENOUGH_BYTES) {
            return target;
        }
        Path memory = MEMORY.resolve(
                "pgmt-tests-" + Integer.toHexString(target.toString().hashCode()));
        try {
            Files.createDirectory(
                    memory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // Another JVM's, or left by one that was killed; if it is another user's it is of no use.
            return Files.isWritable(memory) ? memory : target;
        }
        return memory;
    }

    private static void deleteWithTheJvm(Path home) throws IOException {
        if (IN_MEMORY.contains(home)) {
            return;
        }
        if (IN_MEMORY.isEmpty()) {
            Deletion deletion = new Deletion();
            // The hook must need no class that is not loaded: Maven closes the class loader of integration tests
            // before.
            deletion.delete(Files.createTempDirectory("pgmt-tests"));
            Runtime.getRuntime().addShutdownHook(deletion);
        }
        IN_MEMORY.add(home);
    }

    /** Waits for the servers, which other hooks stop. One that another JVM uses too stays where it is. */
    private static final class Deletion extends Thread {

        @Override
        public void run() {
            long end = System.nanoTime() + STOP_PATIENCE.toNanos();
            for (Path home : IN_MEMORY) {
                while (isInUse(home) && System.nanoTime() < end) {
                    pause();
                }
                if (!isInUse(home)) {
                    delete(home);
                }
            }
            // Which fails, as it should, while there are homes of others in it.
            IN_MEMORY.get(0).getParent().toFile().delete();
        }

        void delete(Path directory) {
            isInUse(directory);
            try {
                FileTrees.delete(directory);
            } catch (IOException e) {
                // The next JVM that has the home takes it over.
                return;
            }
        }

        private static boolean isInUse(Path home) {
            return Files.exists(home.resolve("postgres").resolve("postmaster.pid"));
        }

        private static void pause() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
