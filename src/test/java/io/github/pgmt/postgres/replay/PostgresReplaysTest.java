package io.github.pgmt.postgres.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every transaction of a replay looks anew at what it is based on. */
class PostgresReplaysTest {

    private static final String NESTED =
            "BEGIN CREATE TABLE acme.nested (id int); EXCEPTION WHEN division_by_zero THEN NULL; END";

    /** As often a statement with parameters is planned for these, see "PREPARE". */
    private static final int PLANNED_FOR_PARAMETERS = 5;

    private static final String ENDED = "\n;\nEXECUTE pgmt_end\n;\nROLLBACK";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    private Engines engines;

    @BeforeEach
    void createTenant() {
        DATABASE.execute(LiquibaseTables.migrated("acme"));
        DATABASE.execute("DELETE FROM acme.databasechangelog");
        engines = Engines.of(DATABASE, LiquibaseLine.LIQUIBASE_4, "unused.sql");
    }

    @Test
    void allIsAppliedWhereNothingMoves() throws Exception {
        TenantReplays.Replayed replayed = replay("SELECT 1");

        assertThat(replayed.unsuited()).isEmpty();
        assertThat(replayed.result().failure()).isEmpty();
        assertThat(tables()).containsExactly("made_1", "made_2", "made_3", "made_4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO acme.databasechangelog SELECT * FROM acme.databasechangelog LIMIT 1",
                "DELETE FROM acme.databasechangelog WHERE id = '1'",
                "UPDATE acme.databasechangelog SET deployment_id = 'another' WHERE id = '1'",
                "UPDATE acme.databasechangelog SET orderexecuted = 7 WHERE id = '1'",
                "DELETE FROM acme.databasechangeloglock",
                "ALTER SCHEMA acme RENAME TO renamed; CREATE SCHEMA acme; "
                        + "CREATE TABLE acme.databasechangelog (LIKE renamed.databasechangelog); "
                        + "CREATE TABLE acme.databasechangeloglock (LIKE renamed.databasechangeloglock)"
            })
    void nothingFollowsWhereTheHistoryOrTheSchemaMovedAfterAChangeset(String move) throws Exception {
        TenantReplays.Replayed replayed = replay(move);

        assertThat(replayed.unsuited()).map(NotReplayed::changeSet).contains(id(4));
        assertThat(replayed.result().changeSets().applied()).containsExactly(id(1), id(2), id(3));
        assertThat(tables()).doesNotContain("made_4");
    }

