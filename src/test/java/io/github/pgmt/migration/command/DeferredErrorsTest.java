package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An error that comes with a changeset's commit is the changeset's. */
class DeferredErrorsTest {

    private static final String TABLES =
            "CREATE TABLE parent (id int PRIMARY KEY, seat int UNIQUE DEFERRABLE INITIALLY "
                    + "DEFERRED); CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
                    + "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''odd''; END';"
                    + "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON parent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                    + "WHEN (NEW.id < 0) EXECUTE FUNCTION refuse()";

    private static final String FOREIGN_KEY =
            "INSERT INTO child SELECT 9 FROM public.bad WHERE name = current_schema()";
    private static final String UNIQUE =
            "INSERT INTO parent SELECT id, 1 FROM generate_series(1, 2) AS id, public.bad WHERE name = current_schema()";
    private static final String TRIGGER =
            "INSERT INTO parent (id) SELECT -1 FROM public.bad WHERE name = current_schema()";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private WatchedRun run;

    @BeforeEach
    void createTenants() {
        run = new WatchedRun(database, directory);
        Fleet.createTenants(database, 3);
        database.execute("CREATE TABLE public.bad AS SELECT 't01' AS name UNION ALL SELECT 't03'");
    }

    /** The first is the pilot and goes through Liquibase, the last is replayed first. */
    @ParameterizedTest
    @CsvSource({
        "LIQUIBASE_4, true, 23503",
        "LIQUIBASE_4, false, P0001",
        "LIQUIBASE_5, true, 23505",
    })
    void theyAreToldAsTheChangesetsOnBothWays(LiquibaseLine line, boolean replay, String sqlState) throws IOException {
        String sql =
                Map.of("23503", FOREIGN_KEY, "23505", UNIQUE, "P0001", TRIGGER).get(sqlState);

        OperationResults results = run.migrate(line, options(replay, Atomicity.CHANGESET), TABLES, sql, "SELECT 1");

        requireFailed(results, sqlState, 1);
        assertThat(results.tenants().get(2).changeSets().applied()).hasSize(1);
    }

    @Test
    void inOneTransactionItIsTheFirstThatLeftIt() throws IOException {
        OperationResults results = run.migrate(
                LiquibaseLine.LIQUIBASE_5,
                options(true, Atomicity.TENANT),
                TABLES,
                "INSERT INTO child VALUES (7)",
                "INSERT INTO parent VALUES (7, 7)",
                FOREIGN_KEY,
                "SELECT 1");

        requireFailed(results, "23503", 3);
        assertThat(WatchedRun.failure(results, "t03").message()).contains("Nothing of this run is kept in the tenant");
        assertThat(database.query("SELECT parent FROM t02.child")).containsExactly("7");
    }

    /** Liquibase itself commits before it looks at {@code failOnError}. */
    @ParameterizedTest
    @EnumSource
    void whereAChangesetMayFailTheTenantGoesOn(LiquibaseLine line) throws IOException {
        OperationResults results = run.migrate(line, TABLES, "--failOnError:false\n" + FOREIGN_KEY, "SELECT 1");

        assertThat(WatchedRun.failed(results)).isEmpty();
        assertThat(results.tenants().get(0).changeSets().notRun())
                .extracting(ChangeSetId::id)
                .containsExactly("1");
        assertThat(database.query("SELECT id FROM t01.databasechangelog ORDER BY id"))
                .containsExactly("0", "2");
    }

    @Test
    void whatIsDeferredWithinAChangesetIsFine() throws IOException {
        OperationResults results = run.migrate(
                LiquibaseLine.LIQUIBASE_4,
                TABLES,
                "INSERT INTO child VALUES (7); INSERT INTO parent VALUES (7, 7)",
                "INSERT INTO child VALUES (8); INSERT INTO parent VALUES (8, 8)");

        assertThat(WatchedRun.failed(results)).isEmpty();
    }

    /** The first commit is not its end. */
    @ParameterizedTest
    @EnumSource
    void whatIsDeferredWithinACustomChangeThatCommitsIsFine(LiquibaseLine line) throws IOException {
        Files.writeString(directory.resolve("own.yaml"), """
                databaseChangeLog:
                  - changeSet: {id: tables, author: test, changes: [{sql: {sql: "%s", splitStatements: false}}]}
                  - changeSet:
                      id: own
                      author: test
                      changes: [{customChange: {class: com.example.changes.InsertsInBatches}}]
                """.formatted(TABLES));
        Engines engines = Engines.of(database, line, Engines.changelog("own.yaml"), directory);

        OperationResults results =
                new MigrationRun(Fleet.context(engines, Fleet.options(1))).migrate(WatchedRun.TENANTS, false);

        assertThat(WatchedRun.failed(results)).isEmpty();
        assertThat(database.query("SELECT parent FROM t03.child")).containsExactly("7");
    }

    private static RunOptions options(boolean replay, Atomicity atomicity) {
        RunOptions options = Fleet.options(1).with(atomicity);
        return replay ? options : options.with(Replaying.OFF);
    }

    private static void requireFailed(OperationResults results, String sqlState, int changeSet) {
        assertThat(WatchedRun.failed(results)).containsExactly("t01", "t03");
        for (String schema : WatchedRun.failed(results)) {
            Failure failure = WatchedRun.failure(results, schema);
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
            assertThat(failure.sqlState()).isEqualTo(Optional.of(sqlState));
            assertThat(failure.changeSet().map(ChangeSetId::id)).contains(String.valueOf(changeSet));
        }
    }
}
