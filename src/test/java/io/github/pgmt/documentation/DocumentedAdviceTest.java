package io.github.pgmt.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say of Liquibase, the driver and PostgreSQL, and advise, is so. */
class DocumentedAdviceTest {

    private static final String FORMATTED = "--liquibase formatted sql\n--changeset shop:one";
    private static final String CHANGE_SET = """
            databaseChangeLog:
              - changeSet:
                  id: one
                  author: shop
                  changes:
                    -\s""";
    private static final String TRIGGER =
            "CREATE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\nRETURN NEW;\nEND;\n$body$";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path files;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void liquibaseCutsABodyInDollarQuotesAtItsSemicolons(LiquibaseLine line) throws IOException {
        write("one.sql", FORMATTED + "\n" + TRIGGER + ";");

        assertThat(failures(line, "one.sql"))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasValueSatisfying(cut -> {
                    assertThat(cut.sqlState()).hasValue("42601");
                    assertThat(cut.message()).startsWith("Unterminated dollar quote started at position ");
                }));
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aBodyInDollarQuotesIsWholeWithWhatThePageAdvises(LiquibaseLine line) throws IOException {
        write("whole.sql", FORMATTED + " splitStatements:false\n" + TRIGGER + ";\nCREATE TABLE a ();");
        write("slash.sql", FORMATTED + " endDelimiter:/\n" + function("b") + "\n/\nCREATE TABLE b ()\n/");
        write("block.sql", FORMATTED + "\nDO $$ BEGIN PERFORM 1; PERFORM 2; END $$;");
        write("sql.yaml", CHANGE_SET + "sql: { splitStatements: false, sql: \"" + function("c") + "\" }");
        write("plain.sql", function("d"));
        write("file.yaml", CHANGE_SET + "sqlFile: { splitStatements: false, path: plain.sql }");
        write("sql.xml", """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                      http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <changeSet id="one" author="shop"><sql splitStatements="false">%s</sql></changeSet>
                </databaseChangeLog>
                """.formatted(function("e")));
        write("all.yaml", including("whole.sql", "slash.sql", "block.sql", "sql.yaml", "file.yaml", "sql.xml"));

        assertThat(failures(line, "all.yaml")).containsOnly(Optional.empty());
    }

