package io.github.pgmt.testing;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A migration on one thread, in which the server comes into trouble after the first tenant. */
public final class TroubledRun implements MigrationListener {

    private final Runnable trouble;
    private final Runnable mending;
    private final Set<String> tried = Collections.synchronizedSet(new TreeSet<>());
    private boolean begun;

    /**
     * @param trouble what happens to the server when the first tenant is finished
     * @param mending what is done when the run says that no further tenant is started
     */
    public TroubledRun(Runnable trouble, Runnable mending) {
        this.trouble = trouble;
        this.mending = mending;
    }

    /** Migrates all tenants, each lost connection being tried again this often. */
    public List<TenantResult> migrate(Engines engines, boolean replay, int connectRetries) {
        RunOptions options = Fleet.options(1)
                .with(replay ? Replaying.DEFAULT : Replaying.OFF)
                .with(new Retrying(Duration.ofMinutes(1), 1, connectRetries));
        RunContext context = Fleet.context(engines, options);
        RunContext watched = new RunContext(context.environment(), options, context.runId(), context.stop(), this);
        return new MigrationRun(watched).migrate(TenantSelection.ALL, false).tenants();
    }

    /** The tenants that were begun, be it in vain. */
    public List<String> tried() {
        return List.copyOf(tried);
    }

    @Override
    public void hear(RunEvent event) {
        if (event instanceof RunEvent.TenantFinished finished) {
            finished(finished.result());
        } else if (event instanceof RunEvent.TenantIsTriedAgain again) {
            tried.add(again.tenant().schema());
        } else if (event instanceof RunEvent.Warned warned
                && warned.message().endsWith("No further tenant is started.")) {
            mending.run();
        }
    }

    private synchronized void finished(TenantResult result) {
        tried.add(result.schema());
        if (!begun && result.outcome() != Outcome.FAILED) {
            begun = true;
            trouble.run();
        }
    }
}
