package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.activity.BlockerWatch;

/** The {@code lock_timeout} of a tenant's session. While pgmt has it off, its waits are watched. */
final class SuspendableLockTimeout {

    private final SessionSettings settings;
    private final BlockerWatch watch;
    private final int pid;
    private final boolean hasNodes;
    private boolean isTheRuns = true;

    /**
     * @param pid the session's server process
     * @param hasNodes whether it may wait on another server, which is told of the timeout in each transaction
     */
    SuspendableLockTimeout(SessionSettings settings, BlockerWatch watch, int pid, boolean hasNodes) {
        this.hasNodes = hasNodes;
        this.settings = settings;
        this.watch = watch;
        this.pid = pid;
    }

    /** @throws TenantUnavailableException when the server refuses it */
    void suspend() {
        settings.set("SET lock_timeout = 0");
        watch.beginEndless(pid);
        isTheRuns = false;
    }

    /**
     * Outside of a transaction, what runs may set it for the whole session, and nothing takes that back; and no other server is
     * told of it.
     */
    void leaveToWhatRuns(boolean inTransaction) {
        isTheRuns &= inTransaction;
        if (!inTransaction && hasNodes) {
            watch.beginUnlimited(pid);
        }
    }

    /**
     * Sends nothing where it is the run's for certain.
     *
     * @throws TenantUnavailableException when the server refuses it
     */
    void restore() {
        if (isTheRuns) {
            return;
        }
        watch.endEndless(pid);
        settings.set("RESET lock_timeout");
        isTheRuns = true;
    }
}
