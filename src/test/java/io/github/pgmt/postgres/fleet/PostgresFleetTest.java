package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.HostileNames;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFleetTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void rowsAreReadWholeAndInTheOrderOfExecution() {
        database.execute(
                "CREATE SCHEMA acme",
                LiquibaseTables.history("acme"),
                "INSERT INTO acme.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum,"
                        + " deployment_id) VALUES"
                        + " ('10', 'ann', 'b.sql', '2020-01-03', 10, 'RERAN', NULL, 'r000000001'),"
                        + " ('2', 'bob', 'a.sql', '2020-01-02', 2, 'MARK_RAN', '9:two', NULL),"
                        + " ('2b', 'bob', 'a.sql', '2020-01-01', 2, 'EXECUTED', '9:2b', '1234567890')");

        assertThat(history("acme").rows())
                .containsExactly(
                        row("a.sql", "2b", "bob", "9:2b", "EXECUTED", 2, "1234567890"),
                        row("a.sql", "2", "bob", "9:two", "MARK_RAN", 2, null),
                        row("b.sql", "10", "ann", null, "RERAN", 10, "r000000001"));
    }

    @Test
    void aTableOfAnOldLiquibaseIsReadAsLiquibaseWouldComplete() {
        database.execute(
                "CREATE SCHEMA old",
                "CREATE TABLE old.databasechangelog (id varchar(63), author varchar(63), filename varchar(200),"
                        + " dateexecuted timestamptz, md5sum varchar(32))",
                "INSERT INTO old.databasechangelog VALUES ('second', 'ann', 'a.xml', '2010-01-02', 'abc'),"
                        + " ('first', 'ann', 'a.xml', '2010-01-01', NULL)");

        assertThat(history("old").rows())
                .containsExactly(
                        row("a.xml", "first", "ann", null, "EXECUTED", -1, null),
                        row("a.xml", "second", "ann", "abc", "EXECUTED", -1, null));
    }

    @Test
    void aDroppedColumnIsNotRead() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute("ALTER TABLE acme.databasechangelog DROP COLUMN deployment_id");

        assertThat(history("acme").rows()).extracting(HistoryRow::deploymentId).containsOnly(Optional.empty());
    }

    @Test
    void manyTenantsAreReadEachWithItsOwnRows() {
        List<String> schemas = createTenants(250);

        Map<String, TenantHistory> histories = Tenants.bySchema(fleet().histories(Tenants.of(schemas)));

        assertThat(histories.keySet()).containsExactlyElementsOf(schemas);
        for (int tenant = 0; tenant < schemas.size(); tenant++) {
            assertThat(histories.get(schemas.get(tenant)).rows())
                    .extracting(found -> found.changeSet().id())
                    .containsExactly("common", "of tenant " + tenant);
        }
    }

    @Test
    void hostileNamesAreData() {
        for (String name : HostileNames.ALL) {
            database.execute(LiquibaseTables.migrated(name));
        }

        List<TenantHistory> histories = fleet().historiesElsewhere(HostileNames.ALL);

        assertThat(histories).extracting(TenantHistory::schema).containsExactlyElementsOf(HostileNames.ALL);
        assertThat(histories).allSatisfy(history -> {
            assertThat(history.problem()).isEmpty();
            assertThat(history.rows()).extracting(row -> row.changeSet().id()).containsExactly("one", "two");
        });
        List<Tenant> tenants = Tenants.of(HostileNames.OF_TENANTS);
        assertThat(fleet().histories(tenants).keySet()).containsExactlyElementsOf(tenants);
        assertThat(fleet().objectNames(tenants)).containsOnlyKeys(tenants);
        assertThat(fleet().objectsOutside(HostileNames.ALL)).isEmpty();
    }

    @Test
    void aNameIsNeverCutToFit() {
        String schema = "a".repeat(63);
        database.execute(LiquibaseTables.migrated(schema));

        assertThat(fleet().schemasWithHistory(List.of(schema + "b"))).isEmpty();
        assertThat(fleet().objectsOutside(List.of(schema + "b"))).isNotEmpty();
    }

    @Test
    void namesMindCase() {
        database.execute(LiquibaseTables.migrated("acme"));

        assertThat(history("Acme").state()).isEqualTo(State.MISSING);
    }

    @Test
    void noSchemaIsNoQuestion() {
        assertThat(fleet().histories(List.of())).isEmpty();
        assertThat(fleet().invalidIndexes(List.of())).isEmpty();
        assertThat(fleet().objectNames(List.of())).isEmpty();
        assertThat(fleet().schemasWithHistory(List.of())).isEmpty();
    }

    @Test
    void aSchemaThatIsAskedForTwiceIsAnsweredOnce() {
        database.execute(LiquibaseTables.migrated("acme"));

        assertThat(fleet().histories(Tenants.of("acme", "acme"))).containsOnlyKeys(Engines.tenant("acme"));
    }

    @Test
    void historyTablesOfOtherNamesAreFound() {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE TABLE acme.my_log (id text, author text, filename text)",
                "INSERT INTO acme.my_log VALUES ('1', 'ann', 'a.sql')",
                "CREATE TABLE acme.my_lock (id int, locked boolean, lockgranted timestamp, lockedby text)",
                "INSERT INTO acme.my_lock VALUES (1, true, NULL, NULL)");
        PostgresFleet fleet = new PostgresFleet(Servers.of(database), HistoryTables.named("MY_LOG", "MY_LOCK"), 4);

        TenantHistory history = fleet.histories(Tenants.of("acme")).get(Engines.tenant("acme"));

        assertThat(history.rows()).hasSize(1);
        assertThat(history.lock()).contains(new LockHolder(Optional.empty(), Optional.empty(), "an unknown time"));
        assertThat(fleet.schemasWithHistory(List.of("acme"))).containsExactly("acme");
    }

    @Test
    void whoHasSetTheLockRowIsSaidWithItsAge() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(LiquibaseTables.migrated("beta"));
        lockSince("acme", "3 minutes");

        LockHolder holder = history("acme").lock().orElseThrow();
        assertThat(holder).hasToString("host (10.0.0.1) for 3 minutes");
        assertThat(holder.since().orElseThrow())
                .isCloseTo(LocalDateTime.now().minusMinutes(3), within(1, ChronoUnit.MINUTES));
        assertThat(history("acme").rows()).hasSize(2);
        assertThat(history("beta").lock()).isEmpty();
    }

    @Test
    void anEmptySchemaMayBeLocked() {
        database.execute("CREATE SCHEMA acme", LiquibaseTables.lock("acme"), LiquibaseTables.unlockedRow("acme"));
        lockSince("acme", "2 hours");

        assertThat(history("acme").state()).isEqualTo(State.EMPTY);
        assertThat(history("acme").lock()).map(LockHolder::toString).contains("host (10.0.0.1) for 2 hours");
    }

    @Test
    void ofSeveralSchemasThoseWithAHistoryAreFound() {
        database.execute(LiquibaseTables.migrated("shared"));
        database.execute("CREATE SCHEMA acme", LiquibaseTables.lock("acme"));

        assertThat(fleet().schemasWithHistory(List.of("shared", "public", "acme", "nowhere")))
                .containsExactly("shared");
    }

    @Test
    void aDatabaseThatIsGoneIsAnErrorOfTheRun() {
        PostgresFleet fleet = fleet();
        database.close();

        assertThatThrownBy(() -> fleet.histories(Tenants.of("acme")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageStartingWith("Could not read the tenants' histories from jdbc:postgresql:")
                .hasMessageContaining("3D000");
    }

    private PostgresFleet fleet() {
        return new PostgresFleet(Servers.of(database), HistoryTables.DEFAULT, 4);
    }

    private TenantHistory history(String schema) {
        Map<String, TenantHistory> histories = Tenants.bySchema(fleet().histories(Tenants.of(schema)));
        assertThat(histories).containsOnly(entry(schema, histories.get(schema)));
        return histories.get(schema);
    }

    private List<String> createTenants(int count) {
        List<String> schemas = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (int tenant = 0; tenant < count; tenant++) {
            String schema = "tenant_" + tenant;
            schemas.add(schema);
            statements.add("CREATE SCHEMA " + schema);
            statements.add(LiquibaseTables.history(schema));
            statements.add(LiquibaseTables.row(schema, "of tenant " + tenant, 2));
            statements.add(LiquibaseTables.row(schema, "common", 1));
        }
        database.execute(String.join(";", statements));
        return schemas;
    }

    private void lockSince(String schema, String age) {
        database.execute("UPDATE " + schema + ".databasechangeloglock SET locked = true, lockedby = 'host (10.0.0.1)',"
                + " lockgranted = localtimestamp - interval '" + age + "'");
    }

    private static HistoryRow row(
            String file, String id, String author, String checksum, String type, int order, String deployment) {
        return new HistoryRow(
                new ChangeSetId(file, id, author),
                Optional.ofNullable(checksum),
                type,
                order,
                Optional.empty(),
                Optional.ofNullable(deployment),
                Optional.empty());
    }
}
