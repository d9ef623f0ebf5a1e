package io.github.pgmt.postgres.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.command.ReleaseRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lock that a dead process has left set is released when its release is confirmed, and nothing else is. */
public class ReleaseRunTest {

    private static final String HOLDER = "app-1 (10.9.9.9)";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void withoutConfirmationItOnlySaysWhatThereIs() {
        locked("acme");
        migrated("beta");

        OperationResults results = release("");

        assertThat(results.error().orElseThrow())
                .contains("Nothing was released. To release the lock of \"acme\"", "\n  mvn it -Dpgmt.confirm=acme");
        assertThat(results.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactly(tuple("acme", Outcome.PLANNED), tuple("beta", Outcome.UP_TO_DATE));
        assertThat(results.tenants().get(0).lock().orElseThrow().toString()).isEqualTo(HOLDER + " for 3 days");
        assertThat(results.tenants().get(1).lock()).isEmpty();
        assertThat(holders("acme")).containsExactly(HOLDER);
    }

    @Test
    void aSingleLockIsConfirmedByTheNameOfItsSchema() {
        locked("acme");
        migrated("beta");

        assertThat(release("beta").error().orElseThrow()).contains("-Dpgmt.confirm=beta is not what would be released");
        assertThat(release("1").error()).isPresent();
        assertThat(holders("acme")).containsExactly(HOLDER);
        OperationResults results = release("acme");

        assertThat(results.error()).isEmpty();
        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.RELEASED, Outcome.UP_TO_DATE);
        assertThat(database.query("SELECT concat_ws(',', id, locked, lockgranted, lockedby) "
                        + "FROM acme.databasechangeloglock"))
                .containsExactly("1,f");
    }

