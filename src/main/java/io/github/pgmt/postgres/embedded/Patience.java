package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.time.Duration;

/** Waiting that has an end. */
final class Patience {

    private static final long PAUSE_MILLIS = 50;

    private final long end;

    Patience(Duration atMost) {
        this.end = System.nanoTime() + atMost.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** A server process tells nobody that it is ready or gone, so that all one can do is look again. */
    void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
