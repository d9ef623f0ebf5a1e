package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@link Briefing} of the tenant that an engine updates next, if there is one. */
final class Briefings {

    private Optional<Briefing> next = Optional.empty();

    /** Preconditions of this tenant's are noted. */
    void note(Tenant tenant) {
        next = Optional.of(of(tenant).noting());
    }

    /** What was noted, which then is forgotten. */
    PilotAnswers noted(Tenant tenant) {
        PilotAnswers answers =
                of(tenant).notes().map(NotedPreconditions::answers).orElse(PilotAnswers.NONE);
        next = Optional.empty();
        return answers;
    }

    /** The run goes on with the tenant, see {@link Briefing}. */
    void goOn(Tenant tenant, Set<ChangeSetId> done, Optional<List<HistoryRow>> before) {
        next = Optional.of(new Briefing(tenant, Optional.empty(), done, before));
    }

    /** Of another tenant there is nothing to say. */
    Briefing of(Tenant tenant) {
        return next.filter(one -> one.tenant().equals(tenant)).orElseGet(() -> Briefing.none(tenant));
    }
}
