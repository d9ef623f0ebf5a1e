package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.engine.AdoptionResult;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.tenant.Tenant;

/** The adoption of tenants, each in a session or trial that is opened for it. */
final class AdoptionWork {

    private final EngineSettings settings;
    private final EngineScope scope;
    private final Adoption adoption;

    AdoptionWork(EngineSettings settings, EngineScope scope, Adoption adoption) {
        this.settings = settings;
        this.scope = scope;
        this.adoption = adoption;
    }

    AdoptionResult adopt(Briefing briefing) {
        Tenant tenant = briefing.tenant();
        try (TenantSession session = settings.sessions().open(tenant)) {
            AdoptionResult tried = tryOut(tenant);
            return tried.result().failure().isPresent()
                    ? tried
                    : tried.with(scope.run(
                            session, () -> new TenantAdoption(tenant, settings, adoption).record(session, briefing)));
        } catch (TenantUnavailableException e) {
            return AdoptionResult.untried(EngineResult.failed(e.failure()));
        }
    }

    AdoptionResult tryOut(Tenant tenant) {
        if (adoption.unchecked()) {
            return AdoptionResult.untried(EngineResult.nothing());
        }
        try (TenantTrial trial = settings.sessions().openTrial(tenant)) {
            return scope.run(trial.session(), () -> new TenantAdoption(tenant, settings, adoption).tryOut(trial));
        } catch (TenantUnavailableException e) {
            return AdoptionResult.untried(EngineResult.failed(e.failure()));
        }
    }
}
