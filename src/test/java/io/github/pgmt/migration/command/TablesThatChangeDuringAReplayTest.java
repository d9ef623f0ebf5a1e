package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While a tenant is replayed, its owner changes Liquibase's tables between two transactions of the replay, of which others have
 * found them sound already.
 */
class TablesThatChangeDuringAReplayTest {

    private static final String PILOT = "honest";

    /** Of the changesets; before it the tables were looked at, and found as they were. */
    private static final int GATE = 6;

    /** Enough for the question whether the tables are as they were. */
    private static final int CHANGESETS = 20;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private TenantOwner owner;
    private String migrator;

    @BeforeEach
    void changelogs() throws IOException {
        changelog("first", 1);
        changelog("second", CHANGESETS);
    }

    private void changelog(String release, int changeSets) throws IOException {
        Files.createDirectory(directory.resolve(release));
        Files.writeString(
                directory.resolve(release).resolve("changelog.sql"),
                IntStream.rangeClosed(1, changeSets)
                        .mapToObj(number -> "--changeset app:" + number + "\nCREATE TABLE made_" + number
                                + " (id int UNIQUE);\n" + (number == GATE ? "INSERT INTO made_1 VALUES (1);\n" : ""))
                        .collect(Collectors.joining("", "--liquibase formatted sql\n", "")));
    }

    @BeforeEach
    void roles() {
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

    /** What a superuser would run is the worst that can happen. */
    static Stream<Boolean> superusers() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("superusers")
    @Tag(Faults.TAG)
    void noCodeOfTheOwnersRunsAndTheTenantEnds(boolean superuser) throws Exception {
        Optional<String> role = superuser ? Optional.empty() : Optional.of(migrator);
        Map<String, Trap> traps = Stream.of(Trap.values()).collect(Collectors.toMap(Trap::schema, Function.identity()));
        firstRelease(role, traps.keySet().stream().sorted().toList());
        traps.values().forEach(trap -> trap.make(owner));

        OperationResults migrated =
                secondRelease(role, traps.keySet(), schema -> traps.get(schema).spring(owner));

        assertThat(owner.loot()).isEmpty();
        assertThat(owner.isSuperuser()).isFalse();
        assertThat(migrated.tenants())
                .hasSize(1 + traps.size())
                .allSatisfy(result -> assertThat(result.failure().map(Failure::kind))
                        .as(result.schema() + " " + traps.get(result.schema()))
                        .isEqualTo(Optional.ofNullable(traps.get(result.schema()))
                                .map(TablesThatChangeDuringAReplayTest::refusal)));
        assertThat(traps.keySet())
                .allSatisfy(schema -> assertThat(made(schema))
                        .as(schema + " " + traps.get(schema))
                        .isEqualTo(GATE));
    }

    @Test
    void whatIsOnlySuspiciousDoesNotEndAReplay() throws Exception {
        Map<String, String> changes = Map.of(
                "analyzed", "ANALYZE databasechangelog",
                "widened", "ALTER TABLE databasechangelog ADD COLUMN note text",
                "indexed", "CREATE INDEX ON databasechangelog (dateexecuted)");
        firstRelease(Optional.empty(), changes.keySet());
        changes.keySet()
                .forEach(schema ->
                        database.execute("ALTER TABLE " + schema + ".databasechangelog OWNER TO " + owner.name()));

        OperationResults migrated = secondRelease(
                Optional.empty(),
                changes.keySet(),
                schema -> owner.executeAtOnce(schema, List.of(changes.get(schema))));

        assertThat(migrated.tenants()).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.MIGRATED);
            assertThat(result.way().notReplayed()).isEmpty();
        });
    }

    /** That one cannot be locked is the server's error. */
    private static Failure.Kind refusal(Trap trap) {
        return trap == Trap.MATERIALIZED_VIEW ? Failure.Kind.CONNECTION : Failure.Kind.UNTRUSTED;
    }

    private void firstRelease(Optional<String> role, Iterable<String> schemas) throws Exception {
        owner.createSchema(PILOT);
        schemas.forEach(owner::createSchema);
        OperationResults first = Fleet.migrateAll(engines(role, "first"), Fleet.options(2));
        assertThat(first.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
    }

    /** Each change begins while its tenant's changeset waits, and waits for its end. */
    private OperationResults secondRelease(Optional<String> role, Iterable<String> schemas, Consumer<String> change)
            throws Exception {
        Map<String, Connection> gates = new HashMap<>();
        try {
            for (String schema : schemas) {
                gates.put(schema, gate(schema));
            }
            CompletableFuture<OperationResults> run =
                    CompletableFuture.supplyAsync(() -> Fleet.migrateAll(engines(role, "second"), Fleet.options(2)));
            while (!gates.isEmpty()) {
                Eventually.until(
                        "a tenant waits or the run ends",
                        () -> run.isDone() || atGate(gates).isPresent());
                if (run.isDone()) {
                    return run.join();
                }
                String schema = atGate(gates).orElseThrow();
                String waiting = waitingFor(pid(gates.get(schema))).get(0);
                CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> change.accept(schema));
                Eventually.until(
                        "the owner waits",
                        () -> changing.isDone() || !waitingFor(waiting).isEmpty());
                try (Connection gate = gates.remove(schema)) {
                    gate.rollback();
                }
                changing.join();
            }
            return run.join();
        } finally {
            for (Connection gate : gates.values()) {
                gate.close();
            }
        }
    }

    private Connection gate(String schema) throws SQLException {
        Connection gate = database.connect();
        gate.setAutoCommit(false);
        try (Statement statement = gate.createStatement()) {
            statement.execute("INSERT INTO " + schema + ".made_1 VALUES (1)");
        }
        return gate;
    }

    private Optional<String> atGate(Map<String, Connection> gates) {
        return gates.keySet().stream()
                .filter(schema -> !waitingFor(pid(gates.get(schema))).isEmpty())
                .findFirst();
    }

    private static String pid(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> waitingFor(String pid) {
        return database.query("SELECT pid FROM pg_stat_activity WHERE " + pid + " = ANY (pg_blocking_pids(pid))");
    }

    private int made(String schema) {
        return database.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'made%'"
                        + " AND relnamespace = '" + schema + "'::regnamespace")
                .size();
    }

    private Engines engines(Optional<String> role, String release) {
        return Engines.as(
                role,
                database,
                LiquibaseLine.LIQUIBASE_5,
                Engines.changelog("changelog.sql"),
                directory.resolve(release));
    }
}
