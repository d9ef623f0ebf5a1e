package io.github.pgmt.postgres.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.maven.console.ConsoleListener;
import io.github.pgmt.maven.console.ConsoleSettings;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.command.ReleaseRun;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the console of a release says, as a person reads it: of locks, and of what there is in their place. */
class ReleaseWordsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void whereNoLockIsSetItSaysSoAndWhy() {
        migrated("acme");
        migrated("beta", "DELETE FROM beta.databasechangeloglock");
        database.execute("CREATE SCHEMA fresh");

        assertThat(release(""))
                .containsExactly(
                        "info  Looking for Liquibase's lock in 3 tenants in test",
                        "info  [1/3] acme ... no lock",
                        "info  [2/3] beta ... no lock (the lock table has no row)",
                        "info  [3/3] fresh ... no lock (there is no lock table)",
                        "info  3 without a lock of 3 tenants");
    }

    @Test
    void aLockIsToldBeforeAndAfterItsRelease() {
        migrated("acme", "UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'app-1 (10.9.9.9)'");
        migrated("beta");

        assertThat(release(""))
                .contains(
                        "info  acme: locked by app-1 (10.9.9.9), since when its row does not say",
                        "info  [1/2] acme ... locked",
                        "info  [2/2] beta ... no lock",
                        "error 1 without a lock, 1 locked of 2 tenants");
        assertThat(release("acme"))
                .contains("info  [1/2] acme ... released", "info  1 released, 1 without a lock of 2 tenants");
    }

    @Test
    void whatARowDoesNotSayIsNotMadeUp() {
        migrated("acme", "UPDATE acme.databasechangeloglock SET locked = true");
        migrated("beta", "UPDATE beta.databasechangeloglock SET locked = true, lockgranted = '2026-11-23 21:04:05'");

        assertThat(release(""))
                .contains("info  acme: locked, by whom and since when its row does not say")
                .anyMatch(line -> line.matches(
                        "info  beta: locked since 2026-11-23T21:04:05, for .*, by whom its row does not say"));
        assertThat(release("2")).contains("info  2 released of 2 tenants");
    }

    @Test
    void aSessionIsNotTakenForTheOwnerOfALockThatNamesNobody() throws SQLException {
        migrated("acme", "UPDATE acme.databasechangeloglock SET locked = true");

        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("SET application_name = 'somebody'");
            assertThat(release("acme")).contains("info  1 released of 1 tenant");
        }
    }

    @Test
    void severalRowsAreToldAndStayAndOneTenantSpoilsNoOther() {
        migrated(
                "acme",
                "ALTER TABLE acme.databasechangeloglock DROP CONSTRAINT IF EXISTS databasechangeloglock_pkey",
                "UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'x', lockgranted = '2026-11-23 21:04:05'",
                "INSERT INTO acme.databasechangeloglock VALUES (2, true, '2026-11-24 21:04:05', 'y')");
        migrated("beta", "INSERT INTO beta.databasechangeloglock VALUES (2, false, NULL, NULL)");
        migrated("ceta", "UPDATE ceta.databasechangeloglock SET locked = true");

        assertThat(release("ceta"))
                .contains(
                        "error [1/3] acme ... FAILED",
                        "error     not to be trusted",
                        "info  [2/3] beta ... no lock (the lock table has more than one row, of which Liquibase makes only one)",
                        "error 1 released, 1 without a lock, 1 failed of 3 tenants")
                .anyMatch(line -> line.contains("and its table has more than one row")
                        && line.contains("DELETE FROM \"acme\".\"databasechangeloglock\";"));
        assertThat(database.query("SELECT id FROM acme.databasechangeloglock WHERE locked ORDER BY 1"))
                .containsExactly("1", "2");
    }

    private void migrated(String schema, String... then) {
        database.execute(LiquibaseTables.migrated(schema));
        database.execute(then);
    }

    /** What the console says, without the run's id and time. */
    private List<String> release(String confirm) {
        Server server = Servers.of(database);
        RecordingLog log = new RecordingLog();
        ConsoleListener console = new ConsoleListener(
                log,
                new ConsoleSettings(
                        "release-locks",
                        "pgmt:release-locks",
                        false,
                        Operation.RELEASE,
                        false,
                        "test",
                        Path.of("target"),
                        false,
                        Reports.AS_IT_IS));
        OperationResults results = new ReleaseRun(
                        new CatalogTenants(
                                server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty())),
                        new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"),
                        server.processId(),
                        console)
                .release(
                        TenantSelection.ALL,
                        new ReleaseConfirmation(
                                Optional.of(confirm).filter(text -> !text.isEmpty()), text -> "mvn it " + text));
        boolean well = results.error().isEmpty()
                && results.tenants().stream()
                        .noneMatch(tenant -> tenant.failure().isPresent());
        RunHead head = new RunHead(
                "release-locks",
                server.processId(),
                well ? RunReport.Result.SUCCESS : RunReport.Result.FAILED,
                results.error(),
                Instant.now(),
                Duration.ZERO,
                Optional.of("test"));
        console.hear(new RunEvent.Finished(new RunReport(
                head, new OperationReport(Operation.RELEASE, results.error().isPresent(), results))));
        return log.lines().stream()
                .map(line -> line.replaceFirst(" \\(run .*\\)$", "")
                        .replaceFirst(" in [0-9.]+ m?s$", "")
                        .replaceFirst(" \\([0-9.]+ m?s\\)$", ""))
                .toList();
    }
}