    @Test
    void theDriverTakesAQuestionMarkForAParameter() throws IOException {
        write("one.sql", FORMATTED + "\nCREATE TABLE one AS SELECT '{}'::jsonb ? 'a' AS has");

        assertThat(failures(LiquibaseLine.LIQUIBASE_4, "one.sql"))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasValueSatisfying(parameter -> {
                    assertThat(parameter.sqlState()).hasValue("42601");
                    assertThat(parameter.message()).startsWith("syntax error at or near \"$1\"");
                }));
    }

    @Test
    void aDoubledQuestionMarkIsTheOperator() throws IOException {
        write(
                "one.sql",
                FORMATTED + "\nCREATE TABLE one AS SELECT '{\"a\": 1}'::jsonb AS document;\n"
                        + "CREATE TABLE two AS SELECT document ?? 'a' AND document ??| ARRAY['a'] AND document ??& ARRAY['a'] "
                        + "AND jsonb_exists(document, 'a') AS has FROM one;\n"
                        + "CREATE FUNCTION has(jsonb) RETURNS bool LANGUAGE sql AS $$ SELECT $1 ? 'a' $$;");

        assertThat(failures(LiquibaseLine.LIQUIBASE_4, "one.sql")).containsOnly(Optional.empty());
        assertThat(database.query("SELECT has FROM t01.two UNION ALL SELECT t02.has(document) FROM t02.one"))
                .containsExactly("t", "t");
    }

    @Test
    void theRoleInTheOptionsOfTheUrlMigratesAndOwnsWhatIsMade() throws IOException {
        String suffix = UUID.randomUUID().toString().replace("-", "");
        String owner = "owner_" + suffix;
        String deployer = "deployer_" + suffix;
        database.execute(
                "CREATE ROLE " + owner + " NOLOGIN",
                "CREATE ROLE " + deployer + " LOGIN NOINHERIT PASSWORD '" + deployer + "'",
                "GRANT " + owner + " TO " + deployer,
                "CREATE SCHEMA t01 AUTHORIZATION " + owner,
                "CREATE SCHEMA t02 AUTHORIZATION " + owner);
        database.grantCreate(owner);
        try {
            TestDatabase asOwner =
                    database.with("user=" + deployer + "&password=" + deployer + "&options=-c%20role%3D" + owner);
            Engines engines = engines(asOwner, "one.sql", FORMATTED + "\nCREATE TABLE one ()");

            assertThat(migrate(engines, Fleet.catalog(engines))).containsOnly(Outcome.MIGRATED);
            assertThat(Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                            .setUp(new TenantSelection(List.of("t03"), List.of(), List.of(), List.of()), false)
                            .tenants())
                    .extracting(TenantResult::outcome)
                    .containsExactly(Outcome.CREATED);

            assertThat(database.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname LIKE 't0_'"))
                    .containsExactly(owner);
            assertThat(database.query("SELECT DISTINCT nspowner::regrole FROM pg_namespace WHERE nspname LIKE 't0_'"))
                    .containsExactly(owner);
        } finally {
            database.execute("DROP OWNED BY " + owner + " CASCADE", "DROP ROLE " + deployer, "DROP ROLE " + owner);
        }
    }

    @Test
    void aRoleThatMayCreateInASchemaOfAnothersMakesItsTables() throws IOException {
        String migrator = "migrator_" + UUID.randomUUID().toString().replace("-", "");
        database.execute(
                "CREATE ROLE " + migrator + " LOGIN PASSWORD '" + migrator + "'",
                "CREATE SCHEMA t01",
                "GRANT USAGE, CREATE ON SCHEMA t01 TO " + migrator);
        try {
            Engines engines = engines(
                    database.with("user=" + migrator + "&password=" + migrator),
                    "one.sql",
                    FORMATTED + "\nCREATE TABLE one ()");

            assertThat(migrate(engines, Fleet.catalog(engines))).containsOnly(Outcome.MIGRATED);
        } finally {
            database.execute("DROP OWNED BY " + migrator, "DROP ROLE " + migrator);
        }
    }

    @Test
    void eachPlanHasAChangelogOfItsOwn() throws IOException {
        write("db/plans/basic.sql", FORMATTED.replace("one", "basic") + "\nCREATE TABLE basic ()");
        write("db/plans/premium.sql", FORMATTED.replace("one", "premium") + "\nCREATE TABLE premium ()");
        write("db/all.sql", FORMATTED + "\nCREATE TABLE everybody ()");
        Fleet.createTenants(database, 4);
        registry("('t01', 'basic'), ('t02', 'premium'), ('t03', 'basic'), ('t04', 'premium')");
        Engines engines = engines(database, "db/master.yaml", including("db/all.sql", "db/plans/${plan}.sql"));
        TenantSource tenants = tenants(engines);

        assertThat(migrate(engines, tenants)).containsOnly(Outcome.MIGRATED);
        assertThat(tables()).containsExactly("t01.basic", "t02.premium", "t03.basic", "t04.premium");

        database.execute("UPDATE public.tenant SET plan = 'premium' WHERE subdomain = 't01'");
        assertThat(status(engines, tenants))
                .containsExactly(State.PENDING, State.UP_TO_DATE, State.UP_TO_DATE, State.UP_TO_DATE);
        assertThat(migrate(engines, tenants)).contains(Outcome.MIGRATED);
        assertThat(tables()).contains("t01.basic", "t01.premium");
        assertThat(Fleet.status(engines, tenants, TenantSelection.ALL)
                        .get(0)
                        .changeSets()
                        .unknown())
                .extracting(ChangeSetId::id)
                .containsExactly("basic");

        database.execute("UPDATE public.tenant SET plan = 'gold' WHERE subdomain = 't01'");
        assertThatThrownBy(() -> migrate(engines, tenants))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessageContaining("db/plans/gold.sql");
    }

    @Test
    void aRenamedTenantTakesItsHistoryAlong() throws IOException {
        Fleet.createTenants(database, 2);
        registry("('t01', 'basic'), ('t02', 'basic')");
        Engines engines = engines(database, "one.sql", FORMATTED + "\nCREATE TABLE basic ()");
        TenantSource tenants = tenants(engines);
        assertThat(migrate(engines, tenants)).containsOnly(Outcome.MIGRATED);

        database.execute("ALTER SCHEMA t01 RENAME TO acme");
        assertThat(Fleet.status(engines)).extracting(TenantStatus::state).containsOnly(State.UP_TO_DATE);
        assertThat(status(engines, tenants)).containsExactly(State.MISSING, State.UP_TO_DATE);

        database.execute("UPDATE public.tenant SET subdomain = 'acme' WHERE subdomain = 't01'");
        assertThat(status(engines, tenants)).containsOnly(State.UP_TO_DATE);
    }

    @Test
    void aChangesetThatHasTheNameOfARenamedTenantIsAnotherOne() throws IOException {
        Fleet.createTenants(database, 1);
        String changelog = CHANGE_SET + "sql: { sql: \"CREATE TABLE basic (owner text DEFAULT '${tenant}')\" }";
        Engines engines = engines(database, "one.yaml", changelog);
        assertThat(migrate(engines, Fleet.catalog(engines))).containsOnly(Outcome.MIGRATED);

        database.execute("ALTER SCHEMA t01 RENAME TO acme");

        TenantStatus renamed = Fleet.status(engines).get(0);
        assertThat(renamed.state()).isEqualTo(State.INVALID);
        assertThat(renamed.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("check sum"));
        Engines forgiving =
                engines(database, "one.yaml", changelog.replace("changes:", "validCheckSum: ANY\n      changes:"));
        assertThat(Fleet.status(forgiving)).extracting(TenantStatus::state).containsExactly(State.UP_TO_DATE);
    }

    private static String function(String name) {
        return "CREATE FUNCTION " + name + "() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$";
    }

    private static String including(String... included) {
        return Stream.of(included)
                .map(file -> "  - include: { file: \"" + file + "\" }\n")
                .collect(Collectors.joining("", "databaseChangeLog:\n", ""));
    }

    /** Migrates two new tenants, of which the second gets what Liquibase planned; what failed in each. */
    private List<Optional<Failure>> failures(LiquibaseLine line, String changelog) {
        Fleet.createTenants(database, 2);
        Engines engines = Engines.of(database, line, Engines.changelog(changelog), files);
        return Fleet.migrateAll(engines, Fleet.options(1)).tenants().stream()
                .map(TenantResult::failure)
                .toList();
    }

    private void write(String file, String text) throws IOException {
        Path path = files.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Engines engines(TestDatabase as, String file, String text) throws IOException {
        write(file, text);
        return Engines.of(as, LiquibaseLine.LIQUIBASE_4, Engines.changelog(file), files);
    }

    private void registry(String rows) {
        database.execute(
                "CREATE TABLE public.tenant (subdomain text PRIMARY KEY, plan text NOT NULL)",
                "INSERT INTO public.tenant VALUES " + rows);
    }

    private static TenantSource tenants(Engines engines) {
        return new TableTenants(engines.server(), "public.tenant", "subdomain", Optional.empty());
    }

    private static List<Outcome> migrate(Engines engines, TenantSource tenants) {
        return Fleet.run(engines, Fleet.options(2), tenants).migrate(TenantSelection.ALL, false).tenants().stream()
                .map(TenantResult::outcome)
                .toList();
    }

    private static List<State> status(Engines engines, TenantSource tenants) {
        return Fleet.status(engines, tenants, TenantSelection.ALL).stream()
                .map(TenantStatus::state)
                .toList();
    }

    private List<String> tables() {
        return database.query("SELECT schemaname || '.' || tablename FROM pg_tables "
                + "WHERE tablename IN ('basic', 'premium') ORDER BY 1");
    }
}
