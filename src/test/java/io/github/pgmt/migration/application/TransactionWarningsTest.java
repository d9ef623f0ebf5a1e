package io.github.pgmt.migration.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.command.WatchedRun;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TransactionWarningsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    @Test
    void aChangesetThatEndsItsTransactionIsNamedOnceAndNoOtherIs() throws IOException {
        Fleet.createTenants(database, 3);
        WatchedRun run = new WatchedRun(database, directory);

        run.migrate(
                LiquibaseLine.LIQUIBASE_4,
                "CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int)",
                "SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO SAVEPOINT s; RELEASE SAVEPOINT s",
                "--splitStatements:false\nDO $$ BEGIN PERFORM 1; END $$ /* ; COMMIT */",
                "COMMENT ON TABLE a IS '; ROLLBACK;'",
                "/* ; */ ROLLBACK",
                "--runInTransaction:false\nBEGIN; INSERT INTO a VALUES (2); COMMIT");

        assertThat(run.warnings()).hasSize(2);
        assertThat(run.warnings().get(0)).contains("changes.sql::0::test", "COMMIT", "runInTransaction=false");
        assertThat(run.warnings().get(1)).contains("changes.sql::4::test", "ROLLBACK");
    }

    @Test
    void aDryRunTellsItToo() throws IOException {
        Fleet.createTenants(database, 2);
        WatchedRun run = new WatchedRun(database, directory);
        RunContext context =
                run.context(LiquibaseLine.LIQUIBASE_5, Fleet.options(1), "CREATE TABLE a (id int); ROLLBACK");

        new MigrationRun(context).migrate(WatchedRun.TENANTS, true);

        assertThat(run.warnings()).singleElement().asString().contains("changes.sql::0::test", "ROLLBACK");
    }
}
