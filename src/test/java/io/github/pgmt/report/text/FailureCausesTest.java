package io.github.pgmt.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads of tenants that really failed: one cause once, and how to go on from there. */
class FailureCausesTest {

    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(300);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private final List<Connection> holders = new ArrayList<>();

    @AfterEach
    void letGo() throws SQLException {
        for (Connection holder : holders) {
            holder.close();
        }
    }

    @Test
    void tenantsThatDifferentSessionsLockAreOneCause() {
        write("CREATE TABLE customer (id int)");
        Fleet.createTenants(database, 4);
        migrate(LiquibaseLine.LIQUIBASE_4);
        write("CREATE TABLE customer (id int)", "ALTER TABLE customer ADD COLUMN name text");
        List.of("t01", "t02", "t04").forEach(this::hold);

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4);
        TenantGroups.Group<Failure> group = onlyGroup(results);

        assertThat(group.names()).containsExactly("t01", "t02", "t04");
        assertThat(group.message())
                .contains(
                        "It was tried 2 times in ",
                        "application holder of t01",
                        "\n(Numbers, times, rows and sessions are");
        assertThat(wayOn(group, Operation.MIGRATE))
                .isEqualTo(
                        "what was applied before is kept; nothing is wrong with the changelog: end what is in the way, or "
                                + "retry when less goes on; -Dpgmt.lockTimeout and -Dpgmt.retries try for longer.");
        assertThat(results)
                .filteredOn(result -> result.failure().isPresent())
                .allSatisfy(result -> assertThat(told(result))
                        .isGreaterThanOrEqualTo(result.way()
                                .waiting()
                                .waited()
                                .plus(LOCK_TIMEOUT.multipliedBy(2))
                                .minusMillis(100)));
    }

    @Test
    void lockRowsOfDifferentOwnersAreOneCause() {
        write("CREATE TABLE customer (id int)");
        Fleet.createTenants(database, 3);
        migrate(LiquibaseLine.LIQUIBASE_4);
        for (String schema : List.of("t01", "t02", "t03")) {
            database.execute("UPDATE " + schema + ".databasechangeloglock SET locked = true, lockedby = 'app of "
                    + schema + " (10.0.0.1)', lockgranted = now() - interval '" + schema.substring(2) + " hours'");
        }
        write("CREATE TABLE customer (id int)", "CREATE TABLE invoice (id int)");

        TenantGroups.Group<Failure> group = onlyGroup(migrate(LiquibaseLine.LIQUIBASE_4));

        assertThat(group.names()).containsExactly("t01", "t02", "t03");
        assertThat(group.message()).contains("Liquibase's lock is held by app of ");
        assertThat(wayOn(group, Operation.MIGRATE)).contains("-Dpgmt.lockWait", "pgmt:release-locks");
    }

    @Test
    void oneErrorOfDifferentRowsIsOneCause() {
        write("CREATE TABLE customer (id int, code int)");
        Fleet.createTenants(database, 3);
        migrate(LiquibaseLine.LIQUIBASE_4);
        for (String schema : List.of("t01", "t02", "t03")) {
            int code = Integer.parseInt(schema.substring(1));
            database.execute("INSERT INTO " + schema + ".customer VALUES (1, " + code + "), (2, " + code + ")");
        }
        write("CREATE TABLE customer (id int, code int)", "CREATE UNIQUE INDEX code ON customer (code)");

        TenantGroups.Group<Failure> group = onlyGroup(migrate(LiquibaseLine.LIQUIBASE_4));

        assertThat(group.names()).hasSize(3);
        assertThat(group.example().sqlState()).contains("23505");
        assertThat(wayOn(group, Operation.MIGRATE)).contains("mend the changeset or the tenant's data");
    }

    /** As of a {@code $1} that nobody gave a value, and of a server that {@code dblink} does not reach. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT $1", "DO $$ BEGIN RAISE 'no way' USING ERRCODE = '08006'; END $$"})
    void anErrorOfTheConnectionsClassThatAStatementMadeIsTheChangesets(String statement) {
        Fleet.createTenants(database, 2);
        write(statement);

        assertThat(migrate(LiquibaseLine.LIQUIBASE_4))
                .extracting(result -> result.failure().orElseThrow())
                .allSatisfy(failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
                    assertThat(failure.message()).doesNotContain("tried");
                });
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aChangesetThatWasChangedSaysHowToGoOn(LiquibaseLine line) {
        write("CREATE TABLE customer (id int)");
        Fleet.createTenants(database, 2);
        migrate(line);
        write("CREATE TABLE customer (id bigint)");

        TenantGroups.Group<Failure> group = onlyGroup(migrate(line));

        assertThat(group.names()).hasSize(2);
        assertThat(group.message())
                .contains("changes.sql::1::test was: ", "\nA changeset was changed after this tenant had run it.");
        assertThat(wayOn(group, Operation.MIGRATE))
                .isEqualTo("what was applied before is kept; do as the message says, then retry.");
        assertThat(wayOn(group, Operation.ROLL_BACK)).startsWith("what was taken back before stays so; ");
    }

    @Test
    void aTrialThatFailedSaysThatNothingWasRecorded() {
        write("CREATE TABLE customer (id int)", "SELECT 1/0");
        Fleet.createTenants(database, 2);
        database.execute("CREATE TABLE t01.customer (id int)", "CREATE TABLE t02.customer (id int)");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, Engines.changelog("changes.sql"), directory);

        TenantGroups.Group<Failure> group = onlyGroup(Fleet.adoption(engines, new Adoption(Optional.empty(), false))
                .adopt(TenantSelection.ALL, false)
                .tenants());

        assertThat(group.names()).hasSize(2);
        assertThat(wayOn(group, Operation.SYNCHRONIZE))
                .isEqualTo(
                        "nothing was recorded, unless the message says otherwise; mend the changeset, or record without "
                                + "trying it out with -Dpgmt.force=true.");
    }

    private static TenantGroups.Group<Failure> onlyGroup(List<TenantResult> results) {
        List<TenantGroups.Group<Failure>> groups = FailureGroups.of(results, Reports.AS_IT_IS);
        assertThat(groups).hasSize(1);
        return groups.get(0);
    }

    private static String wayOn(TenantGroups.Group<Failure> group, Operation operation) {
        return WayOn.from(group.example(), operation, false);
    }

    /** The time in which the tenant is said to have been tried. */
    private static Duration told(TenantResult result) {
        Matcher matcher = Pattern.compile("It was tried 2 times in (\\d+)\\.(\\d) s\\.")
                .matcher(result.failure().orElseThrow().message());
        assertThat(matcher.find()).isTrue();
        return Duration.ofSeconds(Long.parseLong(matcher.group(1))).plusMillis(100 * Long.parseLong(matcher.group(2)));
    }

    private List<TenantResult> migrate(LiquibaseLine line) {
        Engines engines = Engines.of(
                database.url(),
                line,
                Engines.changelog("changes.sql"),
                directory,
                new Server.Timeouts(LOCK_TIMEOUT, Duration.ZERO));
        RunOptions options = Fleet.options(4).with(new Retrying(Duration.ZERO, 1, 0));
        RunContext context = Fleet.context(engines, options);
        return new MigrationRun(context).migrate(TenantSelection.ALL, false).tenants();
    }

    private void hold(String schema) {
        try {
            Connection connection = database.connect();
            holders.add(connection);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET application_name = 'holder of " + schema + "'");
                statement.execute("LOCK TABLE " + schema + ".customer IN ACCESS SHARE MODE");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String... statements) {
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
        for (int number = 1; number <= statements.length; number++) {
            text.append("--changeset test:")
                    .append(number)
                    .append(" splitStatements:false\n")
                    .append(statements[number - 1])
                    .append(";\n");
        }
        try {
            Files.writeString(directory.resolve("changes.sql"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
