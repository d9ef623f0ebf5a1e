package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps the processes apart that share a data directory: one at a time starts or stops its server, and the last one that
 * uses it is known. The operating system frees the locks of a process that was killed.
 */
final class UsageLock implements AutoCloseable {

    private static final long TURN = 0;
    private static final long USE = 1;

    private final FileChannel channel;
    private FileLock use;
    /** Whether another class loader's copy of this class holds it for this process: a daemon can load the plugin twice. */
    private boolean usedByTwin;

    private UsageLock(FileChannel channel) {
        this.channel = channel;
    }

    static UsageLock open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return new UsageLock(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Waits until nobody else starts or stops the server; it is the caller's turn until the lock is released. */
    FileLock takeTurn(Duration atMost) throws IOException {
        Patience patience = new Patience(atMost);
        FileLock turn = tryLock(TURN, false);
        while (turn == null) {
            if (patience.isOver()) {
                throw new IOException("another Maven has been starting or stopping the server for over "
                        + atMost.toSeconds() + " seconds");
            }
            patience.pause();
            turn = tryLock(TURN, false);
        }
        return turn;
    }

    /** Says that this process uses the server, until it ends the use or dies. To be said in one's turn. */
    void beginUse() throws IOException {
        use = tryLock(USE, true);
        usedByTwin = use == null;
    }

    /** Whether nobody uses the server any more. To be asked in one's turn, and after it nothing but {@link #close()}. */
    boolean endUse() throws IOException {
        if (usedByTwin) {
            return false;
        }
        use.release();
        return tryLock(USE, false) != null;
    }

    /** Whether no other process uses the server. To be asked in one's turn, after {@link #beginUse}. */
    boolean isOnlyUse() throws IOException {
        if (usedByTwin) {
            return false;
        }
        use.release();
        FileLock alone = tryLock(USE, false);
        if (alone != null) {
            alone.release();
        }
        beginUse();
        return alone != null;
    }

    private FileLock tryLock(long position, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            // A twin of this class holds it.
            return null;
        }
    }

    /** Frees what is still locked, unless that would free the twin's locks too, as POSIX has it. */
    @Override
    public void close() throws IOException {
        if (!usedByTwin) {
            channel.close();
        }
    }
}
