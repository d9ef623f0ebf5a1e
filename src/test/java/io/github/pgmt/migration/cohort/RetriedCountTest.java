package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often a tenant is tried, and on whichever way, a run applies no more changesets in it than was said. */
class RetriedCountTest {

    private static final String FILE = "count.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path files;

    private final WatchedSockets sockets = new WatchedSockets();

    @BeforeEach
    void prepare() {
        Fleet.createTenants(database, 3);
        database.execute(
                "CREATE TABLE public.done (tenant text, step text)",
                "CREATE TABLE public.trouble (tenant text)",
                "CREATE SEQUENCE public.tries");
        database.execute("""
                CREATE FUNCTION public.deadlock() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.step = 'three' AND NEW.tenant IN (SELECT tenant FROM public.trouble)
                            AND nextval('public.tries') = 1 THEN
                        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
                    END IF;
                    RETURN NEW;
                END $$""");
        database.execute("CREATE TRIGGER deadlock BEFORE INSERT ON public.done "
                + "FOR EACH ROW EXECUTE FUNCTION public.deadlock()");
    }

    @AfterEach
    void close() {
        sockets.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterACommitOfWhichNobodyHeard(boolean replay) throws IOException {
        write("one", "two", "three", "four");
        sockets.loseCommitOf("t02", "databasechangelog", "'two'");

        List<TenantResult> results = migrate(3, options(replay), MigrationListener.NONE);

        assertThat(sockets.isToLose()).isFalse();
        assertThat(results).allSatisfy(tenant -> assertApplied(tenant, "one", "two", "three"));
        assertDone("t02", "one", "two", "three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t01", "t02"})
    void afterADeadlock(String tenant) throws IOException {
        write("one", "two", "three", "four");
        database.execute("INSERT INTO public.trouble VALUES ('" + tenant + "')");

        List<TenantResult> results = migrate(3, options(true), MigrationListener.NONE);

        assertTriedAgain(results, tenant);
        assertThat(results).allSatisfy(result -> assertApplied(result, "one", "two", "three"));
        assertDone(tenant, "one", "two", "three");
    }

    /** What the tenant gets is another than what was planned, since somebody has applied the first one meanwhile. */
    @Test
    void afterADeadlockWhereLiquibaseHadToGoOn() throws IOException {
        write("one", "two", "three", "four", "five");
        database.execute("INSERT INTO public.trouble VALUES ('t02')");
        MigrationListener meanwhile = MigrationListener.of(
                RunEvent.PilotFinished.class,
                event -> Engines.of(database, LiquibaseLine.LIQUIBASE_4, changelog(1), files)
                        .migrate("t02"));

        List<TenantResult> results = migrate(2, options(true), meanwhile);

        assertTriedAgain(results, "t02");
        assertApplied(results.get(1), "two", "three");
        assertDone("t02", "one", "two", "three");
    }

    /** What runs with every update is done once in a run, and counts. */
    @Test
    void afterADeadlockBehindWhatRunsAlways() throws IOException {
        write("one", "two runAlways:true", "three", "four");
        assertApplied(migrate(2, options(false), MigrationListener.NONE).get(1), "one", "two");
        database.execute("DELETE FROM public.done", "INSERT INTO public.trouble VALUES ('t02')");

        List<TenantResult> results = migrate(2, options(false), MigrationListener.NONE);

        assertTriedAgain(results, "t02");
        assertApplied(results.get(1), "three");
        assertDone("t02", "two", "three");
    }

    private void assertDone(String tenant, String... steps) {
        assertThat(database.query("SELECT step FROM public.done WHERE tenant = '" + tenant + "' ORDER BY ctid"))
                .containsExactly(steps);
    }

    private static void assertTriedAgain(List<TenantResult> results, String tenant) {
        assertThat(results)
                .filteredOn(result -> result.way().waiting().tries() > 1)
                .extracting(TenantResult::schema)
                .containsExactly(tenant);
    }

    private static void assertApplied(TenantResult result, String... ids) {
        assertThat(result.failure()).as(result.schema()).isEmpty();
        assertThat(result.changeSets().applied())
                .extracting(ChangeSetId::id)
                .as(result.schema())
                .containsExactly(ids);
    }

    private static RunOptions options(boolean replay) {
        return Fleet.options(1).with(replay ? Replaying.DEFAULT : Replaying.OFF);
    }

    private static Changelog changelog(int count) {
        return Engines.changelog(FILE).upTo(HowFar.changes(count));
    }

    private List<TenantResult> migrate(int count, RunOptions options, MigrationListener listener) {
        Engines engines = Engines.of(sockets.of(database), LiquibaseLine.LIQUIBASE_5, changelog(count), files);
        RunContext context = Fleet.context(engines, options);
        return new MigrationRun(new RunContext(
                        context.environment(), context.options(), context.runId(), context.stop(), listener))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    /** @param changeSets each an id, which is followed by what else is said of it */
    private void write(String... changeSets) throws IOException {
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
        for (String changeSet : changeSets) {
            String id = changeSet.split(" ")[0];
            text.append("--changeset test:").append(changeSet).append('\n');
            text.append("INSERT INTO public.done VALUES (current_schema(), '" + id + "');\n");
        }
        Files.writeString(files.resolve(FILE), text);
    }
}
