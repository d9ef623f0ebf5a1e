package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.examination.PostgresExamination;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.postgres.release.ReleaseRunTest;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A schema that an owner gives a name that nothing can be done with is that tenant's trouble, and nobody else's. */
class UnusableNamesTest {

    private static final List<String> UNUSABLE = List.of("  ", " lead", "$user", "back\\slash", "tab\t", "trail ");
    private static final String LONG = "n".repeat(64);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void everyGoalFailsItAndGoesOnWithTheOthers() {
        create();

        assertApart(Fleet.migrateAll(engines(), Fleet.options(2)), Outcome.MIGRATED);
        assertApart(Fleet.run(engines(), Fleet.options(1)).migrate(TenantSelection.ALL, true), Outcome.UP_TO_DATE);
        assertApart(Fleet.tag(engines(), "v1"), Outcome.TAGGED);
        assertApart(ReleaseRunTest.release(Servers.of(database), TenantSelection.ALL, ""), Outcome.UP_TO_DATE);
        assertApart(
                Fleet.rollback(engines(), new Rollback(new RollbackTarget.Count(1), true))
                        .rollBack(TenantSelection.ALL, false),
                Outcome.ROLLED_BACK);
        assertApart(
                Fleet.adoption(engines(), new Adoption(Optional.empty(), true)).adopt(TenantSelection.ALL, false),
                Outcome.SYNCED);
        assertApart(
                Fleet.setUp(engines(), NewSchema.PLAIN, Fleet.catalog(engines()))
                        .setUp(TenantSelection.ALL, false),
                Outcome.UP_TO_DATE);
        assertApart(Fleet.drop(engines(), Fleet.options(1)).drop(TenantSelection.ALL, false), Outcome.DROPPED);
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = ANY ('{acme,beta}')"))
                .isEmpty();
        assertThat(database.query("SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
                        + "WHERE nspname !~ '^(pg_|information_schema)'"))
                .isEmpty();
    }

    @Test
    void statusAndListSayWhatItIs() {
        create();

        assertThat(Fleet.status(engines()))
                .filteredOn(status -> UNUSABLE.contains(status.schema()))
                .hasSize(UNUSABLE.size())
                .allSatisfy(status -> {
                    assertThat(status.state()).isEqualTo(TenantStatus.State.NAME);
                    assertThat(status.failsTheBuild(false)).isTrue();
                    assertThat(status.problem().orElseThrow()).contains("name");
                });
        assertThat(Fleet.status(engines()))
                .filteredOn(status -> status.state() == TenantStatus.State.PENDING)
                .extracting(TenantStatus::schema)
                .containsExactly("acme", "beta");
        Server server = Servers.of(database);
        TenantSource catalog = Fleet.catalog(engines());
        assertThat(new ListRun(
                                catalog,
                                catalog,
                                new PostgresFleet(server, HistoryTables.DEFAULT, 1),
                                MigrationListener.NONE)
                        .list(TenantSelection.ALL)
                        .tenants())
                .filteredOn(entry -> entry.state() == TenantHistory.State.NAME)
                .extracting(TenantEntry::schema)
                .containsExactlyElementsOf(UNUSABLE);
    }

    @Test
    void doctorNamesItAndLooksAtTheOthers() {
        create();
        database.execute("CREATE TABLE beta.ledger (id int)");
        Server server = Servers.of(database);
        TenantSource catalog = Fleet.catalog(engines());

        List<Finding> findings = new DoctorRun(
                        catalog,
                        catalog,
                        new PostgresFleet(server, HistoryTables.DEFAULT, 1),
                        new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"),
                        new PostgresExamination(server, Examinations.FLEET))
                .examine(TenantSelection.ALL, 1, true)
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("names"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.tenants()).containsExactlyElementsOf(UNUSABLE);
                    assertThat(finding.message()).contains("has a backslash", "role's own schema");
                });
        assertThat(findings)
                .filteredOn(finding -> finding.check().equals("unmanaged"))
                .extracting(Finding::tenants)
                .containsExactly(List.of("beta"));
    }

    @Test
    void aRegistrysRowIsNoOtherRowsTrouble() {
        database.execute(
                "CREATE SCHEMA acme",
                "CREATE SCHEMA beta",
                "CREATE TABLE public.tenant (name text)",
                "INSERT INTO public.tenant VALUES ('acme'), ('beta'), ('pg_temp_7'), ('information_schema'), ('" + LONG
                        + "'), ('trail ')");
        TenantSource registry = new QueryTenants(
                Servers.of(database), "SELECT name FROM public.tenant", Optional.empty(), Duration.ZERO);

        OperationResults results =
                Fleet.run(engines(), Fleet.options(1), registry).migrate(TenantSelection.ALL, false);

        assertThat(names(results, Outcome.MIGRATED)).containsExactly("acme", "beta");
        assertThat(names(results, Outcome.FAILED)).containsExactly("information_schema", LONG, "pg_temp_7", "trail ");
        assertThat(failures(results)).containsOnly(Failure.Kind.NAME);
    }

    @Test
    void oneOfSeveralNewTenantsIsNoOtherOnesTrouble() {
        TenantSelection selection = new TenantSelection(List.of("acme", LONG, "beta"), List.of(), List.of(), List.of());

        OperationResults results = Fleet.setUp(engines(), NewSchema.PLAIN, Fleet.catalog(engines()))
                .setUp(selection, false);

        assertThat(names(results, Outcome.CREATED)).containsExactly("acme", "beta");
        assertThat(failures(results)).containsExactly(Failure.Kind.NAME);
        assertThatThrownBy(() -> Fleet.setUp(engines(), NewSchema.PLAIN, Fleet.catalog(engines()))
                        .setUp(new TenantSelection(List.of(LONG), List.of(), List.of(), List.of()), false))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("Nothing was changed.");
    }

    private void create() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        UNUSABLE.forEach(schema -> database.execute("CREATE SCHEMA " + TestDatabase.quoted(schema)));
    }

    private static void assertApart(OperationResults results, Outcome ofOthers) {
        assertThat(names(results, ofOthers)).containsExactly("acme", "beta");
        assertThat(names(results, Outcome.FAILED)).containsExactlyElementsOf(UNUSABLE);
        assertThat(failures(results)).containsOnly(Failure.Kind.NAME);
    }

    private static List<String> names(OperationResults results, Outcome outcome) {
        return results.tenants().stream()
                .filter(result -> result.outcome() == outcome)
                .map(TenantResult::schema)
                .toList();
    }

    private static List<Failure.Kind> failures(OperationResults results) {
        return results.tenants().stream()
                .flatMap(result -> result.failure().stream())
                .map(Failure::kind)
                .toList();
    }

    private Engines engines() {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/trouble/first.sql");
    }
}
