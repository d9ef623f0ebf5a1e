package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.ParameterChangelog;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TenantParametersTest {

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path root;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void valuesInNamesStatementsAndCommentsAreFilledIn(LiquibaseLine line) {
        List<ListedTenant> tenants = Stream.of("acme", "beta", "gamma_2", "longer_than_the_others")
                .map(name -> tenant("t_" + name, name, "c0de-" + name))
                .toList();
        create(tenants);
        ParameterChangelog.writeFirst(root);

        assertOneCohort(migrate(line, tenants));
        assertSame(line, tenants);

        ParameterChangelog.writeSecond(root);
        assertOneCohort(migrate(line, tenants));
        assertSame(line, tenants);
        assertThat(ours.query(
                        "SELECT count(DISTINCT md5sum) FROM (SELECT md5sum FROM t_acme.databasechangelog WHERE id = 'later'"
                                + " UNION ALL SELECT md5sum FROM t_beta.databasechangelog WHERE id = 'later') AS sums"))
                .as("each has its own")
                .containsExactly("2");
        assertThat(migrate(line, tenants))
                .allSatisfy(tenant -> assertThat(tenant.changeSets().isEmpty()).isTrue());
    }

    /** Each of these would be wrong if it got the pilot's statements with its own value in them. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aValueThatMeansMoreThanItselfMakesATenantACohortOfItsOwn(LiquibaseLine line) {
        List<ListedTenant> tenants = Faults.cases(
                        List.of("plain", "also_plain", "null", "it''s", "a b", "${", "x;y", "-- no", "fixed", "$$"),
                        List.of("user", "Mixed", "12", "a\nb", "now", "databasechangelog", "\\", "UPPER", "a-b"))
                .map(value -> tenant("s" + Integer.toHexString(value.hashCode()), "unread", value))
                .toList();
        create(tenants);
        ParameterChangelog.write(root, """
                <changeSet id="table" author="app">
                  <createTable tableName="fixed"><column name="id" type="int" autoIncrement="true"/><column name="text" type="text"/></createTable>
                </changeSet>
                <changeSet id="row" author="app">
                  <insert tableName="fixed"><column name="text" value="${code}"/></insert>
                  <sql splitStatements="false">INSERT INTO fixed (text) VALUES ($x$${code}$x$)</sql>
                </changeSet>
                <changeSet id="column" author="app" failOnError="false">
                  <createTable tableName="second"><column name="q_${code}" type="text"/></createTable>
                </changeSet>
                <changeSet id="name" author="app" failOnError="false">
                  <createTable tableName="${code}"><column name="id" type="int"/></createTable>
                </changeSet>
                """);

        List<TenantResult> results = migrate(line, tenants);

        assertSame(line, tenants);
        assertThat(results)
                .filteredOn(result -> result.way().replayed() > 0)
                .extracting(TenantResult::schema)
                .hasSize(1)
                .isSubsetOf(tenants.get(0).schema(), tenants.get(1).schema());
    }

    /** Where a parameter's value decides what there is to run. */
    private static List<String> splitting() {
        return Faults.cases(
                        List.of(
                                "<changeSet id=\"chosen\" author=\"app\" context=\"${tenant}\"><sql>CREATE TABLE chosen (id int)</sql></changeSet>",
                                "<includeAll path=\"db/${tenant}\" errorIfMissingOrEmpty=\"false\"/>",
                                """
                                <property name="mine" value="${tenant}"/><changeSet id="chosen" author="app">
                                <preConditions onFail="CONTINUE"><changeLogPropertyDefined property="mine" value="t02"/></preConditions>
                                <sql>CREATE TABLE chosen (id int)</sql></changeSet>
                                """,
                                """
                                <changeSet id="chosen" author="app"><preConditions onFail="MARK_RAN">
                                <changeLogPropertyDefined property="tenant" value="t02"/><not><tableExists tableName="nowhere"/></not>
                                </preConditions><sql>CREATE TABLE chosen (id int)</sql></changeSet>
                                """),
                        List.of(
                                "<changeSet id=\"chosen\" author=\"app\" labels=\"${tenant}\"><sql>CREATE TABLE chosen (id int)</sql></changeSet>",
                                "<include file=\"db/${tenant}/own.sql\" errorIfMissing=\"false\"/>",
                                """
                                <property name="is.${tenant}" value="1"/><changeSet id="chosen" author="app">
                                <preConditions onFail="CONTINUE"><changeLogPropertyDefined property="is.t02"/></preConditions>
                                <sql>CREATE TABLE chosen (id int)</sql></changeSet>
                                """,
                                "<include file=\"db/own.sql\" context=\"${tenant}\"/>"))
                .toList();
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aParameterThatSplitsTheCohortIsNamed(LiquibaseLine line) {
        List<ListedTenant> tenants = Stream.of("t01", "t02", "t03")
                .map(name -> tenant(name, name, "a"))
                .toList();
        for (String xml : splitting()) {
            tenants.forEach(tenant -> ours.execute(
                    "DROP SCHEMA IF EXISTS " + tenant.schema() + " CASCADE", "CREATE SCHEMA " + tenant.schema()));
            String own = "--liquibase formatted sql\n--changeset app:chosen\nCREATE TABLE chosen (id int)";
            ParameterChangelog.put(root, "db/t02/own.sql", own);
            ParameterChangelog.put(root, "db/own.sql", own);
            ParameterChangelog.write(
                    root,
                    xml
                            + "<changeSet id=\"all\" author=\"app\"><sql>CREATE TABLE everybodys (id int)</sql></changeSet>");

            List<TenantResult> results = migrate(line, tenants, Optional.of("t02"), Optional.of("t02"));

            assertThat(ours.query("SELECT table_schema FROM information_schema.tables WHERE table_name = 'chosen'"))
                    .as(xml)
                    .containsExactly("t02");
            assertThat(results).as(xml).allSatisfy(tenant -> {
                assertThat(tenant.failure()).isEmpty();
                assertThat(tenant.way().engine()).contains(Way.Engine.LIQUIBASE);
                assertThat(tenant.way().notReplayed())
                        .extracting(NotReplayed::why)
                        .singleElement()
                        .asString()
                        .contains("${tenant}", "decide")
                        .doesNotContain("${database");
            });
        }
    }

    private static ListedTenant tenant(String schema, String name, String code) {
        return new ListedTenant(Database.only("test"), schema, name, Map.of("code", code));
    }

    private void create(List<ListedTenant> tenants) {
        for (TestDatabase database : databases.both()) {
            tenants.forEach(tenant -> database.execute("CREATE SCHEMA " + TestDatabase.quoted(tenant.schema())));
        }
    }

    private static void assertOneCohort(List<TenantResult> results) {
        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(results)
                .filteredOn(tenant -> tenant.way().replayed() > 0)
                .as("all but the pilot are replayed: %s", results)
                .hasSize(results.size() - 1)
                .allSatisfy(tenant -> assertThat(tenant.way().verified()).contains(Way.Verified.CATALOG));
    }

    private void assertSame(LiquibaseLine line, List<ListedTenant> tenants) {
        for (ListedTenant tenant : tenants) {
            Map<String, String> parameters = new HashMap<>(tenant.parameters());
            parameters.put("tenant", tenant.name());
            parameters.put("tenant.schema", tenant.schema());
            OwnLiquibase.migrate(
                    line,
                    new OwnLiquibase.Update(
                            theirs, tenant.schema(), root, ParameterChangelog.MASTER, "", "", parameters));
        }
        databases.assertSame();
    }

    private List<TenantResult> migrate(LiquibaseLine line, List<ListedTenant> tenants) {
        return migrate(line, tenants, Optional.empty(), Optional.empty());
    }

    private List<TenantResult> migrate(
            LiquibaseLine line, List<ListedTenant> tenants, Optional<String> contexts, Optional<String> labels) {
        Changelog changelog =
                new Changelog(List.of(ParameterChangelog.MASTER), contexts, labels, Map.of(), HistoryTables.DEFAULT);
        return Fleet.run(Engines.of(ours, line, changelog, root), Fleet.options(2), new Listed(tenants))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private record Listed(List<ListedTenant> list) implements TenantSource {

        @Override
        public TenantOrigin origin() {
            return TenantOrigin.values()[0];
        }

        @Override
        public String description() {
            return "a list";
        }

        @Override
        public Optional<ListedTenant> newTenant(String schema) {
            return Optional.empty();
        }

        @Override
        public String howToAdd(TenantId name) {
            return "";
        }
    }
}
