package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;
import java.util.Set;

/** The {@link Briefing} of the tenant that an engine updates next, if there is one. */
final class Briefings {

    private Optional<Briefing> next = Optional.empty();

    /** Preconditions of this tenant's are noted. */
    void note(Tenant tenant) {
        next = Optional.of(new Briefing(
                tenant, Optional.of(new NotedPreconditions()), of(tenant).done()));
    }

    /** What was noted, which then is forgotten. */
    PilotAnswers noted(Tenant tenant) {
        PilotAnswers answers =
                of(tenant).notes().map(NotedPreconditions::answers).orElse(PilotAnswers.NONE);
        next = Optional.empty();
        return answers;
    }

    /** These are done in the tenant by the run's earlier tries, or parts. */
    void leaveOut(Tenant tenant, Set<ChangeSetId> done) {
        next = Optional.of(new Briefing(tenant, Optional.empty(), done));
    }

    /** Of another tenant there is nothing to say. */
    Briefing of(Tenant tenant) {
        return next.filter(one -> one.tenant().equals(tenant)).orElseGet(() -> Briefing.none(tenant));
    }
}
