package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.SchemaSize;
import io.github.pgmt.testing.HostileNames;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many schemas are measured without a look into their tables. */
class SchemaSizesTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void indexesAndLongValuesCountAndLiquibasesTablesAreNoTablesOfTheTenants() {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "CREATE TABLE acme.letter (id int PRIMARY KEY, text text)",
                "ALTER TABLE acme.letter ALTER text SET STORAGE EXTERNAL",
                "INSERT INTO acme.letter SELECT i, repeat('x', 100000) FROM generate_series(1, 10) AS i",
                "CREATE TABLE acme.event (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE acme.part PARTITION OF acme.event FOR VALUES FROM (0) TO (10)",
                "CREATE VIEW acme.everything AS SELECT * FROM acme.letter");

        SchemaSize size = sizes(List.of("acme")).get("acme");

        assertThat(size.tables()).isEqualTo(3);
        assertThat(size.bytes())
                .isGreaterThan(1_000_000)
                .isEqualTo(Long.parseLong(
                        database.query("SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
                                        + " AND relnamespace = 'acme'::regnamespace")
                                .get(0)));
    }

    @Test
    void everySchemaThatExistsIsMeasuredWhateverItsName() {
        HostileNames.create(database);
        List<String> wanted = new ArrayList<>(HostileNames.OF_TENANTS);
        for (int number = 0; number < 150; number++) {
            database.execute("CREATE SCHEMA t" + number, "CREATE TABLE t" + number + ".t (id int)");
            wanted.add("t" + number);
        }
        wanted.add("missing");

        Map<String, SchemaSize> sizes = sizes(wanted);

        assertThat(sizes).hasSize(wanted.size() - 1).doesNotContainKey("missing");
        assertThat(sizes.get("it's")).isEqualTo(SchemaSize.NONE);
        assertThat(sizes.get("t149").tables()).isEqualTo(1);
    }

    @Test
    void aTableThatIsBeingChangedSpoilsNoOtherSchema() throws Exception {
        database.execute(
                "CREATE SCHEMA busy",
                "CREATE TABLE busy.t (id int)",
                "CREATE SCHEMA idle",
                "CREATE TABLE idle.t AS SELECT 1 AS id");
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE busy.t IN ACCESS EXCLUSIVE MODE");

            Map<String, SchemaSize> sizes = sizes(List.of("busy", "idle"));

            assertThat(sizes.get("busy").tables()).isEqualTo(1);
            assertThat(sizes.get("busy").problem())
                    .map(Failure::sqlState)
                    .hasValueSatisfying(state -> assertThat(state).contains("55P03"));
            assertThat(sizes.get("idle").bytes()).isEqualTo(8192);
            assertThat(sizes.get("idle").problem()).isEmpty();
        }
    }

    private Map<String, SchemaSize> sizes(List<String> schemas) {
        return Tenants.bySchema(
                new PostgresFleet(Servers.of(database), HistoryTables.DEFAULT, 4).sizes(Tenants.of(schemas)));
    }
}
