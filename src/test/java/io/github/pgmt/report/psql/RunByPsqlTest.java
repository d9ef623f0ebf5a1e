package io.github.pgmt.report.psql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.lifecycle.CreateTenantRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.HostileNames;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.Psql;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run writes does the same when {@code psql} runs it as a run does: objects, rows, and the history but for dates and ids of runs. */
@Tag(Faults.TAG)
class RunByPsqlTest {

    private static final String MASTER = "db/master.xml";
    private static final String SECRET = "S3cret-of-the-build";
    private static final String PLAN = "Gold-of-7";

    /** Of the hostile ones, and some that psql could take for its own. */
    private static final List<String> NAMES = Stream.concat(
                    HostileNames.OF_TENANTS.stream(),
                    Stream.of(":'x'", ":\"schema\"", "a:schema", "b\n:schema", "x' || :'run_id"))
            .toList();

    /** Those of them for which the scripts of other goals are run: in every build those whose quoted names have more in them. */
    private static final List<String> SOME = NAMES.stream()
            .filter(name -> Faults.areAtLength() || name.contains("\""))
            .toList();

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatPsqlCouldTakeForItsOwn(LiquibaseLine line) throws IOException {
        Psql.assumeThere();
        databases.createSchemas(NAMES);
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve(MASTER), CHANGELOG);
        Engines theirs = engines(databases.theirs(), line);
        RunPreview preview = preview(
                Fleet.run(theirs, Fleet.options(1), registry(theirs, NAMES)).migrate(TenantSelection.ALL, true));
        String script = script(preview);
        assertThat(script).as("no value is in it").doesNotContain(SECRET, PLAN, "Gold", "S3cret");
        assertThat(script).contains("CONCURRENTLY").doesNotContain("RAISE EXCEPTION 'The next changeset");
        assertThat(preview.cohorts()).hasSize(1);

        Path file = Files.writeString(directory.resolve("migrate-all.sql"), script);
        for (String name : NAMES) {
            Psql.runWell(
                    databases.theirs(),
                    file,
                    Map.of("schema", name, "run_id", "x123456789", "plan", PLAN, "secret", SECRET, "rank", "42"));
        }
        Engines ours = engines(databases.ours(), line);
        assertThat(Fleet.run(ours, Fleet.options(2), registry(ours, NAMES))
                        .migrate(TenantSelection.ALL, false)
                        .tenants())
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        databases.assertSame();
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatIsSetUpAndTakenBack(LiquibaseLine line) throws IOException {
        Psql.assumeThere();
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve(MASTER), TAKEN_BACK);
        NewSchema granted = new NewSchema(Optional.empty(), List.of("pg_monitor"), true);
        Rollback last = new Rollback(new RollbackTarget.Count(2), true);
        Engines theirs = engines(databases.theirs(), line);
        Engines ours = engines(databases.ours(), line);

        String setUp = script(
                preview(Fleet.setUp(theirs, granted, registry(theirs, SOME)).setUp(TenantSelection.ALL, true)));
        runInEach(setUp);
        assertMade(Fleet.setUp(ours, granted, registry(ours, SOME)).setUp(TenantSelection.ALL, false));
        databases.assertSame("set up");

