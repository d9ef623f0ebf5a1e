package io.github.pgmt.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.HostileNames;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schema is made whole or not at all, and only one that is the run's own, and nobody else's by now, is removed. */
class NewSchemasTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    @Test
    void aSchemaOfAnyNameIsMadeAndRemoved() {
        PostgresSessions sessions = sessions(Servers.of(DATABASE));
        NewSchemas schemas = sessions.newSchemas();
        for (String name : HostileNames.ALL) {
            if (!name.contains("\\")) {
                create(sessions, name);
                assertThat(schemas.isCreated(tenant(name))).as(name).isTrue();
                assertThat(schemas.existing()).contains(name);
                liquibaseTables(name);
                assertThat(schemas.remove(tenant(name))).as(name).isEmpty();
                assertThat(schemas.isCreated(tenant(name))).as(name).isFalse();
            }
        }
        assertThat(DATABASE.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"))
                .containsExactly("information_schema", "public");
    }

    @Test
    void aSchemaThatWasThereIsNotTheRunsOwn() {
        DATABASE.execute("CREATE SCHEMA acme");
        PostgresSessions sessions = sessions(Servers.of(DATABASE));

        create(sessions, "acme");

        assertThat(sessions.newSchemas().isCreated(tenant("acme"))).isFalse();
        assertThat(sessions.newSchemas().remove(tenant("acme"))).contains("this run did not create it.");
        assertThat(sessions.newSchemas().existing()).contains("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP SCHEMA acme; CREATE SCHEMA acme|made another one",
                "CREATE TABLE acme.own (id int)|somebody else has made objects",
                "CREATE FUNCTION acme.f() RETURNS int LANGUAGE sql RETURN 1|somebody else has made objects",
                "CREATE TABLE acme.databasechangeloglock (id int, locked bool, lockgranted timestamp, lockedby text); "
                        + "INSERT INTO acme.databasechangeloglock VALUES (1, true, now(), 'app')|set there by app",
                "CREATE TABLE acme.databasechangelog (id text, author text, filename text)|somebody else has made objects",
            })
    void aSchemaThatSomebodyElseUsesStays(String statementsAndReason) {
        String[] parts = statementsAndReason.split("\\|");
        PostgresSessions sessions = sessions(Servers.of(DATABASE));
        create(sessions, "acme");
        DATABASE.execute(parts[0]);

        assertThat(sessions.newSchemas().remove(tenant("acme")).orElseThrow()).contains(parts[1]);
        assertThat(sessions.newSchemas().existing()).contains("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW public.v AS SELECT id FROM acme.t",
                "CREATE TABLE public.v (id int REFERENCES acme.t)",
                "CREATE TABLE public.v () INHERITS (acme.t)",
                "CREATE TABLE public.v (row acme.t)",
                "CREATE TABLE public.v (id int DEFAULT nextval('acme.s'))",
                "CREATE TABLE public.v (id int CHECK (acme.f() = 1))",
                "CREATE TABLE public.v PARTITION OF acme.p FOR VALUES IN (1)",
                "CREATE FUNCTION public.v() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT id FROM acme.t; END",
                "CREATE TABLE public.v (h acme.hstore)",
            })
    void whatWouldGoWithTheSchemaKeepsIt(String outside) {
        PostgresSessions sessions = sessions(Servers.of(DATABASE));
        create(sessions, "acme");
        liquibaseTables("acme");
        DATABASE.execute(
                "CREATE TABLE acme.t (id int PRIMARY KEY REFERENCES acme.t)",
                "CREATE SEQUENCE acme.s",
                "CREATE TABLE acme.p (id int) PARTITION BY LIST (id)",
                "CREATE FUNCTION acme.f() RETURNS int LANGUAGE sql RETURN 1",
                "CREATE EXTENSION hstore SCHEMA acme",
                "CREATE TABLE public.before (id int PRIMARY KEY)",
                "CREATE TABLE acme.u (id int REFERENCES public.before, h acme.hstore, n serial)",
                outside);

        assertThat(sessions.newSchemas().remove(tenant("acme")).orElseThrow())
                .contains("depends on it")
                .contains("public.v");
        assertThat(sessions.newSchemas().existing()).contains("acme");

        DATABASE.execute(
                outside.startsWith("CREATE VIEW")
                        ? "DROP VIEW public.v"
                        : outside.startsWith("CREATE FUNCTION") ? "DROP FUNCTION public.v" : "DROP TABLE public.v");
        assertThat(sessions.newSchemas().remove(tenant("acme"))).isEmpty();
        assertThat(DATABASE.query("SELECT id FROM public.before")).isEmpty();
    }

    @Test
    void aLiquibaseThatIsAboutToWorkThereKeepsTheSchema() throws SQLException {
        PostgresSessions sessions = sessions(Servers.of(DATABASE));
        create(sessions, "acme");
        liquibaseTables("acme");
        try (Connection application = DATABASE.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("UPDATE acme.databasechangeloglock SET locked = true");

            assertThat(sessions.newSchemas().remove(tenant("acme")).orElseThrow())
                    .contains("55P03");
        }
        assertThat(sessions.newSchemas().existing()).contains("acme");
    }

    @Test
    void theLockIsTakenBeforeTheSchemaIsLookedAt() {
        PostgresSessions one = sessions(Servers.of(DATABASE));
        PostgresSessions other = sessions(Servers.of(DATABASE));
        try (TenantSession session = one.openNew(tenant("acme"), NewSchema.PLAIN)) {
            assertThat(session.isCancelled()).isFalse();
            // As a run that takes its schema back does, which holds the lock meanwhile.
            DATABASE.execute("DROP SCHEMA acme");

            assertThat(failure(other, "acme").kind()).isEqualTo(Failure.Kind.LOCKED);
        }
    }

    @Test
    void aRoleThatMayNotCreateSchemasIsToldWhatToGrant() {
        try (TestRole role = new TestRole(DATABASE);
                TestRole owner = new TestRole(DATABASE)) {
            PostgresSessions sessions = sessions(role.server());

            assertThat(refusal(sessions, NewSchema.PLAIN).sqlState()).contains("42501");
            assertThat(refusal(sessions, NewSchema.PLAIN).message())
                    .contains("GRANT CREATE ON DATABASE", "TO \"" + role.name() + "\";");

            DATABASE.grantCreate(role.name());
            NewSchema ofOwner = new NewSchema(Optional.of(owner.name()), List.of(), false);
            assertThat(refusal(sessions, ofOwner).message())
                    .contains("-Dpgmt.schemaOwner", "GRANT \"" + owner.name() + "\" TO \"" + role.name() + "\";");
            assertThat(sessions.newSchemas().isCreated(tenant("acme"))).isFalse();
            assertThat(sessions.newSchemas().existing()).doesNotContain("acme");

            DATABASE.execute("GRANT " + owner.name() + " TO " + role.name());
            sessions.openNew(tenant("acme"), ofOwner).close();
            assertThat(sessions.newSchemas().remove(tenant("acme"))).isEmpty();
        }
    }

    private void liquibaseTables(String schema) {
        DATABASE.execute(
                LiquibaseTables.lock(schema), LiquibaseTables.unlockedRow(schema), LiquibaseTables.history(schema));
    }

    private static Failure refusal(PostgresSessions sessions, NewSchema newSchema) {
        try {
            sessions.openNew(tenant("acme"), newSchema).close();
            throw new AssertionError("The schema was created.");
        } catch (TenantUnavailableException e) {
            return e.failure();
        }
    }

    private static Failure failure(PostgresSessions sessions, String schema) {
        try {
            sessions.open(tenant(schema)).close();
            throw new AssertionError("The session was opened.");
        } catch (TenantUnavailableException e) {
            return e.failure();
        }
    }

    private static void create(PostgresSessions sessions, String schema) {
        sessions.openNew(tenant(schema), NewSchema.PLAIN).close();
    }

    private static Tenant tenant(String schema) {
        return new Tenant("test", schema, schema, Map.of());
    }

    private static PostgresSessions sessions(Server server) {
        return new PostgresSessions(server, List.of("public"), HistoryTables.DEFAULT, new StopSignal());
    }
}
