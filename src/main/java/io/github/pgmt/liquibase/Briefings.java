package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.HeldTo;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@link Briefing} of the tenant that an engine updates next, if there is one. */
final class Briefings {

    private Optional<Briefing> next = Optional.empty();
    private Optional<Held> held = Optional.empty();

    private record Held(Tenant tenant, HeldTo to) {}

    /** Whatever is done to the tenant from now on is held to this, until another one is. */
    void hold(Tenant tenant, HeldTo to) {
        held = Optional.of(new Held(tenant, to));
    }

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
        next = Optional.of(new Briefing(tenant, Optional.empty(), done, before, Optional.empty()));
    }

    /** Of another tenant there is nothing to say. */
    Briefing of(Tenant tenant) {
        return next.filter(one -> one.tenant().equals(tenant))
                .orElseGet(() -> Briefing.none(tenant))
                .heldTo(held.filter(one -> one.tenant().equals(tenant)).map(Held::to));
    }
}
