package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.Gate;
import io.github.pgmt.testing.KillableProcess;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.MigratingProcess;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client that dies at the worst moment leaves, a plain rerun finishes; {@link KilledRunTest} takes any moment. */
class CrashTest {

    private static final String SHOP = "changelogs/shop/master.yaml";
    private static final String SLOW = "changelogs/engine/slow.yaml";
    private static final String AT_THE_GATE =
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
                    + "AND pid <> pg_backend_pid() AND query LIKE '%" + Gate.NAME + "%'";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aClientThatDiesBetweenAChangesetAndItsHistoryRowLeavesNeither(LiquibaseLine line) {
        database.execute("CREATE SCHEMA acme");
        Engines dying = Engines.of(
                database, line, Engines.changelog(SHOP), Path.of("src", "test", "resources"), DyingSessions::new);

        assertThat(dying.migrate("acme").failure()).isPresent();

        assertThat(database.query("SELECT id FROM acme.databasechangelog")).isEmpty();
        assertThat(database.query("SELECT to_regclass('acme.xml_1')")).containsExactly((String) null);
        assertThat(Engines.of(database, line, SHOP).migrate("acme").failure()).isEmpty();
        assertWhole("acme");
    }

    @Test
    void aRerunWaitsForWhatAKilledProcessLeftRunningOnTheServer() {
        database.execute("CREATE SCHEMA acme");
        try (Gate gate = Gate.shut(database)) {
            try (KillableProcess process = MigratingProcess.start(database, LiquibaseLine.LIQUIBASE_4, SLOW)) {
                process.awaitRunning(database, Gate.NAME);
                process.kill();
            }
            List<String> left = database.query(AT_THE_GATE);
            CompletableFuture<OperationResults> rerun = CompletableFuture.supplyAsync(
                    () -> Fleet.migrateAll(Engines.of(database, LiquibaseLine.LIQUIBASE_4, SLOW), Fleet.options(1)));
            Eventually.until(
                    "the server ends what was left",
                    () -> database.query(AT_THE_GATE).stream().noneMatch(left::contains));
            gate.open();
            assertMigratedBy(rerun.join());
        }
    }

    private void assertMigratedBy(OperationResults rerun) {
        assertThat(rerun.tenants()).singleElement().satisfies(tenant -> {
            assertThat(tenant.outcome()).isEqualTo(Outcome.MIGRATED);
            assertThat(tenant.changeSets().applied()).hasSize(2);
        });
        assertThat(database.query("SELECT id FROM acme.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("first", "slow", "last");
    }

    private void assertWhole(String schema) {
        assertThat(database.query("SELECT count(*) || '/' || count(DISTINCT id) FROM " + schema + ".databasechangelog"))
                .as("history of " + schema)
                .containsExactly("15/15");
        assertThat(database.query("SELECT locked FROM " + schema + ".databasechangeloglock"))
                .as("lock row of " + schema)
                .containsExactly("f");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema + "'"))
                .as("tables of " + schema)
                .containsExactly("12");
    }

    /** Sessions whose connection breaks when a changeset and its history row are written and not committed. */
    private record DyingSessions(TenantSessions real) implements TenantSessions {

        @Override
        public TenantSession open(Tenant tenant) {
            return dying(real.open(tenant));
        }

        @Override
        public TenantSession openNew(Tenant tenant, NewSchema newSchema) {
            return dying(real.openNew(tenant, newSchema));
        }

        private static TenantSession dying(TenantSession session) {
            return (TenantSession) Proxy.newProxyInstance(
                    TenantSession.class.getClassLoader(),
                    new Class<?>[] {TenantSession.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("releaseCommits")) {
                            die(session);
                        }
                        try {
                            return method.invoke(session, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public TenantTrial openTrial(Tenant tenant) {
            return real.openTrial(tenant);
        }

        private static void die(TenantSession session) throws SQLException {
            session.connection().abort(Runnable::run);
        }

        @Override
        public String keywords() {
            return real.keywords();
        }

        @Override
        public boolean controlsTransactions(String sql) {
            return real.controlsTransactions(sql);
        }

        @Override
        public List<CreatedExtension> createdExtensions(String sql) {
            return real.createdExtensions(sql);
        }

        @Override
        public void cancelAll() {
            real.cancelAll();
        }
    }
}
