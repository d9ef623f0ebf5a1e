package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.command.RollbackRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.lifecycle.CreateTenantRun;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A context or label that the changelog does not know is told, and one that leaves new tenants with nothing ends the run. */
class FilterCheckTest {

    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;

    private static final String EVERY_PLACE = """
            databaseChangeLog:
              - property: {name: a, value: b, context: ofProperty, labels: property-label}
              - include: {file: included.sql, contextFilter: "ofInclude and !never", labels: include-label}
              - changeSet:
                  id: plain
                  author: test
                  changes: [{createTable: {tableName: plain, columns: [{column: {name: id, type: int}}]}}]
              - changeSet:
                  id: selected
                  author: test
                  context: "(ofChangeSet or @needed) and not (other or third)"
                  labels: "first-label, @second-label"
                  changes: [{sql: {sql: select 1}}]
                  modifySql: [{context: ofModifySql, append: {value: ' '}}]
            """;

    private static final String ONLY_SELECTED = """
            --liquibase formatted sql
            --changeset test:one context:"test or prod" labels:core
            CREATE TABLE one (id int);
            --changeset test:two context:prod labels:core
            CREATE TABLE two (id int);
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void everyPlaceThatCanHaveANameIsKnown(LiquibaseLine line) throws IOException {
        everyPlace();
        Fleet.createTenants(database, 2);

        migrate(engines(
                line,
                "every.yaml",
                "OFPROPERTY, ofInclude,never,ofChangeSet,needed,other,third,ofModifySql",
                "property-label or (include-label and !First-Label), second-label"));

        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsNowhereIsToldOnceWithTheKnownOnes(LiquibaseLine line) throws IOException {
        everyPlace();
        Fleet.createTenants(database, 3);

        migrate(engines(line, "every.yaml", "ofChangeSte,other", "!frist-label or (not elsewhere and include-label)"));

        assertThat(warnings).hasSize(3);
        assertThat(warnings.get(0))
                .contains("\"ofChangeSte\" in -Dpgmt.contexts is no context", "Did you mean \"ofchangeset\"?")
                .contains("needed, never, ofchangeset, ofinclude, ofmodifysql, ofproperty, other, third");
        assertThat(warnings.get(1))
                .contains("\"frist-label\" in -Dpgmt.labelFilter is no label", "Did you mean \"first-label\"?");
        assertThat(warnings.get(2))
                .contains("\"elsewhere\" in -Dpgmt.labelFilter is no label")
                .endsWith("Its labels are: first-label, include-label, property-label, second-label.")
                .doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @EnumSource
    void aContextThatIsNoneEndsTheRunBeforeAnyTenant(LiquibaseLine line) throws IOException {
        write("changes.sql", """
                --liquibase formatted sql
                --changeset test:one context:"test and (prod"
                CREATE TABLE one (id int);
                """);
        Fleet.createTenants(database, 2);

        assertThatThrownBy(() -> migrate(engines(line, "changes.sql", "test", null)))
                .isInstanceOf(InvalidChangelogException.class)
                .hasMessageContaining("Cannot parse expression");
    }

    @Test
    void everyGoalThatFiltersWarnsOnce() throws IOException {
        write("changes.sql", ONLY_SELECTED);
        Fleet.createTenants(database, 2);
        migrate(engines(LINE, "changes.sql", "prod", null));
        assertThat(warnings).isEmpty();
        Engines engines = engines(LINE, "changes.sql", "prod,tset", null);

        new StatusRun(context(engines)).look(TenantSelection.ALL);
        new MigrationRun(context(engines)).migrate(TenantSelection.ALL, false);
        new MigrationRun(context(engines)).migrate(TenantSelection.ALL, true);
        new SetUpRun(context(engines), new NewSchema(Optional.empty(), List.of(), false))
                .setUp(TenantSelection.ALL, false);
        new AdoptionRun(context(engines), new Adoption(Optional.empty(), true)).adopt(TenantSelection.ALL, false);
        new RollbackRun(context(engines), new Rollback(new RollbackTarget.Count(1), false))
                .rollBack(TenantSelection.ALL, true);

        assertThat(warnings)
                .hasSize(6)
                .allSatisfy(
                        warning -> assertThat(warning).contains("\"tset\"", "Did you mean \"test\"?", "prod, test"));
    }

    @Test
    void namesThatOnlyAnotherTenantsChangelogOrTheSharedOneHasAreKnown() throws IOException {
        write("free.sql", "--liquibase formatted sql\n--changeset test:1 context:cheap\nCREATE TABLE free (id int);\n");
        write("gold.sql", "--liquibase formatted sql\n--changeset test:1 context:dear\nCREATE TABLE gold (id int);\n");
        write(
                "shared.sql",
                "--liquibase formatted sql\n--changeset test:1 context:common\nCREATE TABLE all_of (id int);\n");
        write("plans.yaml", "databaseChangeLog:\n  - include: {file: \"${plan}.sql\"}\n");
        Fleet.createTenants(database, 2);
        Engines engines = engines(LINE, "plans.yaml", "cheap,dear,common", null)
                .withShared(Optional.of("shared.sql"), List.of(), List.of());

        new MigrationRun(context(engines, plans(engines))).migrate(TenantSelection.ALL, false);

        assertThat(warnings).isEmpty();
        assertThat(database.query("SELECT to_regclass('t01.free') IS NOT NULL AND to_regclass('t02.gold') IS NOT NULL"))
                .containsExactly("t");
    }

    @Test
    void aNameThatAParametersValueMadeIsNotShown() throws IOException {
        write("changes.sql", "--liquibase formatted sql\n--changeset test:1 context:\"${plan} or open\"\nselect 1;\n");
        Fleet.createTenants(database, 2);
        Engines engines = engines(LINE, "changes.sql", "opne,other,open", null);

        new MigrationRun(context(engines, plans(engines))).migrate(TenantSelection.ALL, true);

        assertThat(warnings)
                .hasSize(2)
                .allSatisfy(warning -> assertThat(warning).endsWith("Its contexts are: open."));
    }

    @ParameterizedTest
    @EnumSource
    void whereEverythingIsLeftOutForNewTenantsTheRunEndsBeforeItChangesAnything(LiquibaseLine line) throws IOException {
        write("changes.sql", ONLY_SELECTED);
        Fleet.createTenants(database, 2);
        Engines engines = engines(line, "changes.sql", "porduction,tset", null);
        Engines byLabel = engines(line, "changes.sql", null, "!core");
        TenantSelection fresh = new TenantSelection(List.of("fresh"), List.of(), List.of(), List.of());
        NewSchema newSchema = new NewSchema(Optional.empty(), List.of(), false);

        assertThatThrownBy(() -> migrate(engines))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(
                        "Each of the changelog's 2 changesets is left out by -Dpgmt.contexts=porduction,tset.")
                .hasMessageContaining("Did you mean \"test\"? Its contexts are: prod, test.")
                .hasMessageEndingWith("for 2 tenants that have nothing yet: t01, t02. Nothing was changed.");
        assertThatThrownBy(() -> migrate(byLabel))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("Its labels are: core.");
        assertThatThrownBy(() -> new SetUpRun(context(engines), newSchema).setUp(fresh, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("for the tenant that has nothing yet: fresh.");
        assertThatThrownBy(() -> new AdoptionRun(context(engines), new Adoption(Optional.empty(), true))
                        .adopt(TenantSelection.ALL, false))
                .isInstanceOf(RunRefusedException.class);
        assertThat(tables()).isEmpty();
        assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'fresh'"))
                .containsExactly("0");
    }

    @Test
    void noRowIsInsertedForATenantThatWouldHaveNothing() throws IOException {
        write("changes.sql", ONLY_SELECTED);
        database.execute("CREATE TABLE public.tenant (subdomain text PRIMARY KEY)");
        Engines engines = engines(LINE, "changes.sql", "tset", null);
        TenantSource registry = new TableTenants(engines.server(), "public.tenant", "subdomain", Optional.empty());
        CreateTenantRun run = new CreateTenantRun(
                context(engines, registry), new NewSchema(Optional.empty(), List.of(), false), Map.of());

        assertThatThrownBy(
                        () -> run.create(new TenantSelection(List.of("fresh"), List.of(), List.of(), List.of()), false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("nothing for the new tenant. Nothing was changed.");

        assertThat(database.query("SELECT subdomain FROM public.tenant")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whereOnlySomeNewTenantsWouldHaveNothingTheseFailAndStayAsTheyAre() throws IOException {
        write("free.sql", "--liquibase formatted sql\n--changeset test:1 context:cheap\nCREATE TABLE free (id int);\n");
        write("gold.sql", "--liquibase formatted sql\n--changeset test:1 context:dear\nCREATE TABLE gold (id int);\n");
        write("plans.yaml", "databaseChangeLog:\n  - include: {file: \"${plan}.sql\"}\n");
        database.execute("CREATE SCHEMA t01");
        Engines engines = engines(LINE, "plans.yaml", "cheap", null);
        RunContext context = context(engines, plans(engines));
        NewSchema newSchema = new NewSchema(Optional.empty(), List.of(), false);

        assertThat(new SetUpRun(context, newSchema)
                        .setUp(TenantSelection.ALL, true)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.PLANNED, Outcome.FAILED);
        List<TenantResult> results = new SetUpRun(context, newSchema)
                .setUp(TenantSelection.ALL, false)
                .tenants();

        assertThat(results).extracting(TenantResult::outcome).containsExactly(Outcome.MIGRATED, Outcome.FAILED);
        assertThat(results.get(1).failure().orElseThrow().message())
                .contains("The changelog's only changeset is left out by -Dpgmt.contexts=cheap.", "nothing yet");
        assertThat(database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 't02'"))
                .containsExactly("0");
        assertThat(new StatusRun(context).look(TenantSelection.ALL))
                .extracting(TenantStatus::state)
                .containsExactly(State.UP_TO_DATE, State.MISSING);
    }

    @Test
    void alsoWhereTheFirstIsOneOfThese() throws IOException {
        write("free.sql", "--liquibase formatted sql\n--changeset test:1 context:cheap\nCREATE TABLE free (id int);\n");
        write("gold.sql", "--liquibase formatted sql\n--changeset test:1 context:dear\nCREATE TABLE gold (id int);\n");
        write("plans.yaml", "databaseChangeLog:\n  - include: {file: \"${plan}.sql\"}\n");
        Fleet.createTenants(database, 2);
        Engines dear = engines(LINE, "plans.yaml", "dear", null);
        Engines neither = engines(LINE, "plans.yaml", "none", null);

        assertThatThrownBy(() -> new MigrationRun(context(neither, plans(neither))).migrate(TenantSelection.ALL, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("2 tenants that have nothing yet");
        assertThat(warnings).isEmpty();
        assertThat(new MigrationRun(context(dear, plans(dear)))
                        .migrate(TenantSelection.ALL, false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.MIGRATED);
    }

    /** The first has no plan, the second no size; only the third has both. */
    @Test
    void theChangelogIsReadByATenantThatHasAllThatItNeeds() throws IOException {
        write("free-big.sql", ONLY_SELECTED);
        write("plans.yaml", "databaseChangeLog:\n  - include: {file: \"${plan}-${size}.sql\"}\n");
        Fleet.createTenants(database, 3);
        Engines engines = engines(LINE, "plans.yaml", null, null);
        TenantSource tenants = new QueryTenants(
                engines.server(),
                "SELECT * FROM (VALUES ('t01', NULL, 'big'), ('t02', 'free', NULL), ('t03', 'free', 'big')) "
                        + "AS tenant (schema, plan, size)",
                Optional.empty());

        assertThat(new MigrationRun(context(engines, tenants))
                        .migrate(TenantSelection.ALL, false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.MIGRATED);
    }

    @Test
    void theStatusOfATenantThatWouldHaveNothingSaysSo() throws IOException {
        write("changes.sql", ONLY_SELECTED);
        Fleet.createTenants(database, 1);
        migrate(engines(LINE, "changes.sql", "prod", null));
        database.execute("CREATE SCHEMA t02");

        List<TenantStatus> statuses =
                new StatusRun(context(engines(LINE, "changes.sql", "tset", null))).look(TenantSelection.ALL);

        assertThat(statuses).extracting(TenantStatus::state).containsExactly(State.UP_TO_DATE, State.INVALID);
        assertThat(statuses.get(1).failsTheBuild(true)).isTrue();
        assertThat(statuses.get(1).failsTheBuild(false)).isFalse();
        assertThat(statuses.get(1).problem().orElseThrow()).contains("-Dpgmt.contexts=tset", "\"test\"");
    }

    @Test
    void tenantsThatHaveSomethingAndChangelogsWithoutChangesetsAreFine() throws IOException {
        write("changes.sql", ONLY_SELECTED);
        write("empty.yaml", "databaseChangeLog: []\n");
        write("other.sql", "--liquibase formatted sql\n--changeset test:1 dbms:oracle context:prod\nselect 1;\n");
        Fleet.createTenants(database, 2);

        assertThat(migrate(engines(LINE, "empty.yaml", "tset", null)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
        assertThat(migrate(engines(LINE, "other.sql", "tset", null)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
        migrate(engines(LINE, "changes.sql", null, null));
        assertThat(migrate(engines(LINE, "changes.sql", "tset", null)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.UP_TO_DATE);
    }

    private void everyPlace() throws IOException {
        write("every.yaml", EVERY_PLACE);
        write(
                "included.sql",
                "--liquibase formatted sql\n--changeset test:included\nCREATE TABLE included (id int);\n");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private Engines engines(LiquibaseLine line, String file, String contexts, String labelFilter) {
        Changelog changelog = new Changelog(
                List.of(file),
                Optional.ofNullable(contexts),
                Optional.ofNullable(labelFilter),
                Map.of(),
                HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, directory);
    }

    private TenantSource plans(Engines engines) {
        return new QueryTenants(
                engines.server(),
                "SELECT * FROM (VALUES ('t01', 'free'), ('t02', 'gold')) AS tenant (schema, plan)",
                Optional.empty());
    }

    private OperationResults migrate(Engines engines) {
        return new MigrationRun(context(engines)).migrate(TenantSelection.ALL, false);
    }

    private RunContext context(Engines engines) {
        return context(engines, Fleet.catalog(engines));
    }

    private RunContext context(Engines engines, TenantSource tenants) {
        RunContext context = Fleet.context(engines, Fleet.options(2)).listing(tenants);
        return new RunContext(
                context.environment(),
                context.options(),
                context.runId(),
                context.stop(),
                MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message())));
    }

    private List<String> tables() {
        return database.query("SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
                + "WHERE relkind = 'r' AND nspname IN ('t01', 't02')");
    }
}
