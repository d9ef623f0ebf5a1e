package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end before the changelog does; that this is where Liquibase ends, {@code HowFarEqualsLiquibaseTest} tells. */
class HowFarTest {

    private static final HowFar TO_V1 = HowFar.toTag("v1");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path files;

    @BeforeEach
    void writeChangelogs() throws IOException {
        write("one.yaml", table("one"), table("two"));
        write("two.yaml", table("three"), tag("v1"), table("four"));
        write("three.yaml", table("five"));
        Fleet.createTenants(database, 3);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void severalRootsAreAsOneUpToATag(LiquibaseLine line) {
        Engines engines = engines(line, TO_V1, "one.yaml", "two.yaml", "three.yaml");

        assertApplied(migrate(engines, Fleet.options(2)), "one", "two", "three", "v1");

        assertThat(migrate(engines, Fleet.options(2)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
        assertThat(Fleet.status(engines)).extracting(TenantStatus::state).containsOnly(TenantStatus.State.UP_TO_DATE);
        assertThat(gate(engines)).as("failOnPending").isEmpty();
        Engines whole = engines(line, HowFar.WHOLE, "one.yaml", "two.yaml", "three.yaml");
        assertThat(gate(whole)).contains("3 of 3 tenants are not current (pgmt.failOnPending=true)");
        assertApplied(migrate(whole, Fleet.options(2)), "four", "five");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aCountIsOverAllRoots(LiquibaseLine line) {
        Engines engines = engines(line, HowFar.changes(3), "one.yaml", "two.yaml", "three.yaml");
        assertThat(Fleet.status(engines))
                .allSatisfy(tenant -> assertThat(tenant.changeSets().pending())
                        .extracting(ChangeSetId::id)
                        .containsExactly("one", "two", "three"));

        assertApplied(migrate(engines, Fleet.options(2)), "one", "two", "three");
        assertApplied(migrate(engines, Fleet.options(2)), "v1", "four", "five");
        assertThat(migrate(engines, Fleet.options(2)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
    }

    @Test
    void whatTwoRootsIncludeCountsOnce() throws IOException {
        Files.writeString(files.resolve("again.yaml"), """
                databaseChangeLog:
                  - include: {file: one.yaml}
                  - include: {file: three.yaml}
                """);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, HowFar.changes(3), "one.yaml", "again.yaml");

        assertThat(Fleet.status(engines))
                .allSatisfy(tenant -> assertThat(tenant.changeSets().pending())
                        .extracting(ChangeSetId::id)
                        .containsExactly("one", "two", "five"));
        assertApplied(migrate(engines, Fleet.options(1)), "one", "two", "five");
    }

    @Test
    void aTagThatNothingHasIsAnErrorBeforeAnything() {
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, HowFar.toTag("V1"), "one.yaml", "two.yaml");

        assertThatThrownBy(() -> migrate(engines, Fleet.options(1)))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage(
                        "No changeset of the changelog makes the tag \"V1\" (tagDatabase), and no changeset of it has "
                                + "the tag in a selected tenant's history. Did you mean \"v1\"? Correct -Dpgmt.toTag (upper and lower "
                                + "case differ), or leave it out for the whole changelog. Nothing was changed.");
        assertThatThrownBy(() -> Fleet.status(engines)).isInstanceOf(RunRefusedException.class);
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 't0%'"))
                .containsExactly("0");
    }

    @Test
    void aTagThatContextsLeaveOutEndsNothing() throws IOException {
        write("left.yaml", table("one"), tag("v1").replace("author: test", "author: test\n      context: later"));
        Changelog changelog = new Changelog(
                        List.of("left.yaml"), Optional.of("now"), Optional.empty(), Map.of(), HistoryTables.DEFAULT)
                .upTo(TO_V1);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_5, changelog, files);

        assertThatThrownBy(() -> migrate(engines, Fleet.options(1)))
                .hasMessageStartingWith("The changeset that makes the tag \"v1\" is left out by contexts or labels");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aHistoryEndsWhereItBearsTheTagAndWhereItDoesNotNothingIsApplied(LiquibaseLine line) {
        assertApplied(migrate(engines(line, HowFar.changes(1), "one.yaml"), Fleet.options(1)), "one");
        database.execute("UPDATE t01.databasechangelog SET tag = 'RELEASED'");
        Engines engines = engines(line, HowFar.toTag("released"), "one.yaml", "three.yaml");

        List<TenantResult> results = migrate(engines, Fleet.options(2)).tenants();

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE, Outcome.FAILED, Outcome.FAILED);
        assertThat(results.get(1).failure().orElseThrow().message())
                .contains("no changeset of it has the tag in this tenant's history")
                .contains("Nothing was applied in it.");
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE tablename IN ('two', 'five')"))
                .containsExactly("0");
    }

    /** Their rows are the same but for the tag. */
    @Test
    void tenantsThatBearTheTagElsewhereAreAnotherCohort() throws IOException {
        write("all.yaml", table("one"), table("two"), table("three"), tag("v1"), table("four"));
        database.execute("CREATE SCHEMA t04");
        Engines first = engines(LiquibaseLine.LIQUIBASE_4, HowFar.changes(2), "all.yaml");
        assertApplied(migrate(first, Fleet.options(1)), "one", "two");
        database.execute(
                "UPDATE t01.databasechangelog SET tag = 'v1' WHERE id = 'one'",
                "UPDATE t02.databasechangelog SET tag = 'v1' WHERE id = 'one'");

        List<TenantResult> results = migrate(engines(LiquibaseLine.LIQUIBASE_4, TO_V1, "all.yaml"), Fleet.options(2))
                .tenants();

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE, Outcome.UP_TO_DATE, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(results.get(3).changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("three", "v1");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void ofTwoTagsInAChangeSetTheLastOneEndsTheUpdate(LiquibaseLine line) throws IOException {
        String both =
                tag("v0").replace("tagDatabase: {tag: v0}", "tagDatabase: {tag: v1}\n        - tagDatabase: {tag: v0}");
        write("twice.yaml", table("one"), both, table("two"), tag("v1"), table("three"));
        Engines engines = engines(line, TO_V1, "twice.yaml");
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            OwnLiquibase.Update update =
                    new OwnLiquibase.Update(database, "t03", files, "twice.yaml", "", "", Map.of());
            assertThat(liquibase.updateToTag(update, "v1").ran()).containsExactly("one", "v0", "two", "v1");
        }

        List<TenantResult> results = migrate(engines, Fleet.options(1)).tenants();

        assertThat(results.get(0).changeSets().applied())
                .extracting(ChangeSetId::id)
                .containsExactly("one", "v0", "two", "v1");
        assertThat(results.get(2).outcome()).isEqualTo(Outcome.UP_TO_DATE);
    }

    /** Without what it has done, a second try would apply as many once more. */
    @Test
    void aTenantThatIsTriedAgainGetsNoMoreThanTheCount() throws IOException, SQLException {
        write("held.yaml", table("one"), insert("two"), table("three"));
        database.execute("CREATE TABLE public.held (id int)");
        Engines engines = Engines.of(
                database.url(),
                LiquibaseLine.LIQUIBASE_4,
                changelog(HowFar.changes(2), "held.yaml"),
                files,
                new Server.Timeouts(Duration.ofMillis(300), Duration.ZERO));
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE public.held");
            RunContext context = Fleet.context(engines, Fleet.options(1).with(Replaying.OFF));
            MigrationListener release =
                    MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> rollback(holder));

            List<TenantResult> results = new MigrationRun(new RunContext(
                            context.environment(), context.options(), context.runId(), context.stop(), release))
                    .migrate(TenantSelection.ALL, false)
                    .tenants();

            assertThat(results.get(0).way().waiting().tries()).isGreaterThan(1);
            assertThat(results)
                    .allSatisfy(tenant -> assertThat(tenant.changeSets().applied())
                            .extracting(ChangeSetId::id)
                            .containsExactly("one", "two"));
        }
    }

    /** What is counted are the tenants' changesets; and it makes no tag. */
    @Test
    void theSharedChangelogIsAppliedToItsEnd() throws IOException {
        write("shared.yaml", table("s1"), table("s2"));
        for (HowFar howFar : List.of(HowFar.changes(1), TO_V1)) {
            Engines engines = engines(LiquibaseLine.LIQUIBASE_4, howFar, "one.yaml", "two.yaml")
                    .withShared(Optional.of("shared.yaml"), List.of(), List.of());

            migrate(engines, Fleet.options(1));

            assertThat(database.query("SELECT id FROM public.databasechangelog ORDER BY orderexecuted"))
                    .containsExactly("s1", "s2");
        }
    }

    @Test
    void aSharedChangelogThatMakesTheTagEndsThereToo() throws IOException {
        write("shared.yaml", table("s1"), tag("v1"), table("s2"));
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, TO_V1, "one.yaml", "two.yaml")
                .withShared(Optional.of("shared.yaml"), List.of(), List.of());

        migrate(engines, Fleet.options(1));

        assertThat(database.query("SELECT id FROM public.databasechangelog ORDER BY orderexecuted"))
                .containsExactly("s1", "v1");
        assertThat(Fleet.sharedStatus(engines).orElseThrow().state()).isEqualTo(TenantStatus.State.UP_TO_DATE);
    }

    /** Some of it is Liquibase's in every tenant. */
    @Test
    void segmentsEndThereToo() throws IOException {
        write(
                "mixed.yaml",
                table("one"),
                table("two").replace("author: test", "author: test\n      runInTransaction: false"),
                table("three"),
                tag("v1"),
                table("four"));
        database.execute("CREATE SCHEMA t04", "CREATE SCHEMA t05");

        List<TenantResult> results = migrate(engines(LiquibaseLine.LIQUIBASE_4, TO_V1, "mixed.yaml"), Fleet.options(1))
                .tenants();

        assertThat(results)
                .allSatisfy(tenant -> assertThat(tenant.changeSets().applied())
                        .extracting(ChangeSetId::id)
                        .containsExactly("one", "two", "three", "v1"));
        assertThat(results)
                .filteredOn(tenant -> tenant.way().replayed() > 0)
                .as("some are replayed")
                .isNotEmpty();
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE tablename = 'four'"))
                .containsExactly("0");
    }

    /** What fails a build that is not to go on before every tenant is current. */
    private static Optional<String> gate(Engines engines) {
        return new StatusReport(true, Fleet.status(engines)).buildFailure();
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OperationResults migrate(Engines engines, RunOptions options) {
        return Fleet.run(engines, options).migrate(TenantSelection.ALL, false);
    }

    private static void assertApplied(OperationResults results, String... ids) {
        assertThat(results.tenants()).isNotEmpty().allSatisfy(tenant -> {
            assertThat(tenant.failure()).isEmpty();
            assertThat(tenant.changeSets().applied())
                    .extracting(ChangeSetId::id)
                    .containsExactly(ids);
        });
    }

    private Engines engines(LiquibaseLine line, HowFar howFar, String... roots) {
        return Engines.of(database, line, changelog(howFar, roots), files);
    }

    private static Changelog changelog(HowFar howFar, String... roots) {
        return new Changelog(List.of(roots), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT)
                .upTo(howFar);
    }

    private void write(String file, String... changeSets) throws IOException {
        Files.writeString(files.resolve(file), "databaseChangeLog:\n" + String.join("", changeSets));
    }

    private static String table(String name) {
        return changeSet(name, "createTable: {tableName: " + name + ", columns: [column: {name: id, type: int}]}");
    }

    private static String insert(String name) {
        return changeSet(name, "sql: {sql: INSERT INTO public.held VALUES (1)}");
    }

    private static String tag(String name) {
        return changeSet(name, "tagDatabase: {tag: " + name + "}");
    }

    private static String changeSet(String id, String change) {
        return "  - changeSet:\n      id: " + id + "\n      author: test\n      changes:\n        - " + change + "\n";
    }
}