        String back = script(preview(Fleet.rollback(theirs, last, Fleet.options(1), registry(theirs, SOME))
                .rollBack(TenantSelection.ALL, true)));
        assertThat(setUp + back).doesNotContain(SECRET, PLAN);
        runInEach(back);
        assertMade(Fleet.rollback(ours, last, Fleet.options(2), registry(ours, SOME))
                .rollBack(TenantSelection.ALL, false));
        databases.assertSame("taken back");
        String acl = "SELECT count(*) FROM pg_namespace WHERE nspacl::text LIKE '%pg_monitor=U/%'";
        for (TestDatabase database : databases.both()) {
            assertThat(database.query("SELECT id FROM " + HISTORY)).containsExactly("1");
            assertThat(database.query(acl)).containsExactly(String.valueOf(SOME.size()));
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aTenantIsMadeWithItsRow(LiquibaseLine line) throws IOException {
        Psql.assumeThere();
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve(MASTER), OF_A_ROW);
        databases.execute(
                "CREATE TABLE public.\"the :tenants\" (\"name\" text PRIMARY KEY, \"a:b \"\" c\" text, note text NOT NULL,"
                        + " seats int, plan text NOT NULL DEFAULT 'basic', open boolean DEFAULT true)",
                "CREATE FUNCTION public.filled() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN NEW.plan := NEW.plan || '-' || NEW.seats; RETURN NEW; END $$",
                "CREATE TRIGGER filled BEFORE INSERT ON public.\"the :tenants\" FOR EACH ROW"
                        + " EXECUTE FUNCTION public.filled()");
        Map<String, String> given = Map.of("A:B \" c", "it's :'schema' \\ \"", "note", PLAN, "seats", "7");
        Map<String, String> asVariables = Map.of("a_b___c", "it's :'schema' \\ \"", "note", PLAN, "seats", "7");
        String script = "";
        for (String schema : List.of("t_acme", "t_b:schema", "t_--C")) {
            TenantSelection one = new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
            RunPreview preview =
                    preview(creation(databases.theirs(), line, given).create(one, true));
            script = script(preview);
            assertThat(script)
                    .contains("note: the value of the column", "plan: the value of the parameter", "not to be given")
                    .doesNotContain(PLAN, "basic", "it's :'schema' \\");
            runFor(schema, script, asVariables, 0);
            assertMade(1, creation(databases.ours(), line, given).create(one, false));
        }
        databases.assertSame();
        assertThat(databases.theirs().query("SELECT t || p || o FROM t_acme.own"))
                .containsExactly("acmebasic-7true");
        assertThat(runFor("t_acme", script, asVariables, 3)).contains("has a row in the registry already");
        assertThat(runFor("x_acme", script, asVariables, 3)).contains("does not begin as all tenants' do");
        databases.execute("CREATE SCHEMA t_there");
        assertThat(runFor("t_there", script, asVariables, 3)).contains("\"t_there\" already exists");
        databases.assertSame("a tenant is made as a whole, or not");
    }

    private String runFor(String schema, String script, Map<String, String> others, int status) throws IOException {
        Map<String, String> variables = new TreeMap<>(Map.of("schema", schema, "run_id", "x1"));
        variables.putAll(others);
        Path file = Files.writeString(directory.resolve("script.sql"), script);
        Psql.Result result = Psql.run(databases.theirs(), file, variables);
        assertThat(result.status()).as(result.said() + script).isEqualTo(status);
        return result.said();
    }

    private CreateTenantRun creation(TestDatabase database, LiquibaseLine line, Map<String, String> given) {
        Engines engines = engines(database, line);
        TableTenants table = new TableTenants(engines.server(), "public.\"the :tenants\"", "name", Optional.of("t_"));
        return new CreateTenantRun(Fleet.context(engines, Fleet.options(1), table), NewSchema.PLAIN, given);
    }

    private static final String OF_A_ROW = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            <changeSet id="1" author="a"><sql>CREATE TABLE own AS SELECT '${plan}' AS p, '${open}' AS o</sql></changeSet>
            <changeSet id="2" author="a"><sql>ALTER TABLE own ADD t text DEFAULT '${tenant}'</sql></changeSet>
            </databaseChangeLog>
            """;

    private void runInEach(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("script.sql"), script);
        for (String name : SOME) {
            Map<String, String> variables =
                    Map.of("schema", name, "run_id", "x1", "plan", PLAN, "secret", SECRET, "rank", "42");
            Psql.runWell(databases.theirs(), file, variables);
        }
    }

    private static void assertMade(OperationResults results) {
        assertMade(SOME.size(), results);
    }

    private static void assertMade(int tenants, OperationResults results) {
        assertThat(results.tenants())
                .hasSize(tenants)
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
    }

    private static final String HISTORY = "\"" + SOME.get(0).replace("\"", "\"\"") + "\".databasechangelog";

    private static final String TAKEN_BACK = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            <changeSet id="1" author="a"><createTable tableName="note"><column name="id" type="int"/><column name="text" type="text"/></createTable></changeSet>
            <changeSet id="2" author="a"><sql>INSERT INTO note VALUES (1, '${plan}')</sql>
              <rollback>UPDATE note SET text = '${secret}' WHERE text = '${plan}'</rollback></changeSet>
            <changeSet id="3" author="a"><createTable tableName="later"><column name="id" type="int"/></createTable></changeSet>
            </databaseChangeLog>
            """;

