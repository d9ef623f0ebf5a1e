package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL files around the migration of every tenant. */
class TenantSqlTest {

    private static final SqlFile GOOD = file("beforeTenantSql", "CREATE TABLE good (id int)");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void filesAreSplitAndExpandedAsAChangelogAndLeaveNothingInTheSession(LiquibaseLine line) throws Exception {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA \"Odd Name\"");
        Engines engines = engines(line, List.of(resource("before.sql")), List.of(resource("after.sql")));

        OperationResults first = Fleet.migrateAll(engines, Fleet.options(1));
        OperationResults second = Fleet.migrateAll(engines, Fleet.options(1));

        assertThat(first.tenants()).extracting(TenantResult::failure).containsOnly(Optional.empty());
        assertThat(first.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(second.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.UP_TO_DATE);
        assertThat(first.outside()).isEmpty();
        for (String schema : List.of("acme", "Odd Name")) {
            String journal = TestDatabase.quoted(schema) + ".journal";
            assertThat(database.query(
                            "SELECT concat_ws('|', phase, plan, said, orders) FROM " + journal + " ORDER BY id"))
                    .as("also for a tenant with nothing to apply")
                    .containsExactly(
                            "before|gold of " + schema + "|hello; " + schema,
                            "after|gold|hello; " + schema + "|1",
                            "before|gold of " + schema + "|hello; " + schema,
                            "after|gold|hello; " + schema + "|1");
        }
    }

