package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of changesets that fail, are passed over, run again, or run outside a transaction. */
class ChangeSetRulesTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenant() {
        database.execute("CREATE SCHEMA acme");
    }

    @ParameterizedTest
    @EnumSource
    void aFailingChangesetLeavesTheTenantWhereTheLastGoodOneLeftIt(LiquibaseLine line) {
        EngineResult result =
                Engines.of(database, line, "changelogs/engine/failing.yaml").migrate("acme");

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(failure.changeSet()).contains(id("failing.yaml", "bad"));
        assertThat(failure.sqlState()).contains("23505");
        assertThat(failure.message())
                .contains("duplicate key value violates unique constraint")
                .contains("Detail: Key (id)=(1) already exists.");
        assertThat(result.changeSets().applied()).containsExactly(id("failing.yaml", "good"));
        assertThat(tables()).containsExactly("databasechangelog", "databasechangeloglock", "good");
        assertThat(database.query("SELECT count(*) FROM acme.good")).containsExactly("0");
        assertThat(recorded()).containsExactly("good");
    }

    @ParameterizedTest
    @EnumSource
    void theErrorThatIsReportedIsTheOneThatAbortedTheTransaction(LiquibaseLine line) {
        EngineResult result =
                Engines.of(database, line, "changelogs/engine/aborted.yaml").migrate("acme");

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.changeSet()).contains(id("aborted.yaml", "aborted"));
        assertThat(failure.message()).contains("column \"nowhere\" does not exist");
        assertThat(failure.sqlState()).contains("42703");
    }

    @ParameterizedTest
    @EnumSource
    void whatLiquibaseRunsButDoesNotRecordIsListedAndNoFailure(LiquibaseLine line) {
        EngineResult first =
                Engines.of(database, line, "changelogs/engine/rules.yaml").migrate("acme");

        assertThat(first.failure()).isEmpty();
        assertThat(first.changeSets().notRun())
                .containsExactly(id("rules.yaml", "skipped-by-precondition"), id("rules.yaml", "allowed-to-fail"));
        assertThat(first.changeSets().applied())
                .containsExactly(
                        id("rules.yaml", "marked-ran"),
                        id("rules.yaml", "always"),
                        id("rules.yaml", "search-path"),
                        id("rules.yaml", "after-search-path"));
        assertThat(recorded()).containsExactly("marked-ran", "always", "search-path", "after-search-path");
        assertThat(tables()).containsExactly("databasechangelog", "databasechangeloglock", "runs", "where_it_belongs");

        EngineResult second =
                Engines.of(database, line, "changelogs/engine/rules.yaml").migrate("acme");

        assertThat(second.failure()).isEmpty();
        assertThat(second.changeSets().applied()).isEmpty();
        assertThat(second.changeSets().always()).containsExactly(id("rules.yaml", "always"));
        assertThat(database.query("SELECT count(*) FROM acme.runs")).containsExactly("2");
    }

    @ParameterizedTest
    @EnumSource
    void anIndexThatAKilledRunLeftInvalidIsDroppedAndBuilt(LiquibaseLine line) {
        Engines.of(database, line, "changelogs/engine/concurrently.sql").migrate("acme");
        database.execute(
                "DELETE FROM acme.databasechangelog WHERE id = 'index'",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'acme.item_name'::regclass");

        EngineResult result =
                Engines.of(database, line, "changelogs/engine/concurrently.sql").migrate("acme");

        assertThat(result.failure()).isEmpty();
        assertThat(result.changeSets().applied()).containsExactly(id("concurrently.sql", "index"));
        assertThat(result.concurrentIndexes()).containsExactly("item_name");
        assertThat(database.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'acme.item_name'::regclass"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @EnumSource
    void aLockThatIsNotToBeHadFailsTheChangesetAndNothingElse(LiquibaseLine line) throws SQLException {
        database.execute("CREATE TABLE acme.good (id int PRIMARY KEY)");
        Engines engines = Engines.of(
                database.url(),
                line,
                "changelogs/engine/locked.yaml",
                new Server.Timeouts(Duration.ofMillis(300), Duration.ZERO));

        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE acme.good IN ACCESS SHARE MODE");

            Failure failure = engines.migrate("acme").failure().orElseThrow();

            assertThat(failure.sqlState()).contains("55P03");
            assertThat(failure.changeSet()).contains(id("locked.yaml", "needs-the-table"));
        }
        assertThat(recorded()).containsExactly("before");
        assertThat(engines.migrate("acme").failure()).isEmpty();
        assertThat(recorded()).containsExactly("before", "needs-the-table");
    }

    @ParameterizedTest
    @EnumSource
    void aChangedChecksumFailsTheTenantBeforeAnythingRuns(LiquibaseLine line) {
        Engines.of(database, line, "changelogs/engine/rules.yaml").migrate("acme");
        database.execute("UPDATE acme.databasechangelog SET md5sum = '9:00000000000000000000000000000000' "
                + "WHERE id = 'search-path'");

        EngineResult result =
                Engines.of(database, line, "changelogs/engine/rules.yaml").migrate("acme");

        Failure failure = result.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(failure.message())
                .contains("changelogs/engine/rules.yaml::search-path::test")
                .contains("9:00000000000000000000000000000000");
        assertThat(database.query("SELECT count(*) FROM acme.runs"))
                .as("the runAlways changeset did not run")
                .containsExactly("1");
    }

    private List<String> tables() {
        return database.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'acme' ORDER BY 1");
    }

    private List<String> recorded() {
        return database.query("SELECT id FROM acme.databasechangelog ORDER BY orderexecuted");
    }

    private static ChangeSetId id(String file, String id) {
        return new ChangeSetId("changelogs/engine/" + file, id, "test");
    }
}
