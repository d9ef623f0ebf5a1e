package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedChangeSets.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;

/** Says what a rollback would take back of a tenant, from its history alone. */
final class TenantRollbackPlan {

    /** Shorter values are no secrets, and to replace them would leave no SQL. */
    private static final int SHORTEST_VALUE = 3;

    private static final Set<String> NO_SECRETS = Set.of(Tenant.NAME_PARAMETER, Tenant.SCHEMA_PARAMETER);

    private final Tenant tenant;
    private final Changelog changelog;
    private final ChangelogReader reader;

    TenantRollbackPlan(Tenant tenant, Changelog changelog, ChangelogReader reader) {
        this.tenant = tenant;
        this.changelog = changelog;
        this.reader = reader;
    }

    MigrationPlan plan(TenantHistory history, Rollback rollback) throws LiquibaseException {
        PlanDatabase database = new PlanDatabase(tenant, changelog.tables(), history);
        DueChangeSets due = new DueChangeSets(changelog);
        List<DatabaseChangeLog> changelogs = reader.parse(database, tenant);
        for (DatabaseChangeLog parsed : changelogs) {
            Optional<Failure> invalid = new ChangelogValidation(database, due).of(parsed);
            if (invalid.isPresent()) {
                return failed(invalid.get());
            }
        }
        try {
            RecordedChangeSets changeSets = new RecordedChangeSets(changelogs);
            List<Recorded> chosen = new RollbackRange(history.rows(), changeSets, rollback, due::select).choose();
            return planned(chosen, new RollbackSql(database), reader.parameters(database, tenant));
        } catch (RollbackRefusedException e) {
            return failed(e.failure());
        }
    }

    private MigrationPlan failed(Failure failure) {
        return MigrationPlan.failed(failure, List.of(), reader.parametersRead());
    }

    private MigrationPlan planned(List<Recorded> chosen, RollbackSql making, TenantParameters parameters) {
        List<String> sql = new ArrayList<>();
        for (Recorded recorded : chosen) {
            making.of(recorded).forEach(statement -> sql.add(withoutValues(statement, parameters)));
        }
        List<ChangeSetId> toUndo = chosen.stream().map(Recorded::id).toList();
        EngineResult result = new EngineResult(
                toUndo, TenantResult.ChangeSets.toUndo(toUndo, sql), Set.of(), Set.of(), Optional.empty());
        return MigrationPlan.ofRollback(result, reader.parametersRead());
    }

    /** Puts the parameter's name where its value is: values may be secret and are never shown. */
    private String withoutValues(String sql, TenantParameters parameters) {
        String text = sql;
        for (Map.Entry<String, String> name :
                parameters.namesByValue(reader.parametersRead()).entrySet()) {
            String value = name.getKey();
            if (!NO_SECRETS.contains(name.getValue()) && value.length() >= SHORTEST_VALUE) {
                String placeholder = "${" + name.getValue() + "}";
                text = text.replace(value, placeholder).replace(value.replace("'", "''"), placeholder);
            }
        }
        return text;
    }
}
