package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The changelog as it is for one tenant or another: it may be another one by an include with a parameter, for example. */
record ReadChangelogs(RunContext context, Survey survey) {

    /** Of these tenants one for each changelog that there may be, in order. */
    Stream<Tenant> differing(List<Tenant> tenants) {
        Set<String> parameters = survey.changelog().parametersRead();
        Set<List<Optional<String>>> seen = new HashSet<>();
        return tenants.stream().filter(tenant -> seen.add(Cohorts.values(tenant, parameters)));
    }

    /** Empty where it cannot be read, which is told where it is needed. */
    Optional<ChangelogContents> of(Tenant tenant) {
        return isSample(tenant)
                ? Optional.of(survey.changelog())
                : read(context.environment().engines(), tenant);
    }

    private boolean isSample(Tenant tenant) {
        return tenant.equals(survey.selected().tenants().get(0));
    }

    static Optional<ChangelogContents> read(MigrationEngine.Factory engines, Tenant tenant) {
        try (MigrationEngine engine = engines.open()) {
            return Optional.of(engine.read(tenant));
        } catch (InvalidChangelogException e) {
            return Optional.empty();
        }
    }
}
