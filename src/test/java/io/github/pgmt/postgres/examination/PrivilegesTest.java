package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A right that the role lacks costs the tenants that need it, and each message says what to grant. */
class PrivilegesTest {

    private static final String CREATES = "changelogs/privileges/creates.sql";
    private static final String ALTERS = "changelogs/privileges/alters.yaml";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final TestRole role = new TestRole(database);

    @AfterEach
    void dropRole() {
        role.close();
    }

    @Test
    void withoutConnectOnTheDatabaseTheGrantIsNamed() {
        String name = database.query("SELECT current_database()").get(0);
        database.execute("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");

        DatabaseUnavailableException refused =
                catchThrowableOfType(DatabaseUnavailableException.class, () -> engines(CREATES));

        assertThat(refused)
                .hasMessageEndingWith("The role may not connect to the database. Grant it: GRANT CONNECT ON DATABASE \""
                        + name + "\" TO \"" + role.name() + "\";");
    }

    @Test
    void withoutCreateOnTheDatabaseNoTenantIsMade() {
        Engines engines = engines(CREATES);
        TenantSelection acme = new TenantSelection(List.of("acme"), List.of(), List.of(), List.of());

        OperationResults results =
                Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines)).setUp(acme, false);

        Failure failure = results.tenants().get(0).failure().orElseThrow();
        assertThat(failure.sqlState()).contains("42501");
        assertThat(failure.message())
                .contains("The role may not create schemas")
                .contains("GRANT CREATE ON DATABASE");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'acme'"))
                .isEmpty();
    }

    @Test
    void aTenantWithoutUsageFailsAndTheOthersGoOn() {
        Fleet.createTenants(database, 3);
        grant("t01", "t03");

        Map<String, TenantResult> results = migrateAll(CREATES, new ArrayList<>());

        assertThat(results.get("t02").failure().orElseThrow().message())
                .contains("GRANT USAGE ON SCHEMA \"t02\" TO \"" + role.name() + "\";");
        assertMigrated(results, "t01", "t03");
    }

    @Test
    void aTenantWithoutCreateFailsAndTheOthersGoOn() {
        Fleet.createTenants(database, 3);
        grant("t01", "t03");
        database.execute("GRANT USAGE ON SCHEMA t02 TO " + role.name());

        Map<String, TenantResult> results = migrateAll(CREATES, new ArrayList<>());

        Failure failure = results.get("t02").failure().orElseThrow();
        assertThat(failure.sqlState()).contains("42501");
        assertThat(failure.message())
                .contains("permission denied for schema t02")
                .contains("GRANT it");
        assertMigrated(results, "t01", "t03");
    }

    @Test
    void aTenantWhoseTablesBelongToAnotherRoleIsWarnedOfAndFailsAndTheOthersGoOn() {
        Fleet.createTenants(database, 3);
        grant("t01", "t02", "t03");
        assertMigrated(migrateAll(CREATES, new ArrayList<>()), "t01", "t02", "t03");
        String owner = database.query("SELECT current_user").get(0);
        database.execute("ALTER TABLE t02.thing OWNER TO CURRENT_USER");
        List<String> warnings = new ArrayList<>();

        Map<String, TenantResult> results = migrateAll(ALTERS, warnings);

        assertThat(warnings)
                .containsExactly("In 1 of 3 tenants, such as \"t02\", tables belong to another role, such as \"" + owner
                        + "\": changesets that alter, drop or index them will fail (SQLSTATE 42501), since \""
                        + role.name() + "\" is no member of it. Run as the owner, or: GRANT \"" + owner + "\" TO \""
                        + role.name() + "\";");
        Failure failure = results.get("t02").failure().orElseThrow();
        assertThat(failure.sqlState()).contains("42501");
        assertThat(failure.message())
                .isEqualTo("must be owner of table thing. The role that migrates lacks this right: GRANT it. To alter, "
                        + "drop or index what is there it must be the owner, or a member of the owner's role "
                        + "(ALTER … OWNER TO, GRANT).");
        assertMigrated(results, "t01", "t03");
    }

    @Test
    void nothingIsSaidOfTablesWhereNothingIsToBeDone() {
        Fleet.createTenants(database, 2);
        grant("t01", "t02");
        assertMigrated(migrateAll(CREATES, new ArrayList<>()), "t01", "t02");
        database.execute("ALTER TABLE t02.thing OWNER TO CURRENT_USER");
        List<String> warnings = new ArrayList<>();

        assertThat(migrateAll(CREATES, warnings).values())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
        assertThat(warnings).isEmpty();
    }

    private Engines engines(String changelog) {
        return Engines.as(role.name(), database, LiquibaseLine.LIQUIBASE_4, changelog);
    }

    private Map<String, TenantResult> migrateAll(String changelog, List<String> warnings) {
        RunContext context = Fleet.context(engines(changelog), Fleet.options(2));
        MigrationListener listener =
                MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message()));
        return new MigrationRun(new RunContext(
                        context.environment(), context.options(), context.runId(), context.stop(), listener))
                .migrate(TenantSelection.ALL, false).tenants().stream()
                        .collect(Collectors.toMap(TenantResult::schema, Function.identity()));
    }

    private static void assertMigrated(Map<String, TenantResult> results, String... schemas) {
        for (String schema : schemas) {
            assertThat(results.get(schema).outcome())
                    .as(results.get(schema).toString())
                    .isEqualTo(Outcome.MIGRATED);
        }
    }

    private void grant(String... schemas) {
        for (String schema : schemas) {
            database.execute("GRANT ALL ON SCHEMA " + schema + " TO " + role.name());
        }
    }
}
