package io.github.pgmt.migration.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.command.WatchedRun;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changesets that delete or rename rows of the history: what Liquibase leaves is right, and it is said who did it. */
class EditedHistoriesTest {

    private static final String MAKE = "CREATE TABLE made (id int)";
    private static final String NEXT = "CREATE TABLE next (id int)";
    private static final String LAST = "CREATE TABLE last (id int)";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private WatchedRun run;

    @BeforeEach
    void createTenants() {
        run = new WatchedRun(database, directory);
        Fleet.createTenants(database, 3);
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, true", "LIQUIBASE_5, true", "LIQUIBASE_4, false"})
    void aRowThatAChangesetDeletesIsNoFailureAndPendingAgain(LiquibaseLine line, boolean replay) throws IOException {
        RunOptions options = replay ? Fleet.options(1) : Fleet.options(1).with(Replaying.OFF);
        String[] changes = {MAKE, NEXT, "DELETE FROM databasechangelog WHERE id = '1'", LAST};

        OperationResults results = run.migrate(line, options, changes);

        requireWell(results, 4);
        assertThat(ids()).containsOnly("0 2 3");
        assertThat(run.warnings())
                .singleElement()
                .asString()
                .contains("changes.sql::2::test", "changes.sql::1::test", "t01, t02, t03");
        List<TenantStatus> statuses = new StatusRun(run.context(line, options, changes)).look(WatchedRun.TENANTS);
        assertThat(statuses)
                .allSatisfy(status -> assertThat(status.changeSets().pending())
                        .extracting(ChangeSetId::id)
                        .containsExactly("1"));
    }

    @ParameterizedTest
    @CsvSource({"id = 'old-' || id", "filename = 'squashed.sql'", "deployment_id = 'legacy'"})
    void aRowThatAChangesetRenamesIsNoFailure(String renaming) throws IOException {
        OperationResults results = run.migrate(
                LiquibaseLine.LIQUIBASE_5,
                MAKE,
                NEXT,
                "UPDATE databasechangelog SET " + renaming + " WHERE id IN ('0', '1')",
                LAST);

        requireWell(results, 4);
        assertThat(run.warnings()).singleElement().asString().contains("changes.sql::2::test");
    }

    /** Nothing in its text tells what it does. */
    @Test
    void aFunctionThatDoesItIsFoundToo() throws IOException {
        database.execute("CREATE FUNCTION public.squash() RETURNS void LANGUAGE plpgsql AS "
                + "'BEGIN DELETE FROM databasechangelog WHERE id = ''0''; END'");

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, MAKE, "SELECT public.squash()", NEXT);

        requireWell(results, 3);
        assertThat(ids()).containsOnly("1 2");
    }

    @Test
    void whatIsLostOtherwiseIsAFailureAlsoWhereAChangesetDeletesARow() throws IOException {
        run.whenDone("t02", () -> database.execute("DELETE FROM t02.databasechangelog WHERE id = '3'"));

        OperationResults results = run.migrate(
                LiquibaseLine.LIQUIBASE_4, MAKE, NEXT, "DELETE FROM databasechangelog WHERE id = '1'", LAST);

        assertThat(WatchedRun.failed(results)).containsExactly("t02");
        Failure failure = WatchedRun.failure(results, "t02");
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("changes.sql::3::test");
    }

    /** Liquibase then updates a row that is not there. */
    @Test
    void aRerunThatDeletesItsOwnRowIsNoFailure() throws IOException {
        String[] changes = {MAKE, "--runAlways:true\nDELETE FROM databasechangelog WHERE id = '1'"};
        run.migrate(LiquibaseLine.LIQUIBASE_4, changes);
        assertThat(ids()).containsOnly("0 1");

        OperationResults results = run.migrate(LiquibaseLine.LIQUIBASE_4, changes);

        assertThat(WatchedRun.failed(results)).isEmpty();
        assertThat(ids()).containsOnly("0");
    }

    /** It may have all done and all taken back, in one transaction. */
    @Test
    void inOneTransactionItIsTheSame() throws IOException {
        OperationResults results = run.migrate(
                LiquibaseLine.LIQUIBASE_4,
                Fleet.options(1).with(Atomicity.TENANT),
                MAKE,
                "DELETE FROM databasechangelog WHERE id = '0'",
                LAST);

        requireWell(results, 3);
    }

    private void requireWell(OperationResults results, int applied) {
        assertThat(WatchedRun.failed(results)).isEmpty();
        assertThat(results.tenants())
                .allSatisfy(tenant -> assertThat(tenant.changeSets().applied()).hasSize(applied));
        assertThat(database.query("SELECT schemaname FROM pg_tables WHERE tablename = 'next' OR tablename = 'last'"))
                .contains("t01", "t02", "t03");
    }

    private List<String> ids() {
        String query = "SELECT string_agg(id, ' ' ORDER BY orderexecuted) FROM %s.databasechangelog";
        return database.query(String.join(
                " UNION ALL ", List.of(query.formatted("t01"), query.formatted("t02"), query.formatted("t03"))));
    }
}
