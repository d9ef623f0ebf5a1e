package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** SQL files run around what is replayed as they run around Liquibase: in the same order, once, and with the same failures. */
class HookedReplayTest {

    private static final String FILE = "hooked.sql";
    private static final String FIRST = """
            --liquibase formatted sql
            --changeset test:orders
            CREATE TABLE orders (id int);
            --changeset test:on-the-files-table
            ALTER TABLE journal ADD COLUMN orders int;
            """;
    private static final String SECOND = FIRST + """
            --changeset test:later
            ALTER TABLE orders ADD COLUMN later int;
            """;
    private static final SqlFile BEFORE = SqlFiles.of("beforeTenantSql", "before.sql", """
            CREATE TABLE IF NOT EXISTS journal (id serial, phase text, path text DEFAULT current_setting('search_path'));
            CREATE TABLE IF NOT EXISTS "own ${tenant}" (id int);
            SET search_path = public;
            INSERT INTO ${tenant.schema}.journal (phase, path)
              SELECT 'before ' || count(*), '${tenant}' FROM ${tenant.schema}.databasechangelog;
            """);
    private static final SqlFile AFTER = SqlFiles.of("afterTenantSql", "after.sql", """
            INSERT INTO journal (phase, orders) SELECT 'after ' || count(*), (SELECT count(*) FROM orders) FROM databasechangelog;
            CREATE OR REPLACE VIEW seen AS SELECT count(*) AS orders FROM orders;
            """);

    @RegisterExtension
    final TestDatabase ours = new TestDatabase();

