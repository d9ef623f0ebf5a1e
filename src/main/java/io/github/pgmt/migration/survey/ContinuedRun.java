package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import java.util.Collection;
import java.util.Optional;

/** Whether there was a run like the one that this one is to go on with: a mistyped id would be a run of its own for good. */
public final class ContinuedRun {

    private final RunContext context;
    private final Survey survey;

    public ContinuedRun(RunContext context, Survey survey) {
        this.context = context;
        this.survey = survey;
    }

    /**
     * Makes sure that a history has it. That of a tenant in which it failed at once does not, so where no selected tenant's has,
     * those of all others are read too.
     *
     * @throws RunRefusedException when no tenant's history has the run
     */
    public void requireKnown() {
        boolean nothingSelected = survey.histories().isEmpty();
        if (nothingSelected || isIn(survey.histories().values()) || isIn(ofAll())) {
            return;
        }
        throw new RunRefusedException("-Dpgmt.continueRun=" + context.runId()
                + ": no tenant's history has a changeset of that run, so there is nothing to go on with. pgmt:history lists the "
                + "runs that there are; leave it out for a run of its own. Nothing was changed.");
    }

    private Collection<TenantHistory> ofAll() {
        return context.environment()
                .fleet()
                .histories(TenantSelection.ALL.select(survey.listed()).tenants())
                .values();
    }

    private boolean isIn(Collection<TenantHistory> histories) {
        RunId run = context.runId();
        return histories.stream()
                .flatMap(history -> history.rows().stream())
                .anyMatch(row -> row.deploymentId().equals(Optional.of(run.value())));
    }
}
