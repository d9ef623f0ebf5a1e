package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.Server;

/** The {@code lock_timeout} of a tenant's session. While pgmt has it off, its waits are watched. */
final class SuspendableLockTimeout {

    private final SessionSettings settings;
    private final BlockerWatch watch;
    private final int pid;
    private final boolean isUnknownToNodes;
    private boolean isTheRuns = true;

    /**
     * @param pid the session's server process
     * @param server which may have nodes, on which the process waits too; they are told of a timeout in each transaction
     */
    SuspendableLockTimeout(SessionSettings settings, BlockerWatch watch, int pid, Server server) {
        this.isUnknownToNodes =
                server.citus().isPresent() && !server.timeouts().lockTimeout().isZero();
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
        if (!inTransaction && isUnknownToNodes) {
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
