package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.HistoryLimit;
import io.github.pgmt.postgres.PostgresExamination;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.postgres.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TenantOwner;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.Trap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a tenant's owner puts into the place of Liquibase's tables, none of his code runs as the role of a run. */
class UntrustedTenantsTest {

    private static final List<String> HONEST = List.of("honest_1", "honest_2", "honest_3");
    private static final String FIRST = """
            --liquibase formatted sql
            --changeset app:1
            CREATE TABLE one (id int);
            --rollback DROP TABLE one;
            """;
    private static final String SECOND = FIRST + """
            --changeset app:2
            CREATE TABLE two (id int);
            --rollback DROP TABLE two;
            --changeset app:3 runOnChange:true
            CREATE TABLE three (id int);
            --rollback DROP TABLE three;
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private TenantOwner owner;
    private String migrator;

    static Stream<Arguments> ways() {
        return Stream.of(LiquibaseLine.values())
                .flatMap(line -> Stream.of(true, false)
                        .flatMap(replay ->
                                Stream.of(true, false).map(superuser -> Arguments.of(line, replay, superuser))));
    }

    @BeforeEach
    void owner() {
        owner = new TenantOwner(database);
        migrator = owner.name().replace("owner_", "migrator_");
        database.execute(
                "CREATE ROLE " + migrator + " LOGIN PASSWORD '" + migrator + "'",
                "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO " + migrator
                        + "', current_database()); END $$");
    }

    @AfterEach
    void drop() {
        owner.close();
        database.execute("DROP OWNED BY " + migrator + " CASCADE", "DROP ROLE " + migrator);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noCodeOfATenantsOwnerRunsByAnyGoal(LiquibaseLine line, boolean replay, boolean superuser) throws Exception {
        Optional<String> role = superuser ? Optional.empty() : Optional.of(migrator);
        RunOptions options = Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF);
        fleet(engines(role, line, FIRST), options);

        Map<String, TenantStatus.State> states = Fleet.status(engines(role, line, FIRST)).stream()
                .collect(Collectors.toMap(TenantStatus::schema, TenantStatus::state));
        OperationResults migrated = Fleet.migrateAll(engines(role, line, SECOND), options);
        everyOtherGoal(role, line, options);

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

    private static String name(String schema) {
        return Stream.of(Trap.values())
                .filter(trap -> trap.schema().equals(schema))
                .map(Trap::name)
                .findFirst()
                .orElse("");
    }

    private void fleet(Engines engines, RunOptions options) {
        Stream.concat(HONEST.stream(), Stream.of(Trap.values()).map(Trap::schema))
                .forEach(owner::createSchema);
        OperationResults first = Fleet.migrateAll(engines, options);
        assertThat(first.tenants()).allMatch(result -> result.outcome() == Outcome.MIGRATED);
        Stream.of(Trap.values()).forEach(trap -> trap.set(owner));
    }

    private void everyOtherGoal(Optional<String> role, LiquibaseLine line, RunOptions options) throws IOException {
        Fleet.tag(engines(role, line, SECOND), "release");
        Fleet.rollback(engines(role, line, SECOND), new Rollback(new RollbackTarget.Count(1), false), options)
                .rollBack(TenantSelection.ALL, false);
        Fleet.adoption(engines(role, line, SECOND), new Adoption(Optional.empty(), false))
                .adopt(TenantSelection.ALL, false);
        Fleet.setUp(
                        engines(role, line, SECOND),
                        new NewSchema(Optional.empty(), List.of(), false),
                        Fleet.catalog(engines(role, line, SECOND)))
                .setUp(TenantSelection.ALL, false);
        Engines engines = engines(role, line, SECOND);
        PostgresFleet fleet = new PostgresFleet(engines.server(), HistoryTables.DEFAULT, 2);
        PostgresLocks locks = new PostgresLocks(engines.server(), HistoryTables.DEFAULT, "no-such-host");
        new ListRun(Fleet.catalog(engines), Fleet.catalog(engines), fleet, new MigrationListener() {})
                .list(TenantSelection.ALL, "test");
        new ReleaseRun(Fleet.catalog(engines), locks, engines.runId(), new MigrationListener() {})
                .release(
                        TenantSelection.ALL,
                        "test",
                        new ReleaseConfirmation(Optional.of("100"), confirm -> "mvn " + confirm));
        new DoctorRun(
                        Fleet.catalog(engines),
                        Fleet.catalog(engines),
                        fleet,
                        locks,
                        new PostgresExamination(engines.server(), Examinations.FLEET))
                .examine(TenantSelection.ALL, "test", 2, true);
        Fleet.drop(engines, options).drop(TenantSelection.ALL, false);
    }

    private Engines engines(Optional<String> role, LiquibaseLine line, String changelog) throws IOException {
        Files.writeString(directory.resolve("changelog.sql"), changelog);
        return Engines.as(role, database, line, Engines.changelog("changelog.sql"), directory);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tablesOfAnotherLayoutThatRunNoCodeAreFine(LiquibaseLine line, boolean replay, boolean superuser)
            throws Exception {
        Optional<String> role = superuser ? Optional.empty() : Optional.of(migrator);
        RunOptions options = Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF);
        HONEST.forEach(owner::createSchema);
        Fleet.migrateAll(engines(role, line, FIRST), options);
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

        OperationResults migrated = Fleet.migrateAll(engines(role, line, SECOND), options);

        assertThat(migrated.tenants()).allMatch(result -> result.outcome() == Outcome.MIGRATED);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aHistoryBeyondTheBoundIsNotReadAndTheOthersGoOn(LiquibaseLine line, boolean replay, boolean superuser)
            throws Exception {
        Optional<String> role = superuser ? Optional.empty() : Optional.of(migrator);
        RunOptions options = Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF);
        HONEST.forEach(owner::createSchema);
        Fleet.migrateAll(engines(role, line, FIRST), options);
        String columns = "(id, author, filename, dateexecuted, orderexecuted, exectype, comments)";
        database.execute(
                "INSERT INTO honest_1.databasechangelog " + columns
                        + " SELECT 'x' || n, 'x', 'x', now(), n, 'EXECUTED', '' FROM generate_series(1, "
                        + HistoryLimit.DEFAULT.rows() + ") AS n",
                "ALTER TABLE honest_2.databasechangelog ALTER COLUMN comments TYPE text",
                "INSERT INTO honest_2.databasechangelog " + columns
                        + " SELECT 'x', 'x', 'x', now(), 7, 'EXECUTED', repeat('x', 60000000)");

        OperationResults migrated = Fleet.migrateAll(engines(role, line, SECOND), options);

        assertThat(migrated.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.MIGRATED);
        assertThat(migrated.tenants().subList(0, 2))
                .allSatisfy(result ->
                        assertThat(result.failure().orElseThrow().message()).contains("-Dpgmt.maxHistoryRows"));
    }
}