    private static final String CHANGELOG = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            <changeSet id="it's 1 :schema" author="a">
              <comment>What's :'schema' \\q and "this"</comment>
              <createTable tableName="note" remarks="it's :schema"><column name="id" type="int"><constraints primaryKey="true"/></column>
                <column name="text" type="text" defaultValue=":'schema' \\"/></createTable>
              <insert tableName="note"><column name="id" valueNumeric="1"/><column name="text" value=":schema :'run_id' \\echo '' ; -- $$ /*"/></insert>
              <insert tableName="note"><column name="id" valueNumeric="2"/><column name="text" value="a&#10;\\q&#10;\\copy x"/></insert>
            </changeSet>
            <changeSet id="2" author="a">
              <sql splitStatements="false">INSERT INTO note SELECT 3, (ARRAY['a','b','c'])[1:id]::text FROM note WHERE id = 2;
                INSERT INTO note VALUES (4, E'it\\'s ; :schema'), (5, U&amp;'d\\0061t' /* :'schema' /* \\q */ */) -- \\q ; :schema
              </sql>
              <sql>CREATE FUNCTION two("schema" int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN "schema" := 2; RETURN "schema"; -- :schema \\q
                END $f$</sql>
              <sql>CREATE VIEW plans AS SELECT '${plan}'::text AS plan, ${rank} + 1 AS next, two("schema" := 3) AS two</sql>
              <addColumn tableName="note"><column name="secret" type="text" value="${secret}" remarks="${plan}"/></addColumn>
            </changeSet>
            <changeSet id="3" author="a" runInTransaction="false">
              <sql>CREATE INDEX CONCURRENTLY by_text ON note (text)</sql>
            </changeSet>
            <changeSet id="4" author="a" runOnChange="true"><createView viewName="all_notes">SELECT id, '${plan}' AS plan FROM note</createView></changeSet>
            <changeSet id="5" author="a"><tagDatabase tag="done"/></changeSet>
            <changeSet id="7" author="a">
              <sql splitStatements="false">CREATE FUNCTION atomic() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END</sql>
              <sql splitStatements="false">CREATE RULE twice AS ON UPDATE TO note DO ALSO
                (INSERT INTO note VALUES (-1, 'a'); DELETE FROM note WHERE id = -1)</sql>
              <sql splitStatements="false">INSERT INTO note VALUES (7, 'one'
                ':two \\q;'), (8, $d$ '' :'schema' ; \\q $d$), (9, U&amp;'!0061 :three' UESCAPE '!') -- the end;</sql>
              <sql splitStatements="false">INSERT INTO note (id, text) SELECT 10, text AS "${plan}" FROM note
                WHERE text LIKE '%' || '${plan}' || '%' OR id = 7 /* ${plan} :x */; -- ${plan}</sql>
            </changeSet>
            <changeSet id="6" author="a"><preConditions onFail="MARK_RAN"><dbms type="oracle"/></preConditions><sql>SELECT 1</sql></changeSet>
            </databaseChangeLog>
            """;

    private Engines engines(TestDatabase database, LiquibaseLine line) {
        Changelog changelog = new Changelog(
                List.of(MASTER), Optional.empty(), Optional.empty(), Map.of("secret", SECRET), HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, directory);
    }

    private static QueryTenants registry(Engines engines, List<String> tenants) {
        String rows = tenants.stream()
                .map(name -> "('" + name.replace("'", "''") + "', '" + PLAN + "', '42')")
                .collect(Collectors.joining(", "));
        return new QueryTenants(
                engines.server(),
                "SELECT * FROM (VALUES " + rows + ") AS tenant (schema, plan, rank)",
                Optional.empty());
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void anyChangelogOnAnyHistories(LiquibaseLine line) {
        Psql.assumeThere();
        RandomRound.several(line, seed -> {
            round(line, seed);
            return List.of();
        });
    }

    /** What always runs would run again where a run goes on, and so after what followed it. */
    private static Path plain(Path root) {
        return RandomRound.without(RandomRound.withoutPreconditions(root), " runAlways=\"true\"");
    }

    private void round(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        RandomChangelog changelog = new RandomChangelog(seed, 16, 0.0);
        int released = 4 + random.nextInt(12);
        Path before = plain(changelog.writeFirst(directory.resolve("before" + seed), released));
        Path now = plain(changelog.writeSecond(directory.resolve("now" + seed)));
        List<Integer> steps = List.of(random.nextInt(released + 1), random.nextInt(released + 1), 0);
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(before, steps);
            RunPreview preview =
                    preview(Fleet.run(round.engines(now), RandomRound.OPTIONS).migrate(TenantSelection.ALL, true));
            Path file = directory.resolve("round" + seed + ".sql");
            Files.writeString(file, script(preview));
            for (int number = 1; number <= preview.cohorts().size(); number++) {
                for (TenantId tenant : preview.cohorts().get(number - 1).tenants()) {
                    Map<String, String> variables =
                            Map.of("schema", tenant.schema(), "run_id", "x1", "cohort", String.valueOf(number));
                    Psql.Result result = Psql.run(round.databases().get(0), file, variables);
                    assertThat(result.status()).as(result.said()).isIn(0, 3);
                }
            }
            // Where psql stopped, a run goes on.
            List<TenantResult> results = Fleet.run(round.engines(now), RandomRound.OPTIONS)
                    .migrate(TenantSelection.ALL, false)
                    .tenants();
            assertThat(round.databases()
                            .get(0)
                            .query("SELECT count(*) > 0 FROM \"T 3\".databasechangelog WHERE deployment_id = 'x1'"))
                    .as("psql has done something")
                    .containsExactly("t");
            round.assertAsByLiquibase(results, now, OwnLiquibase::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatTakesAPlanBackLeavesWhatWasBefore(LiquibaseLine line) throws IOException {
        Psql.assumeThere();
        databases.createSchemas(SOME);
        Files.createDirectories(directory.resolve("db"));
        Files.writeString(directory.resolve(MASTER), REVERSIBLE);
        Engines theirs = engines(databases.theirs(), line);
        RunPreview preview = preview(
                Fleet.run(theirs, Fleet.options(1), registry(theirs, SOME)).migrate(TenantSelection.ALL, true));
        Path there = Files.writeString(directory.resolve("plan.sql"), script(preview));
        String script = script(preview.takenBack());
        Path back = Files.writeString(directory.resolve("plan.rollback.sql"), script);
        assertThat(script).doesNotContain(SECRET, PLAN).contains("DROP TABLE", "DELETE FROM");
        for (String name : SOME) {
            Map<String, String> variables = Map.of("schema", name, "run_id", "x1", "plan", PLAN);
            String schema = "\"" + name.replace("\"", "\"\"") + "\"";
            Psql.runWell(databases.theirs(), there, variables);
            assertThat(databases.theirs().query("SELECT id FROM " + schema + ".databasechangelog ORDER BY 1"))
                    .containsExactly("1", "2");
            Psql.runWell(databases.theirs(), back, variables);
            assertThat(databases.theirs().query("SELECT id FROM " + schema + ".databasechangelog"))
                    .isEmpty();
        }
        assertThat(databases
                        .theirs()
                        .query("SELECT DISTINCT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                                + " WHERE relkind IN ('r', 'v') AND nspname <> 'information_schema'"
                                + " AND nspname !~ '^pg_' ORDER BY 1"))
                .containsExactly("databasechangelog", "databasechangeloglock");
    }

    private static final String REVERSIBLE = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            <changeSet id="1" author="a"><createTable tableName="note"><column name="id" type="int"/></createTable></changeSet>
            <changeSet id="2" author="a"><sql>CREATE VIEW plans AS SELECT '${plan}' AS plan FROM note</sql>
              <rollback>COMMENT ON VIEW plans IS '${plan}'; DROP VIEW plans</rollback></changeSet>
            </databaseChangeLog>
            """;

    private static RunPreview preview(OperationResults results) {
        return results.preview().orElseThrow();
    }

    private static String script(RunPreview preview) throws IOException {
        StringWriter writer = new StringWriter();
        PsqlScript.write(PsqlScript.Title.of("migrate-all"), preview, OutgoingText.inFiles(text -> text), writer);
        return writer.toString();
    }
}