    @Test
    void severalLocksAreConfirmedByTheirNumber() {
        locked("acme");
        locked("beta");

        assertThat(release("acme").error().orElseThrow()).endsWith("-Dpgmt.confirm=2");
        assertThat(release("3").error()).isPresent();
        assertThat(holders("acme")).isNotEmpty();
        OperationResults results = release("2");

        assertThat(results.error()).isEmpty();
        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.RELEASED);
        assertThat(holders("acme")).isEmpty();
        assertThat(holders("beta")).isEmpty();
    }

    @Test
    void whereNoLockIsSetNothingIsToBeConfirmed() {
        migrated("acme");
        database.execute("CREATE SCHEMA fresh");

        for (String confirm : List.of("", "acme")) {
            OperationResults results = release(confirm);
            assertThat(results.error()).isEmpty();
            assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.UP_TO_DATE);
        }
    }

    @Test
    void aLiquibaseThatDiedAtOnceLeavesALockAndNoHistory() {
        database.execute("CREATE SCHEMA acme", "CREATE TABLE acme.legacy (id int)", LiquibaseTables.lock("acme"));
        database.execute(lockedRow("acme"));

        assertThat(release("acme").tenants()).extracting(TenantResult::outcome).containsExactly(Outcome.RELEASED);
    }

    @Test
    void oneTenantSpoilsNoOther() {
        locked("acme");
        locked("closed");
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "GRANT pg_read_all_stats TO " + role.name(),
                    "GRANT USAGE ON SCHEMA acme TO " + role.name(),
                    "GRANT ALL ON ALL TABLES IN SCHEMA acme TO " + role.name());
            TenantSelection selection =
                    new TenantSelection(List.of("acme", "closed", "nowhere"), List.of(), List.of(), List.of());

            OperationResults results = release(role.server(), selection, "acme");

            assertThat(results.tenants())
                    .extracting(TenantResult::schema, TenantResult::outcome, ReleaseRunTest::kind)
                    .containsExactly(
                            tuple("acme", Outcome.RELEASED, null),
                            tuple("closed", Outcome.FAILED, Failure.Kind.CONNECTION),
                            tuple("nowhere", Outcome.FAILED, Failure.Kind.MISSING));
        }
    }

    @Test
    void aRoleThatMayNotWriteReleasesNothing() {
        locked("acme");
        try (TestRole role = new TestRole(database)) {
            database.execute(
                    "GRANT pg_read_all_stats TO " + role.name(),
                    "GRANT USAGE ON SCHEMA acme TO " + role.name(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA acme TO " + role.name());

            TenantResult result = release(role.server(), TenantSelection.ALL, "acme")
                    .tenants()
                    .get(0);

            assertThat(result.failure().orElseThrow().sqlState()).contains("42501");
            assertThat(holders("acme")).containsExactly(HOLDER);
        }
    }

    @Test
    void aLockTableThatLiquibaseDoesNotMakeIsNotTouched() {
        locked("acme");
        database.execute(
                "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER keep BEFORE UPDATE ON acme.databasechangeloglock FOR EACH ROW EXECUTE FUNCTION keep()");

        assertThat(release("acme").tenants()).extracting(ReleaseRunTest::kind).containsExactly(Failure.Kind.UNTRUSTED);
        assertThat(holders("acme")).containsExactly(HOLDER);
    }

    @Test
    void whatTheDatabaseDoesNotConfirmIsAFailure() {
        locked("acme");
        List<String> row = database.query("SELECT lockgranted FROM acme.databasechangeloglock");
        Server server = Servers.of(database);
        LiquibaseLocks real = new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host");

        OperationResults results = release(
                server,
                new LocksOf(
                        real,
                        () -> database.execute("UPDATE acme.databasechangeloglock SET locked = true, " + "lockedby = '"
                                + HOLDER + "', lockgranted = '" + row.get(0) + "'")),
                TenantSelection.ALL,
                "acme");

        assertThat(results.tenants()).extracting(ReleaseRunTest::kind).containsExactly(Failure.Kind.VERIFY);
    }

    /** The locks of a database in which something happens whenever one was released. */
    private record LocksOf(LiquibaseLocks real, Runnable afterRelease) implements LiquibaseLocks {

        @Override
        public Map<Tenant, TenantLock> read(Collection<Tenant> tenants) {
            return real.read(tenants);
        }

        @Override
        public Map<Tenant, Failure> livingOwners(Map<Tenant, TenantLock> locks) {
            return real.livingOwners(locks);
        }

        @Override
        public Optional<Failure> release(Tenant tenant, TenantLock lock) {
            Optional<Failure> failure = real.release(tenant, lock);
            afterRelease.run();
            return failure;
        }
    }

    private void locked(String schema) {
        migrated(schema);
        database.execute("DELETE FROM " + schema + ".databasechangeloglock", lockedRow(schema));
    }

    private void migrated(String schema) {
        database.execute(LiquibaseTables.migrated(schema));
    }

    private static String lockedRow(String schema) {
        return "INSERT INTO " + schema
                + ".databasechangeloglock VALUES (1, true, localtimestamp - interval '3 days 1 hour', '" + HOLDER
                + "')";
    }

    private List<String> holders(String schema) {
        return database.query("SELECT lockedby FROM " + schema + ".databasechangeloglock WHERE locked");
    }

    private OperationResults release(String confirm) {
        return release(Servers.of(database), TenantSelection.ALL, confirm);
    }

    public static OperationResults release(Server server, TenantSelection selection, String confirm) {
        return release(server, new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"), selection, confirm);
    }

    private static OperationResults release(
            Server server, LiquibaseLocks locks, TenantSelection selection, String confirm) {
        return new ReleaseRun(
                        new CatalogTenants(
                                server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty())),
                        locks,
                        server.processId(),
                        MigrationListener.NONE)
                .release(
                        selection,
                        new ReleaseConfirmation(
                                Optional.of(confirm).filter(text -> !text.isEmpty()),
                                text -> "mvn it -Dpgmt.confirm=" + text));
    }

    private static Failure.Kind kind(TenantResult result) {
        return result.failure().map(Failure::kind).orElse(null);
    }
}
