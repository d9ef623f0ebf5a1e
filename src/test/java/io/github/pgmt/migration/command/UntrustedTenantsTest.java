package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.EveryGoal;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TenantOwner;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.Trap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a tenant's owner puts into the place of Liquibase's tables, none of his code runs as the role of a run. */
class UntrustedTenantsTest {

    private static final List<String> HONEST = List.of("honest_1", "honest_2", "honest_3");
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String OUTSIDE = "outside";
    private static final String GATED = "gated";
    private static final String FIRST_SQL = """
            --liquibase formatted sql
            --changeset app:1
            CREATE TABLE one (id int);
            --rollback DROP TABLE one;
            """;
    private static final String SECOND_SQL = FIRST_SQL + """
            --changeset app:2
            CREATE TABLE two (id int);
            --rollback DROP TABLE two;
            --changeset app:3 runOnChange:true
            CREATE TABLE three (id int);
            --rollback DROP TABLE three;
            """;

    private static final String OUTSIDE_SQL = FIRST_SQL + """
            --changeset app:2 runInTransaction:false
            SELECT pg_advisory_lock(16), pg_advisory_unlock(16);
            """;

    private static final String GATED_SQL = FIRST_SQL + """
            --changeset app:2
            INSERT INTO one VALUES (1);
            CREATE TABLE two (id int);
            --changeset app:3
            CREATE TABLE three (id int);
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private TenantOwner owner;
    private String migrator;

    private enum Way {
        REPLAY_BY_A_SUPERUSER(LiquibaseLine.LIQUIBASE_4, Replaying.DEFAULT, true),
        REPLAY(LiquibaseLine.LIQUIBASE_5, Replaying.DEFAULT, false),
        LIQUIBASE(LiquibaseLine.LIQUIBASE_4, Replaying.OFF, false),
        LIQUIBASE_BY_A_SUPERUSER(LiquibaseLine.LIQUIBASE_5, Replaying.OFF, true);

        private final LiquibaseLine line;
        private final RunOptions options;
        private final boolean superuser;

        Way(LiquibaseLine line, Replaying replaying, boolean superuser) {
            this.line = line;
            this.options = Fleet.options(2).with(replaying);
            this.superuser = superuser;
        }
    }

    @BeforeEach
    void changelogs() throws IOException {
        for (Map.Entry<String, String> release : Map.of(
                        FIRST, FIRST_SQL, SECOND, SECOND_SQL, OUTSIDE, OUTSIDE_SQL, GATED, GATED_SQL)
                .entrySet()) {
            Files.createDirectory(directory.resolve(release.getKey()));
            Files.writeString(directory.resolve(release.getKey()).resolve("changelog.sql"), release.getValue());
        }
    }

    @BeforeEach
    void owner() {
        owner = new TenantOwner(database);
        migrator = owner.name().replace("owner_", "migrator_");
        database.execute("CREATE ROLE " + migrator + " LOGIN PASSWORD '" + migrator + "'");
        database.grantCreate(migrator);
    }

    @AfterEach
    void drop() {
        owner.close();
        database.execute("DROP OWNED BY " + migrator + " CASCADE", "DROP ROLE " + migrator);
    }

    /** Either engine, and a superuser and another role; each with the other at length. */
    static Stream<Way> ways() {
        return Faults.cases(
                List.of(Way.REPLAY, Way.LIQUIBASE_BY_A_SUPERUSER), List.of(Way.REPLAY_BY_A_SUPERUSER, Way.LIQUIBASE));
    }

    @ParameterizedTest
    @MethodSource("ways")
    @Tag(Faults.TAG)
    void noCodeOfATenantsOwnerRunsByAnyGoal(Way way) throws Exception {
        Optional<String> role = role(way);
        fleet(engines(role, way.line, FIRST));

        Map<String, TenantStatus.State> states = Fleet.status(engines(role, way.line, FIRST)).stream()
                .collect(Collectors.toMap(TenantStatus::schema, TenantStatus::state));
        OperationResults migrated = Fleet.migrateAll(engines(role, way.line, SECOND), way.options);
        EveryGoal goals = new EveryGoal(() -> engines(role, way.line, SECOND), way.options, Trust.DEFAULT);
        goals.otherWrites();
        // In every build who must keep to policies looks, and who may drop what is not its own does.
        if (!way.superuser || Faults.areAtLength()) {
            goals.looks("100");
        }
        if (way.superuser || Faults.areAtLength()) {
            goals.drop();
        }

        assertThat(owner.loot()).isEmpty();
        assertThat(owner.isSuperuser()).isFalse();
        assertThat(states)
                .allSatisfy((schema, state) -> assertThat(state)
                        .as(schema + " " + name(schema))
                        .isEqualTo(
                                HONEST.contains(schema)
                                        ? TenantStatus.State.UP_TO_DATE
                                        : TenantStatus.State.UNTRUSTED));
        assertThat(migrated.tenants())
                .allSatisfy(result -> assertThat(result.failure().map(Failure::kind))
                        .as(result.schema() + " " + name(result.schema()))
                        .isEqualTo(
                                HONEST.contains(result.schema())
                                        ? Optional.empty()
                                        : Optional.of(Failure.Kind.UNTRUSTED)));
        assertThat(migrated.tenants().stream().filter(result -> result.outcome() == Outcome.MIGRATED))
                .hasSameSizeAs(HONEST);
    }

    private Optional<String> role(Way way) {
        return way.superuser ? Optional.empty() : Optional.of(migrator);
    }

    private static String name(String schema) {
        return Stream.of(Trap.values())
                .filter(trap -> trap.schema().equals(schema))
                .map(Trap::name)
                .findFirst()
                .orElse("");
    }

    private void fleet(Engines engines) {
        Stream.concat(HONEST.stream(), Stream.of(Trap.values()).map(Trap::schema))
                .forEach(owner::createSchema);
        OperationResults first = Fleet.migrateAll(engines, Fleet.options(2));
        assertThat(first.tenants()).allMatch(result -> result.outcome() == Outcome.MIGRATED);
        Stream.of(Trap.values()).forEach(trap -> trap.set(owner));
    }

    /** Tenants as the first release leaves them; returns as whom a run works. */
    private Optional<String> honestFleet(Way way) {
        Optional<String> role = role(way);
        HONEST.forEach(owner::createSchema);
        Fleet.migrateAll(engines(role, way.line, FIRST), way.options);
        return role;
    }

    private Engines engines(Optional<String> role, LiquibaseLine line, String release) {
        return Engines.as(role, database, line, Engines.changelog("changelog.sql"), directory.resolve(release));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "LIQUIBASE"})
    void tablesOfAnotherLayoutThatRunNoCodeAreFine(Way way) throws Exception {
        Optional<String> role = honestFleet(way);
        database.execute(
                "ALTER TABLE honest_1.databasechangelog ADD COLUMN note varchar(10) DEFAULT 'none'",
                "ALTER TABLE honest_1.databasechangelog ADD COLUMN amount numeric(10, 2) DEFAULT 0",
                "ALTER TABLE honest_2.databasechangelog ADD PRIMARY KEY (id, author, filename)",
                "CREATE INDEX by_date ON honest_2.databasechangelog (dateexecuted)",
                "ALTER TABLE honest_3.databasechangelog ALTER COLUMN id TYPE text",
                "CREATE FUNCTION public.gone() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER gone BEFORE INSERT ON honest_3.databasechangelog FOR EACH ROW "
                        + "EXECUTE FUNCTION public.gone()",
                "DROP TRIGGER gone ON honest_3.databasechangelog");

        OperationResults migrated = Fleet.migrateAll(engines(role, way.line, SECOND), way.options);

        assertThat(migrated.tenants()).allMatch(result -> result.outcome() == Outcome.MIGRATED);
    }

    /** Histories are read before anybody knows which way a tenant goes. */
    static Stream<Way> waysOfOneHistory() {
        return Faults.cases(List.of(Way.REPLAY), List.of(Way.LIQUIBASE));
    }

    @ParameterizedTest
    @MethodSource("waysOfOneHistory")
    @Tag(Faults.TAG)
    void aHistoryBeyondTheBoundIsNotReadAndTheOthersGoOn(Way way) throws Exception {
        Optional<String> role = honestFleet(way);
        String columns = "(id, author, filename, dateexecuted, orderexecuted, exectype, comments)";
        database.execute(
                "INSERT INTO honest_1.databasechangelog " + columns
                        + " SELECT 'x' || n, 'x', 'x', now(), n, 'EXECUTED', '' FROM generate_series(1, "
                        + HistoryLimit.DEFAULT.rows() + ") AS n",
                "ALTER TABLE honest_2.databasechangelog ALTER COLUMN comments TYPE text",
                "INSERT INTO honest_2.databasechangelog " + columns
                        + " SELECT 'x', 'x', 'x', now(), 7, 'EXECUTED', repeat('x', 60000000)");

        OperationResults migrated = Fleet.migrateAll(engines(role, way.line, SECOND), way.options);

        assertThat(migrated.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.MIGRATED);
        assertThat(migrated.tenants().subList(0, 2))
                .allSatisfy(result ->
                        assertThat(result.failure().orElseThrow().message()).contains("-Dpgmt.maxHistoryRows"));
    }

    /** A cast of PostgreSQL's own, such as that of a row to json, looks up further ones of the types that it meets. */
    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "LIQUIBASE"})
    void aDefaultOfATypeThatIsElsewhereIsNoConstant(Way way) throws Exception {
        owner.createSchema("lair");
        Optional<String> role = honestFleet(way);
        database.execute(
                "ALTER TABLE honest_1.databasechangelog OWNER TO " + owner.name(),
                "GRANT ALL ON honest_1.databasechangelog TO PUBLIC");
        owner.execute(
                "honest_1",
                List.of(
                        "CREATE TYPE lair.inside AS ENUM ('x')",
                        "CREATE FUNCTION lair.to_json(lair.inside) RETURNS json LANGUAGE plpgsql AS $$ BEGIN "
                                + owner.noting("cast") + " RETURN '1'::json; END $$",
                        "CREATE CAST (lair.inside AS json) WITH FUNCTION lair.to_json(lair.inside)",
                        "CREATE TYPE lair.outside AS (i lair.inside)",
                        "CREATE CAST (lair.outside AS json) WITH FUNCTION pg_catalog.row_to_json(record)",
                        "ALTER TABLE databasechangelog ADD COLUMN note json DEFAULT '(x)'::lair.outside::json"));

        OperationResults migrated = Fleet.migrateAll(engines(role, way.line, SECOND), way.options);

        assertThat(owner.loot()).isEmpty();
        assertThat(migrated.tenants())
                .extracting(result -> result.failure().map(Failure::kind))
                .containsExactly(
                        Optional.of(Failure.Kind.UNTRUSTED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Failure.Kind.UNTRUSTED));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "LIQUIBASE"})
    void aTriggerThatIsMadeWhileARunWaitsForTheTableIsSeen(Way way) throws Exception {
        Optional<String> role = honestFleet(way);

        OperationResults migrated;
        try (Connection other = database.connect()) {
            other.setAutoCommit(false);
            makeTrigger(other, "honest_3");
            CompletableFuture<OperationResults> run =
                    CompletableFuture.supplyAsync(() -> Fleet.migrateAll(engines(role, way.line, SECOND), way.options));
            waitForALock("transactionid", "relation");
            other.commit();
            migrated = run.join();
        }

        assertThat(owner.loot()).isEmpty();
        assertThat(migrated.tenants())
                .extracting(result -> result.failure().map(Failure::kind))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Failure.Kind.UNTRUSTED));
    }

    /** A transaction that kept its first snapshot would not see what was committed before it had its lock. */
    @Test
    void aTriggerThatComesJustBeforeAHistoryRowIsSeenUnderEveryIsolation() throws Exception {
        Way way = Way.LIQUIBASE;
        Optional<String> role = honestFleet(way);
        database.execute("ALTER ROLE " + migrator + " SET default_transaction_isolation = 'repeatable read'");

        OperationResults migrated;
        try (Connection barrier = database.connect();
                Connection other = database.connect()) {
            execute(barrier, "SELECT pg_advisory_lock(16)");
            CompletableFuture<OperationResults> run = CompletableFuture.supplyAsync(() -> Fleet.migrateAll(
                    engines(role, way.line, OUTSIDE), Fleet.options(1).with(Replaying.OFF)));
            waitForALock("advisory");
            other.setAutoCommit(false);
            makeTrigger(other, "honest_1");
            execute(barrier, "SELECT pg_advisory_unlock(16)");
            waitForALock("transactionid", "relation");
            other.commit();
            migrated = run.join();
        }

        assertThat(owner.loot()).isEmpty();
        assertThat(migrated.tenants())
                .extracting(result -> result.failure().map(Failure::kind))
                .containsExactly(Optional.of(Failure.Kind.UNTRUSTED), Optional.empty(), Optional.empty());
    }

    /** PostgreSQL works out what is constant in an index when it looks at the index, also at one that is only begun. */
    @ParameterizedTest
    @EnumSource(names = {"REPLAY", "LIQUIBASE"})
    void anIndexThatIsBegunWhileAChangeSetRunsIsNotMetByItsHistoryRow(Way way) throws Exception {
        Optional<String> role = honestFleet(way);
        database.execute(
                "CREATE UNIQUE INDEX ON honest_3.one (id)",
                "ALTER TABLE honest_3.databasechangelog OWNER TO " + owner.name(),
                "GRANT ALL ON honest_3.databasechangelog TO PUBLIC");

        OperationResults migrated;
        try (Connection gate = database.connect()) {
            gate.setAutoCommit(false);
            execute(gate, "INSERT INTO honest_3.one VALUES (1)");
            CompletableFuture<OperationResults> run =
                    CompletableFuture.supplyAsync(() -> Fleet.migrateAll(engines(role, way.line, GATED), way.options));
            waitForALock("transactionid");
            CompletableFuture<Void> index = CompletableFuture.runAsync(() -> owner.execute(
                    "honest_3",
                    List.of(
                            "CREATE FUNCTION note_it() RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
                                    + owner.noting("folded") + " END $$",
                            "CREATE FUNCTION folded(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN "
                                    + "PERFORM honest_3.note_it(); RETURN $1; END $$",
                            "CREATE INDEX CONCURRENTLY ON databasechangelog ((id || folded('x')))")));
            Eventually.untilWaiting(database, "query LIKE 'CREATE INDEX CONCURRENTLY%'");
            gate.rollback();
            // It and the run may wait for each other; an index that is given up stays in the catalog, too.
            index.exceptionally(deadlock -> null).join();
            migrated = run.join();
        }

        assertThat(owner.loot()).isEmpty();
        assertThat(migrated.tenants())
                .extracting(result -> result.failure().map(Failure::kind))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(Failure.Kind.UNTRUSTED));
    }

    private void makeTrigger(Connection connection, String schema) throws SQLException {
        execute(
                connection,
                "CREATE FUNCTION " + schema + ".on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                        + owner.noting("trigger") + " RETURN new; END $$");
        execute(
                connection,
                "CREATE TRIGGER on_change BEFORE INSERT ON " + schema + ".databasechangelog FOR EACH ROW "
                        + "EXECUTE FUNCTION " + schema + ".on_change()");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void waitForALock(String... events) {
        String any = Stream.of(events).collect(Collectors.joining("', '", "('", "')"));
        Eventually.untilWaiting(database, "wait_event IN " + any + " AND usename = '" + migrator + "'");
    }
}