    @Test
    void nothingFollowsWhereLiquibaseTookTheLockAfterAChangeset() throws Exception {
        TenantReplays.Replayed replayed =
                replay("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'app', lockgranted = now()");

        Failure failure = replayed.result().failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failure.message()).contains("held by app");
        assertThat(tables()).containsExactly("made_1", "made_2", "made_3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path TO public",
                "SELECT pg_catalog.set_config('search_path', 'public', true)",
                "SET ROLE pg_read_all_data",
                "DEALLOCATE ALL"
            })
    void aChangesetThatLeavesTheSchemaTheRoleOrTheGuardsIsTakenBack(String leaving) throws Exception {
        TenantReplays.Replayed replayed = replay(leaving);

        assertThat(replayed.unsuited()).map(NotReplayed::changeSet).contains(id(3));
        assertThat(replayed.result().changeSets().applied()).containsExactly(id(1), id(2));
        assertThat(tables()).containsExactly("made_1", "made_2");
    }

    /** What is sent behind the commit, in the same message, fails. */
    @Test
    void whatWasCommittedBeforeAnErrorIsNotTakenForSomebodyElses() throws Exception {
        try (TenantReplays replays = engines.replays()) {
            replay(replays, "acme", 4, "DEALLOCATE pgmt_lock");
        }

        assertThat(tables()).contains("made_4");
        assertThat(writer("made_4")).isEqualTo(OwnTransactions.Writer.UNTOLD);
        assertThat(writer("made_3")).isEqualTo(OwnTransactions.Writer.OWN);
    }

    /** So a changeset that fails in one tenant leaves the others' transactions told. */
    @Test
    void whatFailedBeforeItsCommitLeavesTheOthersTold() throws Exception {
        replay("SELECT 1 / 0");
        DATABASE.execute("CREATE TABLE acme.made_5 (id int)");

        assertThat(writer("made_5")).isEqualTo(OwnTransactions.Writer.SOMEBODY_ELSE);
        assertThat(writer("made_2")).isEqualTo(OwnTransactions.Writer.OWN);
    }

    /** Its rows have the subtransaction's id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DO $$ " + NESTED + " $$",
                "SELECT acme.nests()",
                "INSERT INTO acme.triggering VALUES (1)",
                "CREATE FUNCTION acme.mine() RETURNS void LANGUAGE plpgsql AS $$ " + NESTED
                        + " $$; SELECT acme.mine(); DROP FUNCTION acme.mine()"
            })
    void whatARoutineMadeInASubtransactionIsTold(String changeSet) throws Exception {
        if (changeSet.contains("nests") || changeSet.contains("triggering")) {
            DATABASE.execute(
                    "CREATE FUNCTION acme.nests() RETURNS void LANGUAGE plpgsql AS $$ " + NESTED + " $$; "
                            + "CREATE FUNCTION acme.fired() RETURNS trigger LANGUAGE plpgsql AS "
                            + "$$ BEGIN PERFORM acme.nests(); RETURN NEW; END $$; CREATE TABLE acme.triggering (id int); "
                            + "CREATE TRIGGER made BEFORE INSERT ON acme.triggering FOR EACH ROW EXECUTE FUNCTION acme.fired()");
        }

        assertThat(replay(changeSet).result().failure()).isEmpty();

        assertThat(writer("nested")).isEqualTo(OwnTransactions.Writer.OWN);
        assertThat(writer("made_3")).isEqualTo(OwnTransactions.Writer.OWN);
    }

    private OwnTransactions.Writer writer(String table) {
        String xmin = DATABASE.query("SELECT xmin FROM pg_class WHERE oid = 'acme." + table + "'::regclass")
                .get(0);
        return engines.server().transactions().writer(Long.parseLong(xmin));
    }

    /** However small the catalogs are: planning it takes ten times as long as executing it. */
    @Test
    void theLookAtTheShapeIsPlannedOnce() throws Exception {
        try (Connection connection = DATABASE.connect()) {
            PlainSql.execute(connection, ReplayMessages.PREPARATION);
            for (int times = 0; times < 20; times++) {
                PlainSql.execute(
                        connection, "EXECUTE pgmt_shape('acme.databasechangelog', 'acme.databasechangeloglock')");
            }
            try (Statement statement = connection.createStatement();
                    ResultSet plans = statement.executeQuery("SELECT generic_plans, custom_plans FROM "
                            + "pg_prepared_statements WHERE name = 'pgmt_shape'")) {
                plans.next();
                assertThat(plans.getInt(1)).isEqualTo(21);
                assertThat(plans.getInt(2)).isEqualTo(5);
            }
        }
    }

    /** Whether the looks at the shape are the same for all tenants, or are prepared for the tenant. */
    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void whatIsPreparedIsPlannedOnceWhateverPathItIsExecutedUnder(int count) throws Exception {
        ReplayScript script = script("acme", count, count, "SELECT 1");
        ReplayMessages messages = new ReplayMessages(
                new TenantTables(Database.only(""), "acme", HistoryTables.DEFAULT),
                List.of("acme", "public"),
                engines.runId(),
                ReplayMessages.Telling.ID,
                HistoryInserts.of(script, HistoryTables.DEFAULT),
                new PreparedLooks("acme", script));
        HistoryCount none = HistoryCount.of(List.of(), engines.runId());
        String role = DATABASE.query("SELECT current_user").get(0);
        try (Connection connection = engines.server().openForMessages("test");
                Statement statement = connection.createStatement()) {
            PlainSql.execute(connection, ReplayMessages.PREPARATION);
            for (int times = 0; times < PLANNED_FOR_PARAMETERS + 2; times++) {
                PlainSql.execute(connection, messages.beginAfter(none, role, times == 0) + ENDED);
            }
            PlainSql.execute(connection, "SET debug_print_plan TO on; SET client_min_messages TO log");

            statement.execute(messages.beginAfter(none, role, false) + ENDED);
            assertThat((Throwable) statement.getWarnings()).isNull();

            statement.execute("SELECT 1");
            assertThat((Throwable) statement.getWarnings()).hasMessageStartingWith("plan");
        }
    }

    @Test
    void oneConnectionServesManyTenants() throws Exception {
        DATABASE.execute(LiquibaseTables.migrated("beta"));
        DATABASE.execute("DELETE FROM beta.databasechangelog");
        try (TenantReplays replays = engines.replays()) {
            for (String schema : List.of("acme", "beta")) {
                assertThat(replay(replays, schema, 3, "SELECT 1").result().failure())
                        .isEmpty();
            }
        }

        assertThat(DATABASE.query("SELECT id FROM beta.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("1", "2", "3", "4");
    }

    /** Four changesets, of which the third does something more. */
    private TenantReplays.Replayed replay(String third) throws Exception {
        try (TenantReplays replays = engines.replays()) {
            return replay(replays, "acme", 3, third);
        }
    }

    private TenantReplays.Replayed replay(TenantReplays replays, String schema, int at, String more) {
        return replays.replay(Engines.tenant(schema), script(schema, 4, at, more), List.of(), Atomicity.CHANGESET);
    }

    private ReplayScript script(String schema, int count, int at, String more) {
        List<ReplayedChangeSet> changeSets = IntStream.rangeClosed(1, count)
                .mapToObj(number -> changeSet(number, schema, number == at ? more : "SELECT 1"))
                .toList();
        return new ReplayScript(List.of(), changeSets, Set.of());
    }

    private ReplayedChangeSet changeSet(int number, String schema, String more) {
        List<SchemaText> statements =
                texts(schema, "CREATE TABLE \"" + schema + "\".made_" + number + " (id int)", more);
        List<SchemaText> recording = texts(
                schema,
                "INSERT INTO \"" + schema + "\".databasechangelog (id, author, filename, dateexecuted, "
                        + "orderexecuted, exectype, deployment_id) VALUES ('" + number
                        + "', 'a', 'changelog.sql', now(), " + number + ", 'EXECUTED', '" + engines.runId() + "')");
        HistoryRow row = new HistoryRow(
                id(number),
                Optional.empty(),
                "EXECUTED",
                number,
                Optional.empty(),
                Optional.of(engines.runId().value()),
                Optional.empty());
        return new ReplayedChangeSet(statements, recording, row, ReplayedChangeSet.Run.FIRST, Set.of());
    }

    private static List<SchemaText> texts(String schema, String... texts) {
        return Stream.of(texts)
                .map(text -> SchemaText.of(text, "\"" + schema + "\""))
                .toList();
    }

    private static ChangeSetId id(int number) {
        return new ChangeSetId("changelog.sql", Integer.toString(number), "a");
    }

    private List<String> tables() {
        return DATABASE.query(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'acme' AND tablename LIKE 'made%' ORDER BY 1");
    }
}
