package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a role is a tenant's own or one of all. */
class DriftOfRolesTest {

    private static final List<String> SCHEMAS = List.of("acme", "beta", "coda");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aRoleOfEachTenantIsNoDriftAlsoWhereItHasAFurtherSchema() {
        try (TestRole ofAcme = new TestRole(database);
                TestRole ofBeta = new TestRole(database);
                TestRole ofCoda = new TestRole(database);
                TestRole reader = new TestRole(database)) {
            create();
            own("acme", ofAcme);
            own("beta", ofBeta);
            own("coda", ofCoda);
            in("beta", "CREATE SCHEMA {s}_archive AUTHORIZATION " + ofBeta.name());
            in("beta", "ALTER DEFAULT PRIVILEGES IN SCHEMA {s}_archive GRANT SELECT ON TABLES TO " + ofBeta.name());
            in("acme", "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT USAGE ON TYPES TO " + reader.name());

            assertThat(Drifts.told(Drifts.of(database)))
                    .singleElement()
                    .asString()
                    .startsWith("[acme]: default privileges on types of ");
        }
    }

    private void own(String schema, TestRole role) {
        in(
                schema,
                "ALTER SCHEMA {s} OWNER TO " + role.name(),
                "ALTER TABLE {s}.customer OWNER TO " + role.name(),
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + role.name() + " IN SCHEMA {s} GRANT SELECT ON TABLES TO "
                        + role.name() + ", PUBLIC",
                "GRANT INSERT ON {s}.audit TO " + role.name());
    }

    @Test
    void aSchemaOfAnotherTenantsRoleOrOfASuperuserIsTold() {
        try (TestRole app = new TestRole(database);
                TestRole other = new TestRole(database)) {
            create();
            SCHEMAS.forEach(schema -> in(schema, "ALTER SCHEMA {s} OWNER TO " + app.name()));
            assertThat(Drifts.told(Drifts.of(database))).isEmpty();

            in("coda", "ALTER SCHEMA {s} OWNER TO " + other.name());
            assertThat(Drifts.told(Drifts.of(database)))
                    .containsExactly("[coda]: schema: owner is <own role>, not " + app.name());

            in("coda", "ALTER SCHEMA {s} OWNER TO CURRENT_USER");
            assertThat(Drifts.told(Drifts.of(database)))
                    .anyMatch(told -> told.matches("\\[coda]: schema: owner is \\w+, not " + app.name()));
        }
    }

    @Test
    void aStrangeRoleDoesNotHideBehindDefaultPrivileges() {
        try (TestRole app = new TestRole(database);
                TestRole strange = new TestRole(database)) {
            create();
            SCHEMAS.forEach(schema -> in(
                    schema,
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO " + app.name(),
                    "GRANT SELECT ON {s}.customer TO " + app.name()));
            in(
                    "coda",
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO " + strange.name(),
                    "REVOKE SELECT ON {s}.customer FROM " + app.name(),
                    "GRANT SELECT ON {s}.customer TO " + strange.name());

            assertThat(Drifts.told(Drifts.of(database)))
                    .hasSize(2)
                    .anyMatch(told -> told.contains("default privileges on tables of"))
                    .contains("[coda]: table customer: privileges is <by default>: SELECT, not " + app.name()
                            + ": SELECT");
        }
    }

    private void create() {
        SCHEMAS.forEach(schema -> {
            database.execute(LiquibaseTables.migrated(schema));
            in(schema, "CREATE TABLE {s}.customer (id int)", "CREATE TABLE {s}.audit (id int)");
        });
    }

    private void in(String schema, String... statements) {
        database.execute(
                Stream.of(statements).map(sql -> sql.replace("{s}", schema)).toArray(String[]::new));
    }
}
