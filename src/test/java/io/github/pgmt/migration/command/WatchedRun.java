package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs over the tenants {@code t…} in which something else happens at a certain time. */
public final class WatchedRun {

    /** All that a run works on. */
    public static final TenantSelection TENANTS = new TenantSelection(List.of(), List.of("t*"), List.of(), List.of());

    private final TestDatabase database;
    private final Path directory;
    private final Map<String, Meanwhile> meanwhile = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param directory in which the changelog is written */
    public WatchedRun(TestDatabase database, Path directory) {
        this.database = database;
        this.directory = directory;
    }

    /** Something that somebody else does. */
    public interface Meanwhile {

        void happens() throws SQLException;
    }

    /** Before the other tenants of its cohort. */
    public void whenPilotIsDone(String schema, Meanwhile happening) {
        meanwhile.put("pilot " + schema, happening);
    }

    public void whenDone(String schema, Meanwhile happening) {
        meanwhile.put(schema, happening);
    }

    public List<String> warnings() {
        return warnings;
    }

    /** The application's own function, in a schema that all see. */
    public void makesIn(String schema, String sql, boolean handled) {
        String work = "EXECUTE $sql$" + sql + "$sql$;";
        database.execute(
                "CREATE FUNCTION public.own() RETURNS void LANGUAGE plpgsql AS $do$ BEGIN IF current_schema() = '"
                        + schema + "' THEN "
                        + (handled ? "BEGIN " + work + " EXCEPTION WHEN division_by_zero THEN NULL; END;" : work)
                        + " END IF; END $do$");
    }

    public OperationResults migrate(LiquibaseLine line, String... changeSets) throws IOException {
        return migrate(line, Fleet.options(1), changeSets);
    }

    public OperationResults migrate(LiquibaseLine line, RunOptions options, String... changeSets) throws IOException {
        return new MigrationRun(context(line, options, changeSets)).migrate(TENANTS, false);
    }

    /** For another run over them. */
    public RunContext context(LiquibaseLine line, RunOptions options, String... changeSets) throws IOException {
        RunContext context = Fleet.context(engines(line, List.of(changeSets)), options);
        return new RunContext(context.environment(), options, context.runId(), context.stop(), new Listening());
    }

    private Engines engines(LiquibaseLine line, List<String> changeSets) throws IOException {
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
        for (int number = 0; number < changeSets.size(); number++) {
            String sql = changeSets.get(number);
            boolean attributes = sql.startsWith("--");
            text.append("--changeset test:")
                    .append(number)
                    .append(attributes ? " " + sql.substring(2) : "\n" + sql)
                    .append(";\n");
        }
        Files.writeString(directory.resolve("changes.sql"), text);
        return Engines.of(database, line, Engines.changelog("changes.sql"), directory);
    }

    public static List<String> failed(OperationResults results) {
        return results.tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.FAILED)
                .map(TenantResult::schema)
                .toList();
    }

    public static Failure failure(OperationResults results, String schema) {
        return results.tenants().stream()
                .filter(tenant -> tenant.schema().equals(schema))
                .findFirst()
                .flatMap(TenantResult::failure)
                .orElseThrow();
    }

    public static List<String> confirmed(OperationResults results) {
        assertThat(failed(results)).isEmpty();
        return results.tenants().stream()
                .filter(tenant -> tenant.way()
                        .verified()
                        .filter(Way.Verified.CATALOG::equals)
                        .isPresent())
                .map(TenantResult::schema)
                .toList();
    }

    /** Lets happen what is to happen, and hears warnings. */
    private final class Listening implements MigrationListener {

        @Override
        public void hear(RunEvent event) {
            if (event instanceof RunEvent.PilotFinished pilot) {
                happen("pilot " + pilot.tenant().schema());
            } else if (event instanceof RunEvent.TenantFinished finished) {
                happen(finished.result().schema());
            } else if (event instanceof RunEvent.Warned warned) {
                warnings.add(warned.message());
            }
        }

        private void happen(String when) {
            try {
                if (meanwhile.containsKey(when)) {
                    meanwhile.get(when).happens();
                }
            } catch (SQLException e) {
                warnings.add(e.toString());
            }
        }
    }
}