    /** What Liquibase's own way to divide a text cuts in two. */
    @Test
    void statementsReachTheServerWholeWhateverTheyHaveInThem() {
        database.execute("CREATE SCHEMA acme");
        SqlFile script = file("beforeTenantSql", """
                CREATE TABLE said (id serial, word text);
                CREATE FUNCTION kind(a int) RETURNS text BEGIN ATOMIC
                  SELECT 'unused;';
                  SELECT CASE WHEN a > 0 THEN 'more;' ELSE 'less;' END;
                END;
                CREATE FUNCTION quoted() RETURNS text LANGUAGE plpgsql AS $fn$
                DECLARE found text;
                BEGIN
                  EXECUTE $q$ SELECT 'in; ' || $$a;b$$; $q$ INTO found;
                  RETURN found;
                END
                $fn$;
                /* nested; /* one; */ still; ' */
                CREATE RULE twice AS ON UPDATE TO said DO ALSO (
                  INSERT INTO said (word) VALUES ('rule;');
                  INSERT INTO said (word) VALUES (kind(1));
                );
                INSERT INTO said (word) VALUES (E'it\\'s;'), (U&'\\0061;'), ('back\\'), (quoted()), (kind(-1)),
                  ('{"a": {"fn": 1}}'::jsonb ? 'a'), ('{"a": 1}'::jsonb ?? 'b'), ('${plan};${tenant.schema}');
                UPDATE said SET word = 'updated;' WHERE id = 1;
                """);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, List.of(script), List.of());

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(1));

        assertThat(results.tenants()).extracting(TenantResult::failure).containsOnly(Optional.empty());
        assertThat(database.query("SELECT word FROM acme.said ORDER BY id"))
                .containsExactly(
                        "updated;", "a;", "back\\", "in; a;b", "less;", "true", "false", "gold;acme", "rule;", "more;");
    }

    @Test
    void aStatementThatFailsIsNamedWithItsLine() {
        database.execute("CREATE SCHEMA acme");
        SqlFile script = file("beforeTenantSql", "-- first\nSELECT 1;\n\n\nSELECT\n  1 / 0;\n");

        OperationResults results =
                Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_4, List.of(script), List.of()), Fleet.options(1));

        assertThat(results.tenants().get(0).failure().orElseThrow().message())
                .startsWith("beforeTenantSql hooks/test.sql, line 5 (statement 2 of 2) failed: division by zero.");
    }

    @Test
    void aStringThatThisSessionWouldReadOtherwiseIsNotSent() {
        database.execute("CREATE SCHEMA acme");
        SqlFile script =
                file("beforeTenantSql", "SELECT 1;\nSET LOCAL standard_conforming_strings = off;\nSELECT 'a\\';");

        OperationResults results =
                Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_4, List.of(script), List.of()), Fleet.options(1));

        assertThat(results.tenants().get(0).failure().orElseThrow().message())
                .contains("line 3 (statement 3 of 3) failed", "standard_conforming_strings is off");
    }

    @Test
    void aFileThatFailsBeforeTheMigrationStopsItsTenantAndNoOther() {
        Fleet.createTenants(database, 3);
        database.execute(
                "CREATE TABLE t02.orders (by_hand int)", "DROP TABLE t02.orders", "CREATE TABLE public.pass (id int)");
        SqlFile failing = file(
                "beforeTenantSql",
                "CREATE TABLE halfway (id int); INSERT INTO halfway SELECT 1 / (current_schema() <> 't02')::int;");
        SqlFile empty = file("beforeTenantSql", "  -- nothing but a comment;\n");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, List.of(empty, GOOD, failing, GOOD), List.of());

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(2));

        assertThat(results.tenants().get(1).outcome()).isEqualTo(Outcome.FAILED);
        Failure failure = results.tenants().get(1).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.HOOK);
        assertThat(failure.sqlState()).contains("22012");
        assertThat(failure.message())
                .isEqualTo(
                        "beforeTenantSql hooks/test.sql, line 1 (statement 2 of 2) failed: division by zero. The tenant was not migrated.");
        assertThat(tables("t02")).containsExactly("databasechangelog", "databasechangeloglock", "good");
        assertThat(database.query("SELECT id FROM t02.databasechangelog")).isEmpty();
        // The third file fails where the second did not, as its table is there already.
        assertThat(results.tenants().get(0).failure().orElseThrow().message())
                .contains("(statement 1 of 1)", "\"good\"");
        assertThat(tables("t01")).contains("good", "halfway").doesNotContain("orders");
    }

    @Test
    void aFileThatFailsAfterTheMigrationTakesNothingBack() {
        Fleet.createTenants(database, 2);
        SqlFile failing =
                file("afterTenantSql", "INSERT INTO orders VALUES (7); SELECT 1 / (current_schema() <> 't02')::int");
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, List.of(), List.of(failing));

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(2));

        TenantResult failed = results.tenants().get(1);
        assertThat(failed.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.HOOK);
        assertThat(failed.failure().orElseThrow().sqlState()).contains("22012");
        assertThat(failed.failure().orElseThrow().message())
                .endsWith("division by zero. The migration before it went well.");
        assertThat(failed.changeSets().applied()).extracting(ChangeSetId::id).containsExactly("orders", "only-once");
        assertThat(database.query("SELECT id FROM t02.orders")).containsExactly("1");
        assertThat(database.query("SELECT id FROM t01.orders")).containsExactlyInAnyOrder("1", "7");
        assertThat(results.tenants().get(0).outcome()).isEqualTo(Outcome.MIGRATED);
    }

    @Test
    void aDryRunRunsNoFile() {
        Fleet.createTenants(database, 1);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, List.of(GOOD), List.of(GOOD));

        Fleet.run(engines, Fleet.options(1)).migrate(TenantSelection.ALL, true);

        assertThat(tables("t01")).isEmpty();
    }

    private Engines engines(LiquibaseLine line, List<SqlFile> before, List<SqlFile> after) {
        Changelog changelog = new Changelog(
                List.of("tenants.sql"),
                Optional.empty(),
                Optional.empty(),
                Map.of("plan", "gold"),
                HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, Path.of("src", "test", "resources", "changelogs", "hooks"))
                .withHooks(new TenantSql(before, after), List.of());
    }

    private static SqlFile file(String parameter, String text) {
        return SqlFiles.of(parameter, "hooks/test.sql", text);
    }

    private static SqlFile resource(String name) throws Exception {
        Path file = Path.of("src", "test", "resources", "changelogs", "hooks", name);
        return SqlFiles.of("beforeTenantSql", name, java.nio.file.Files.readString(file));
    }

    private List<String> tables(String schema) {
        return database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "' ORDER BY 1");
    }
}
