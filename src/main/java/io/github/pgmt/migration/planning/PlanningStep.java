package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.survey.Refusals;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Plans tenants, whatever is to be done to them. */
public final class PlanningStep implements TenantStep {

    /** What the engine is asked for one tenant, with a history that could be read. */
    public interface Question {

        EngineResult ask(MigrationEngine engine, Tenant tenant, TenantHistory history);
    }

    private final Map<Tenant, TenantHistory> histories;
    private final Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading;
    private final Question question;

    /**
     * @param histories what each tenant has
     * @param reading how histories are read
     */
    public PlanningStep(
            Map<Tenant, TenantHistory> histories,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading,
            Question question) {
        this.histories = new ConcurrentHashMap<>(histories);
        this.reading = reading;
        this.question = question;
    }

    /** What each tenant had when it was planned. */
    public Map<Tenant, TenantHistory> histories() {
        return histories;
    }

    /** A history that was busy when all were read is read again. */
    @Override
    public EngineResult run(MigrationEngine engine, Tenant tenant) {
        TenantHistory before = histories.get(tenant);
        if (before.problem().isEmpty()) {
            return question.ask(engine, tenant, before);
        }
        TenantHistory now = reading.apply(List.of(tenant)).get(tenant);
        histories.put(tenant, now);
        return now.state() == TenantHistory.State.MISSING
                ? EngineResult.failed(Refusals.missing(tenant.id()))
                : now.problem().map(EngineResult::failed).orElseGet(() -> question.ask(engine, tenant, now));
    }

    /** A schema that is only to be made did not go. */
    @Override
    public EngineResult unlessGone(GoneTenants gone, Tenant tenant, EngineResult result) {
        boolean toBeMade = histories.get(tenant).state() == TenantHistory.State.MISSING;
        return toBeMade ? result : gone.explain(tenant, result);
    }

    @Override
    public Outcome outcome(Tenant tenant, EngineResult result) {
        return result.changeSets().isEmpty() ? Outcome.UP_TO_DATE : Outcome.PLANNED;
    }
}
