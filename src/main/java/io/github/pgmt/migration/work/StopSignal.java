package io.github.pgmt.migration.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries "stop" from a Ctrl-C to the workers, and "finished" back. */
public final class StopSignal {

    private volatile boolean requested;
    private final CountDownLatch finished = new CountDownLatch(1);

    /** No new tenant and no new changeset starts from now on. */
    public void request() {
        requested = true;
    }

    /** Whether the run is to stop. */
    public boolean isRequested() {
        return requested;
    }

    /** The run is over and its reports are written. */
    public void finish() {
        finished.countDown();
    }

    /** Waits for {@link #finish()}; false when it did not come in time. */
    public boolean awaitFinish(Duration atMost) throws InterruptedException {
        return finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
