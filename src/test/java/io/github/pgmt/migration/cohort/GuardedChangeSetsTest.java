package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Preconditions that read the database come out in a tenant as in its pilot where they find the same, and are asked by Liquibase
 * where they do not.
 */
class GuardedChangeSetsTest {

    private static final String FILE = "db/guarded.xml";
    private static final String FINDS =
            "has preconditions that find something else than in the pilot, or cannot be asked beside the "
                    + "tenant's own operators and functions ";
    private static final String ALWAYS = "<changeSet id='always' author='test' runAlways='true'>"
            + "<sql>INSERT INTO log VALUES ('always')</sql></changeSet>";
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            """;

    /** Names of every kind of which Liquibase may think otherwise. */
    private static final List<String> TENANTS = List.of("acme", "Tenant_B", "1st corp");

    private static final String OBJECTS = """
            CREATE TABLE log (entry text);
            CREATE TABLE users (id int CONSTRAINT users_pk PRIMARY KEY, name text, "Mixed" int);
            CREATE TABLE "Orders" (id int PRIMARY KEY, user_id int CONSTRAINT orders_users REFERENCES users);
            CREATE TABLE "with space" (id int);
            CREATE TABLE parts (id int) PARTITION BY RANGE (id);
            CREATE TABLE part_1 PARTITION OF parts DEFAULT;
            CREATE UNIQUE INDEX by_name ON users (name, lower(name)) WHERE name IS NOT NULL;
            CREATE INDEX "By_Mixed" ON users ("Mixed");
            CREATE VIEW names AS SELECT name FROM users;
            CREATE MATERIALIZED VIEW kept AS SELECT name FROM users;
            CREATE SEQUENCE numbers;
            CREATE SEQUENCE "Numbers_2";
            CREATE TYPE pair AS (a int, b int);
            INSERT INTO users VALUES (1, 'ann', 2)""";

    private static final List<String> PRECONDITIONS = List.of(
            "<tableExists tableName='users'/>",
            "<tableExists tableName='USERS'/>",
            "<tableExists tableName='orders'/>",
            "<tableExists tableName='Orders'/>",
            "<tableExists tableName='with space'/>",
            "<tableExists tableName='names'/>",
            "<tableExists tableName='kept'/>",
            "<tableExists tableName='parts'/>",
            "<tableExists tableName='part_1'/>",
            "<tableExists tableName='user_'/>",
            "<tableExists tableName='users' schemaName='public'/>",
            "<columnExists tableName='users' columnName='name'/>",
            "<columnExists tableName='users' columnName='mixed'/>",
            "<columnExists tableName='users' columnName='none'/>",
            "<columnExists tableName='names' columnName='name'/>",
            "<columnExists tableName='by_name' columnName='lower'/>",
            "<columnExists tableName='pair' columnName='B'/>",
            "<columnExists tableName='orders' columnName='user_id'/>",
            "<indexExists indexName='by_name'/>",
            "<indexExists indexName='BY_NAME' tableName='users'/>",
            "<indexExists tableName='users' columnNames='name'/>",
            "<indexExists tableName='users' columnNames='Mixed'/>",
            "<indexExists indexName='By_Mixed'/>",
            "<indexExists indexName='nowhere'/>",
            "<primaryKeyExists tableName='users'/>",
            "<primaryKeyExists primaryKeyName='users_pk'/>",
            "<primaryKeyExists primaryKeyName='users_pk' tableName='Orders'/>",
            "<primaryKeyExists tableName='with space'/>",
            "<foreignKeyConstraintExists foreignKeyName='orders_users'/>",
            "<foreignKeyConstraintExists foreignKeyName='orders_users' foreignKeyTableName='Orders'/>",
            "<foreignKeyConstraintExists foreignKeyName='ORDERS_USERS' foreignKeyTableName='users'/>",
            "<sequenceExists sequenceName='numbers'/>",
            "<sequenceExists sequenceName='numbers_2'/>",
            "<sequenceExists sequenceName='n_mbers'/>",
            "<sequenceExists sequenceName='users'/>",
            "<viewExists viewName='names'/>",
            "<viewExists viewName='NAMES'/>",
            "<viewExists viewName='kept'/>",
            "<sqlCheck expectedResult='1'>SELECT count(*) FROM users</sqlCheck>",
            "<sqlCheck expectedResult='t'>SELECT EXISTS (SELECT FROM users WHERE name = 'ann');</sqlCheck>",
            "<sqlCheck expectedResult='2'>SELECT max(id) FROM users WHERE name IS NULL</sqlCheck>",
            "<rowCount tableName='users' expectedRows='1'/>",
            "<rowCount tableName='Orders' expectedRows='1'/>",
            "<tableIsEmpty tableName='users'/>",
            "<tableIsEmpty tableName='Orders'/>",
            "<changeSetExecuted id='objects' author='test' changeLogFile='db/guarded.xml'/>",
            "<changeSetExecuted id='other' author='test' changeLogFile='db/guarded.xml'/>",
            "<runningAs username='nobody'/>",
            "<or><tableExists tableName='none'/><sqlCheck expectedResult='1'>SELECT count(*) FROM users</sqlCheck></or>",
            "<and><tableExists tableName='none'/><sqlCheck expectedResult='1'>SELECT count(*) FROM none</sqlCheck></and>");

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void everyKindComesOutAsByLiquibaseAndIsReplayed(LiquibaseLine line) {
        List<String> changeSets = new ArrayList<>();
        changeSets.add(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        for (String precondition : PRECONDITIONS) {
            String onFail = List.of("MARK_RAN", "CONTINUE", "WARN").get(changeSets.size() % 3);
            changeSets.add(logging(changeSets.size(), onFail, precondition));
        }
        databases.createSchemas(TENANTS);

        List<TenantResult> results = migrate(line, changeSets, Fleet.options(2));

        assertSame(line, changeSets, TENANTS);
        assertReplayed(results);
        assertThat(results.get(1).way().notReplayed()).isEmpty();
        assertThat(theirs.query("SELECT exectype FROM acme.databasechangelog GROUP BY 1 ORDER BY 1"))
                .containsExactly("EXECUTED", "MARK_RAN");
        assertThat(theirs.query("SELECT count(*) FROM acme.databasechangelog"))
                .as("some are passed over")
                .isNotEqualTo(List.of(String.valueOf(changeSets.size())));

        assertReplayed(migrate(line, changeSets, Fleet.options(2)));
        assertSame(line, changeSets, TENANTS);
    }

    /** Of what Liquibase finds in them, two have something else, and one has other rows. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTenantThatHasSomethingElseGoesOnByLiquibase(LiquibaseLine line) {
        List<String> tenants = List.of("t1", "t2", "t3", "t4", "t5", "t6", "t7");
        List<String> first = List.of(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        List<String> changeSets = new ArrayList<>(first);
        changeSets.add(ALWAYS);
        changeSets.add(logging(1, "MARK_RAN", "<tableExists tableName='users'/>"));
        changeSets.add(logging(2, "CONTINUE", "<not><indexExists indexName='later'/></not>"));
        changeSets.add(logging(3, "MARK_RAN", "<tableIsEmpty tableName='users'/>"));
        changeSets.add(logging(
                4, "CONTINUE", "<sqlCheck expectedResult='1'>SELECT count(*) FROM users WHERE id = 3</sqlCheck>"));
        changeSets.add(logging(5, "HALT", "<rowCount tableName='Orders' expectedRows='0'/>"));
        changeSets.add(changeSet("after", "<sql>CREATE TABLE after_all (id int)</sql>"));
        // With these there are enough of one form to be prepared.
        changeSets.add(logging(6, "MARK_RAN", "<tableExists tableName='log'/>"));
        changeSets.add(logging(7, "MARK_RAN", "<tableExists tableName='after_all'/>"));
        databases.createSchemas(tenants);
        beginWith(line, first);
        databases.execute(
                "DROP VIEW t2.names; ALTER TABLE t2.users RENAME TO others; CREATE VIEW t2.users AS SELECT * FROM t2.others",
                "CREATE INDEX \"LATER\" ON t3.\"Orders\" (id)",
                "INSERT INTO t4.users VALUES (3)",
                "DELETE FROM t5.users",
                "INSERT INTO t6.\"Orders\" VALUES (3)",
                "CREATE TABLE t7.further (id int)");

        List<TenantResult> results = migrate(line, changeSets, Fleet.options(2));

        assertThat(ways(results))
                .containsExactly(
                        "t1 LIQUIBASE HISTORY",
                        "t2 MIXED HISTORY",
                        "t3 MIXED HISTORY",
                        "t4 MIXED HISTORY",
                        "t5 MIXED HISTORY",
                        "t6 MIXED -",
                        "t7 REPLAY CATALOG");
        assertThat(results)
                .filteredOn(tenant -> tenant.failure().isPresent())
                .extracting(TenantResult::schema)
                .containsExactly("t6");
        assertThat(results)
                .extracting(tenant -> tenant.way().notReplayed().stream()
                        .map(reason -> reason.changeSet().id() + " " + reason.why())
                        .toList())
                .containsExactly(
                        List.of(),
                        List.of("c1 " + FINDS + "(tableExists)"),
                        List.of("c2 " + FINDS + "(indexExists)"),
                        List.of("c4 " + FINDS + "(sqlCheck)"),
                        List.of("c3 " + FINDS + "(tableIsEmpty)"),
                        List.of("c5 " + FINDS + "(rowCount)"),
                        List.of());
        assertThat(ours.query("SELECT count(*) FROM t5.log WHERE entry = 'always'"))
                .as("what ran before the tenant left its pilot")
                .containsExactly("1");
        assertSame(line, changeSets, tenants);
    }

    /** It is the first of the tenant, whose history has no row then, and what it found comes to be there later in the run. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatWasPassedOverIsNotComeToAgain(LiquibaseLine line) {
        List<String> tenants = List.of("t1", "t2", "t3");
        List<String> changeSets = new ArrayList<>();
        changeSets.add(logging(1, "CONTINUE", "<tableExists tableName='made'/>"));
        changeSets.add(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        changeSets.add(changeSet("more", "<sql>CREATE TABLE more (id int)</sql>"));
        databases.createSchemas(tenants);

        List<TenantResult> results = migrate(line, changeSets, Fleet.options(2));

        assertReplayed(results);
        assertSame(line, changeSets, tenants);

        changeSets.add(changeSet("made", "<sql>CREATE TABLE made (id int)</sql>"));
        changeSets.add(logging(2, "CONTINUE", "<not><tableExists tableName='later'/></not>"));
        changeSets.add(changeSet("last", "<sql>CREATE TABLE last (id int)</sql>"));
        ours.execute("CREATE TABLE t3.later (id int)");
        theirs.execute("CREATE TABLE t3.later (id int)");

        results = migrate(line, changeSets, Fleet.options(2));

        assertThat(ways(results)).containsExactly("t1 LIQUIBASE HISTORY", "t2 REPLAY CATALOG", "t3 MIXED HISTORY");
        assertSame(line, changeSets, tenants);
    }

    /** What ends with an error, what a tenant may have in the way, and what nobody knows. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatIsInDoubtInThePilotIsLeftToLiquibase(LiquibaseLine line) {
        List<String> tenants = List.of("t1", "t2", "t3");
        List<String> changeSets = new ArrayList<>();
        changeSets.add(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        for (int number = 1; number < 5; number++) {
            changeSets.add(changeSet("p" + number, "<sql>CREATE TABLE p" + number + " (id int)</sql>"));
        }
        changeSets.add(changeSet(
                "error",
                "<preConditions onError='MARK_RAN'><sqlCheck expectedResult='1'>SELECT count(*) FROM nowhere</sqlCheck>"
                        + "</preConditions><sql>CREATE TABLE never (id int)</sql>"));
        changeSets.add(changeSet(
                        "function",
                        "<preConditions><sqlCheck expectedResult='1'>SELECT count(*) FROM log WHERE now() IS NULL</sqlCheck>"
                                + "<tableExists tableName='none'/></preConditions><sql>CREATE TABLE never (id int)</sql>")
                .replace("<preConditions>", "<preConditions onFail='CONTINUE'>"));
        changeSets.add(changeSet(
                "catalog",
                "<preConditions onFail='MARK_RAN'><tableExists catalogName='x' tableName='users'/></preConditions>"
                        + "<sql>CREATE TABLE never (id int)</sql>"));
        changeSets.add(changeSet(
                "own",
                "<preConditions onFail='MARK_RAN'><tableExists tableName='DATABASECHANGELOG'/></preConditions>"
                        + "<sql>CREATE TABLE own (id int)</sql>"));
        changeSets.add(changeSet(
                "operator",
                "<sql splitStatements='false'>CREATE FUNCTION is_not(name, text) RETURNS bool LANGUAGE sql AS 'SELECT false'; "
                        + "CREATE OPERATOR = (LEFTARG = name, RIGHTARG = text, FUNCTION = is_not)</sql>"));
        changeSets.add(logging(1, "MARK_RAN", "<tableExists tableName='users'/>"));
        databases.createSchemas(tenants);

        List<TenantResult> results = migrate(line, changeSets, Fleet.options(2));

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(results.get(2).way().notReplayed())
                .extracting(reason -> reason.changeSet().id())
                .containsExactly("error", "function", "catalog", "own", "operator", "c1");
        assertSame(line, changeSets, tenants);
    }

    /** The changelog's own preconditions are asked once, before the first changeset; what that does is nothing to them. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theHeadOfAChangelogIsAskedBeforeItsFirstChangeset(LiquibaseLine line) {
        List<String> tenants = List.of("t1", "t2", "t3", "t4", "t5");
        List<String> first = List.of(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        List<String> changeSets = new ArrayList<>();
        changeSets.add(
                "<preConditions onFail='WARN'><tableExists tableName='users'/><not><tableExists tableName='made'/></not>"
                        + "<rowCount tableName='users' expectedRows='1'/></preConditions>");
        changeSets.addAll(first);
        changeSets.add(logging(1, "MARK_RAN", "<not><tableExists tableName='made'/></not>"));
        changeSets.add(changeSet("made", "<sql>CREATE TABLE made (id int)</sql>"));
        changeSets.add(logging(2, "MARK_RAN", "<tableExists tableName='later'/>"));
        changeSets.add(changeSet("doubt", "<sql>SELECT pg_advisory_xact_lock(1)</sql>"));
        for (int number = 1; number < 5; number++) {
            changeSets.add(changeSet("p" + number, "<sql>CREATE TABLE p" + number + " (id int)</sql>"));
        }
        List<String> halting = new ArrayList<>(changeSets);
        halting.set(0, changeSets.get(0).replace("WARN", "HALT"));
        databases.createSchemas(tenants);
        beginWith(line, first);
        databases.execute(
                "INSERT INTO t2.users VALUES (3)", "CREATE TABLE t3.later (id int)", "INSERT INTO t5.users VALUES (3)");

        List<TenantResult> results = migrate(line, halting, Fleet.options(2));

        assertThat(results)
                .extracting(tenant -> tenant.failure().isPresent())
                .containsExactly(false, true, false, false, true);
        assertThat(results.get(1).way().notReplayed())
                .extracting(reason -> reason.changeSet().id() + " " + reason.why())
                .contains("c1 " + FINDS + "(tableExists, rowCount)");
        assertThat(ways(results).subList(2, 4)).containsExactly("t3 MIXED HISTORY", "t4 MIXED CATALOG");
        assertSame(line, halting, tenants);

        results = migrate(line, changeSets, Fleet.options(2));

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertSame(line, changeSets, tenants);
    }

    /** Of the head's, too: a warning lets the update go on. */
    @Test
    void whatIsInDoubtAtTheHeadIsLeftToLiquibase() {
        List<String> tenants = List.of("t1", "t2");
        List<String> changeSets = new ArrayList<>();
        changeSets.add(
                "<preConditions onError='WARN'><sqlCheck expectedResult='1'>SELECT count(*) FROM nowhere</sqlCheck>"
                        + "</preConditions>");
        changeSets.add(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        databases.createSchemas(tenants);

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_4, changeSets, Fleet.options(2));

        assertThat(ways(results)).containsExactly("t1 LIQUIBASE HISTORY", "t2 LIQUIBASE HISTORY");
        assertThat(results.get(1).way().notReplayed())
                .extracting(NotReplayed::why)
                .containsExactly("is in a changelog with preconditions that read the database");
        assertSame(LiquibaseLine.LIQUIBASE_4, changeSets, tenants);
    }

    /** All of a tenant is taken back, and Liquibase begins anew. */
    @Test
    void oneTransactionForATenantIsLeftAsAWhole() {
        List<String> tenants = List.of("t1", "t2", "t3");
        List<String> first = List.of(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        List<String> changeSets = new ArrayList<>(first);
        changeSets.add(ALWAYS);
        changeSets.add(logging(1, "CONTINUE", "<tableExists tableName='later'/>"));
        changeSets.add(logging(2, "MARK_RAN", "<tableIsEmpty tableName='users'/>"));
        databases.createSchemas(tenants);
        beginWith(LiquibaseLine.LIQUIBASE_4, first);
        databases.execute("CREATE TABLE t2.later (id int)");

        List<TenantResult> results =
                migrate(LiquibaseLine.LIQUIBASE_4, changeSets, Fleet.options(2).with(Atomicity.TENANT));

        assertThat(ways(results)).containsExactly("t1 LIQUIBASE HISTORY", "t2 LIQUIBASE HISTORY", "t3 REPLAY CATALOG");
        assertSame(LiquibaseLine.LIQUIBASE_4, changeSets, tenants);
    }

    /** What was passed over, marked or run in the first try is not come to again. */
    @Test
    void aTenantThatIsTriedAgainGoesOnWhereItStopped() throws SQLException {
        List<String> tenants = List.of("t1", "t2", "t3");
        List<String> first = List.of(changeSet("objects", "<sql>" + OBJECTS + "</sql>"));
        List<String> changeSets = new ArrayList<>(first);
        changeSets.add(logging(1, "CONTINUE", "<tableExists tableName='later'/>"));
        changeSets.add(ALWAYS);
        changeSets.add(logging(2, "MARK_RAN", "<tableIsEmpty tableName='users'/>"));
        changeSets.add(changeSet(
                "held",
                "<preConditions onFail='MARK_RAN'><columnExists tableName='users' columnName='name'/></preConditions>"
                        + "<sql>ALTER TABLE users ADD further int</sql>"));
        changeSets.add(logging(3, "CONTINUE", "<columnExists tableName='users' columnName='further'/>"));
        databases.createSchemas(tenants);
        beginWith(LiquibaseLine.LIQUIBASE_4, first);
        try (Connection holder = ours.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE t3.users IN ACCESS SHARE MODE");
            Engines engines = Engines.of(
                    ours.url(),
                    LiquibaseLine.LIQUIBASE_4,
                    Engines.changelog(FILE),
                    write("ours", changeSets),
                    new Server.Timeouts(Duration.ofMillis(200), Duration.ZERO));
            RunContext context = Fleet.context(engines, Fleet.options(1));
            MigrationListener release =
                    MigrationListener.of(RunEvent.TenantIsTriedAgain.class, event -> rollBack(holder));

            TenantResult result = new MigrationRun(new RunContext(
                            context.environment(), context.options(), context.runId(), context.stop(), release))
                    .migrate(TenantSelection.ALL, false)
                    .tenants()
                    .get(2);

            assertThat(result.failure()).isEmpty();
            assertThat(result.way().waiting().tries()).isEqualTo(2);
            assertThat(result.way().engine()).contains(Way.Engine.REPLAY);
            assertThat(result.changeSets().notRun()).hasSize(1);
        }
        assertSame(LiquibaseLine.LIQUIBASE_4, changeSets, tenants);
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertReplayed(List<TenantResult> results) {
        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(results)
                .filteredOn(tenant ->
                        tenant.way().engine().filter(Way.Engine.REPLAY::equals).isEmpty())
                .as(
                        "but the pilot: %s",
                        ways(results) + " " + results.get(1).way().notReplayed())
                .hasSize(1);
    }

    private static String logging(int number, String onFail, String precondition) {
        return changeSet(
                "c" + number,
                "<preConditions onFail='" + onFail + "'>" + precondition + "</preConditions>"
                        + "<insert tableName='log'><column name='entry' value='c" + number + "'/></insert>");
    }

    private static String changeSet(String id, String content) {
        return "<changeSet id='" + id + "' author='test'>" + content + "</changeSet>";
    }

    /** As a run makes both; that it makes them as Liquibase would is another test's. */
    private void beginWith(LiquibaseLine line, List<String> changeSets) {
        migrate(line, changeSets, Fleet.byHistory(2));
        databases.copyOurs();
    }

    private List<TenantResult> migrate(LiquibaseLine line, List<String> changeSets, RunOptions options) {
        return Fleet.run(Engines.of(ours, line, Engines.changelog(FILE), write("ours", changeSets)), options)
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private void assertSame(LiquibaseLine line, List<String> changeSets, List<String> schemas) {
        Path root = write("theirs", changeSets);
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            schemas.forEach(
                    schema -> liquibase.update(new OwnLiquibase.Update(theirs, schema, root, FILE, "", "", Map.of())));
        }
        databases.assertSame();
    }

    private Path write(String name, List<String> changeSets) {
        try {
            Path root = directory.resolve(name);
            Files.createDirectories(root.resolve(FILE).getParent());
            Files.writeString(root.resolve(FILE), HEAD + String.join("\n", changeSets) + "</databaseChangeLog>");
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