    @RegisterExtension
    final TestDatabase theirs = new TestDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void createTenants() {
        Fleet.createTenants(ours, 4);
        Fleet.createTenants(theirs, 4);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aReplayedTenantIsAsIfLiquibaseHadBeenBetweenTheFiles(LiquibaseLine line) throws IOException {
        write(FIRST);
        List<TenantResult> fresh = migrate(line, ours, Fleet.options(2));
        migrate(line, theirs, Fleet.options(2).with(Replaying.OFF));

        assertThat(fresh).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(ways(fresh))
                .containsExactly(
                        "t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertSame();
        assertThat(ours.query("SELECT phase FROM t03.journal ORDER BY id")).containsExactly("before 0", "after 2");

        write(SECOND);
        List<TenantResult> later = migrate(line, ours, Fleet.options(2));
        List<TenantResult> nothing = migrate(line, ours, Fleet.options(2));
        migrate(line, theirs, Fleet.options(2).with(Replaying.OFF));
        migrate(line, theirs, Fleet.options(2).with(Replaying.OFF));

        assertThat(ways(later).subList(1, 4))
                .containsExactly("t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(nothing).extracting(TenantResult::outcome).containsOnly(Outcome.UP_TO_DATE);
        assertSame();
        assertThat(ours.query("SELECT phase FROM t04.journal ORDER BY id"))
                .containsExactly("before 0", "after 2", "before 2", "after 3", "before 3", "after 3");
    }

    /** What a file did to one tenant's history was not planned for. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aFileThatChangesAHistoryHasLiquibaseGoOnWithoutRunningAgain(LiquibaseLine line) throws IOException {
        write(FIRST);
        migrate(line, ours, Fleet.options(2));
        migrate(line, theirs, Fleet.options(2));
        write(SECOND);
        SqlFile forgetting = SqlFiles.of(
                "beforeTenantSql",
                "forgetting.sql",
                "DELETE FROM databasechangelog WHERE id = 'orders' AND current_schema() = 't03';\n"
                        + "ALTER TABLE orders RENAME TO orders_of_old;\nCREATE TABLE orders_of_new (id int);\n"
                        + "DO $$ BEGIN IF current_schema() <> 't03' THEN ALTER TABLE orders_of_old RENAME TO orders; END IF; END $$;");

        List<TenantResult> results = migrate(line, ours, Fleet.options(2), List.of(BEFORE, forgetting));
        migrate(line, theirs, Fleet.options(2).with(Replaying.OFF), List.of(BEFORE, forgetting));

        assertThat(ways(results).get(2)).startsWith("t03 LIQUIBASE");
        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertSame();
        assertThat(ours.query("SELECT phase FROM t03.journal ORDER BY id"))
                .containsExactly("before 0", "after 2", "before 2", "after 3");
        assertThat(ours.query("SELECT exectype FROM t03.databasechangelog WHERE id = 'orders'"))
                .containsExactly("EXECUTED");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aChangesetThatIsRefusedFailsItsTenantAndTheFilesAfterItDoNotRun(LiquibaseLine line) throws IOException {
        write(FIRST);
        migrate(line, ours, Fleet.options(2));
        ours.execute("ALTER TABLE t02.orders ADD COLUMN later text");
        write(SECOND);

        List<TenantResult> results = migrate(line, ours, Fleet.options(2));

        Failure failure = results.get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(failure.sqlState()).contains("42701");
        assertThat(ours.query("SELECT phase FROM t02.journal ORDER BY id"))
                .containsExactly("before 0", "after 2", "before 2");
        assertThat(results.get(2).failure()).isEmpty();
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aFileThatFailsFailsItsTenantInTheSameWordsAsByLiquibase(LiquibaseLine line) throws IOException {
        write(FIRST);
        SqlFile failing = SqlFiles.of(
                "beforeTenantSql", "failing.sql", "SELECT 1;\nSELECT 1 / (current_schema() <> 't02')::int;");
        SqlFile failingAfter =
                SqlFiles.of("afterTenantSql", "after.sql", "SELECT 1 / (current_schema() <> 't03')::int;");
        TenantSql files = new TenantSql(List.of(BEFORE, failing), List.of(failingAfter));

        List<TenantResult> replayed = migrate(line, ours, Fleet.options(2), files);
        List<TenantResult> byLiquibase = migrate(line, theirs, Fleet.options(2).with(Replaying.OFF), files);

        assertThat(ways(replayed).get(3)).isEqualTo("t04 REPLAY CATALOG");
        assertThat(replayed)
                .extracting(TenantResult::failure)
                .isEqualTo(byLiquibase.stream().map(TenantResult::failure).toList());
        assertThat(replayed)
                .extracting(Fleet::untimed)
                .isEqualTo(byLiquibase.stream().map(Fleet::untimed).toList());
        assertThat(replayed.get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.HOOK);
        assertThat(replayed.get(2).failure().orElseThrow().message()).endsWith("The migration before it went well.");
        assertSame();
    }

    /** What the files made is nobody's fault, and what is replayed around them is looked at. */
    @Test
    void whatAFileMadeOtherwiseInATenantIsNoReplaysFault() throws IOException {
        write(FIRST);
        SqlFile otherwise = SqlFiles.of(
                "afterTenantSql",
                "after.sql",
                "DO $$ BEGIN IF current_schema() IN ('t02', 't04') THEN CREATE TABLE by_file (id int); "
                        + "ALTER TABLE orders ADD COLUMN by_file int; END IF; END $$;");

        List<TenantResult> results = migrate(
                LiquibaseLine.LIQUIBASE_4, ours, Fleet.options(2), new TenantSql(List.of(BEFORE), List.of(otherwise)));

        assertThat(ways(results).subList(1, 4))
                .containsExactly("t02 REPLAY CATALOG", "t03 REPLAY CATALOG", "t04 REPLAY CATALOG");
        assertThat(results.get(1).way().leftOut()).contains("table by_file", "column orders.by_file");
    }

    /** It is held until the migration is done. */
    @Test
    void aFileThatTakesALockForItsSessionHasLiquibaseInTheSameSession() throws IOException {
        write(FIRST + """
                --changeset test:held
                CREATE TABLE held AS SELECT count(*) AS locks FROM pg_locks
                  WHERE locktype = 'advisory' AND objid = 4711 AND pid = pg_backend_pid();
                """);
        SqlFile locking = SqlFiles.of("beforeTenantSql", "lock.sql", "SELECT PG_Advisory_Lock(4711)");

        List<TenantResult> results =
                migrate(LiquibaseLine.LIQUIBASE_5, ours, Fleet.options(1), List.of(BEFORE, locking));

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(ways(results)).allSatisfy(way -> assertThat(way).endsWith("LIQUIBASE HISTORY"));
        assertThat(ours.query("SELECT locks FROM t03.held")).containsExactly("1");
    }

    @Test
    void oneTransactionForATenantBetweenFilesIsLiquibases() throws IOException {
        write(FIRST);

        List<TenantResult> results =
                migrate(LiquibaseLine.LIQUIBASE_4, ours, Fleet.options(2).with(Atomicity.TENANT));

        assertThat(ways(results)).allSatisfy(way -> assertThat(way).endsWith("LIQUIBASE HISTORY"));
        assertThat(results)
                .flatExtracting(result -> result.way().notReplayed())
                .extracting(NotReplayed::why)
                .isEmpty();
        assertThat(ours.query("SELECT phase FROM t04.journal ORDER BY id")).containsExactly("before 0", "after 2");
    }

    private void write(String changelog) throws IOException {
        Files.writeString(directory.resolve(FILE), changelog);
    }

    private List<TenantResult> migrate(LiquibaseLine line, TestDatabase database, RunOptions options) {
        return migrate(line, database, options, List.of(BEFORE));
    }

    private List<TenantResult> migrate(
            LiquibaseLine line, TestDatabase database, RunOptions options, List<SqlFile> before) {
        return migrate(line, database, options, new TenantSql(before, List.of(AFTER)));
    }

    private List<TenantResult> migrate(LiquibaseLine line, TestDatabase database, RunOptions options, TenantSql files) {
        Engines engines = Engines.of(database, line, Engines.changelog(FILE), directory);
        return Fleet.migrateAll(engines.withHooks(files, List.of()), options).tenants();
    }

    private void assertSame() {
        assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                .isEmpty();
    }
}
