package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.SchemaNames;
import io.github.pgmt.testing.SchemaObjects;
import io.github.pgmt.testing.Statuses;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WrittenReports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tenants of any name live their whole life in the schema of that name, and nothing else is changed. */
@Tag(Faults.TAG)
class HostileNamesTest {

    private static final String FIRST = "changelogs/hostile/first.sql";
    private static final String REPLAYED = "changelogs/hostile/replayed.xml";
    private static final String NAMED = "changelogs/hostile/named.xml";

    private final List<String> names = SchemaNames.random(Faults.seed(), Faults.rounds(SchemaNames.KINDS, 1000));

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private SchemaObjects before;

    @BeforeEach
    void fleet() throws SQLException {
        database.execute(
                "CREATE TABLE public.tenants (subdomain text)",
                "CREATE SCHEMA bystander",
                "CREATE TABLE bystander.place AS SELECT 1 AS id");
        register(names);
        before = SchemaObjects.of(database);
    }

    private void register(List<String> schemas) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO public.tenants VALUES (?)")) {
            for (String schema : schemas) {
                insert.setString(1, schema);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTenantOfAnyNameIsMadeMigratedRolledBackAndDropped(LiquibaseLine line) {
        Engines first = engines(line, FIRST);
        NewSchema lookingAlike = new NewSchema(Optional.empty(), List.of(), true);
        check(
                Operation.SET_UP,
                Fleet.setUp(first, lookingAlike, registry(first)).setUp(TenantSelection.ALL, false));
        requireOwn("SELECT schema_name FROM %s.place");

        Engines replayed = engines(line, FIRST, REPLAYED);
        TenantSelection allSchemas = new TenantSelection(List.of(), List.of(), List.of(), List.of("bystander"));
        OperationResults replay = Fleet.run(replayed, Fleet.options(2)).migrate(allSchemas, false);
        check(Operation.MIGRATE, replay);
        assertThat(waysOf(replay).get(Way.Engine.REPLAY))
                .as("those whose names mean nothing in SQL, but for the pilot")
                .hasSizeGreaterThan(4)
                .contains("Acme", "caf\u00e9", "select");
        assertThat(waysOf(replay).get(Way.Engine.LIQUIBASE)).contains("*", "'", "$$", "{fn now()}", "\"\"");
        requireOwn("SELECT place.schema_name FROM %s.place JOIN %1$s.customer ON place.id = place_id");
        requireOwn("SELECT schema_name FROM %s.place WHERE id = 2");

        Engines named = engines(line, FIRST, REPLAYED, NAMED);
        check(
                Operation.MIGRATE,
                Fleet.run(named, Fleet.options(2).with(Replaying.OFF), query(named))
                        .migrate(TenantSelection.ALL, false));
        // Liquibase takes the value NULL for none.
        requireOwn("SELECT coalesce(name, 'NULL') FROM %s.name WHERE name IS NOT DISTINCT FROM schema_name");
        checkStatus(named);

        check(
                Operation.ROLL_BACK,
                Fleet.rollback(
                                named,
                                new Rollback(
                                        new RollbackTarget.Runs(
                                                List.of(named.runId().value())),
                                        false))
                        .rollBack(tenants(), false));
        check(
                Operation.ROLL_BACK,
                Fleet.rollback(replayed, new Rollback(new RollbackTarget.Count(2), false))
                        .rollBack(tenants(), false));
        requireOwn("SELECT schema_name FROM %s.place");

        OperationResults dropped = Fleet.drop(first, Fleet.options(2)).drop(tenants(), false);
        checkReport(Operation.DROP, dropped);
        assertThat(SchemaObjects.of(database)).isEqualTo(before);
        Faults.tell("{} names on {}, 0 objects in a wrong schema", names.size(), line);
    }

    @ParameterizedTest
    @MethodSource("io.github.pgmt.testing.SchemaNames#refused")
    void aNameThatCannotBeATenantsIsNoneAndNothingIsChanged(String name) throws SQLException {
        database.execute("DELETE FROM public.tenants");
        if (name.indexOf('\0') < 0) {
            register(List.of(name));
        }
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, FIRST);

        if (name.isBlank()) {
            assertThatThrownBy(() -> Fleet.setUp(engines, NewSchema.PLAIN, registry(engines))
                            .setUp(TenantSelection.ALL, false))
                    .isInstanceOf(InvalidSelectionException.class);
        } else if (name.indexOf('\0') < 0) {
            assertThat(Fleet.setUp(engines, NewSchema.PLAIN, registry(engines))
                            .setUp(TenantSelection.ALL, false)
                            .tenants())
                    .extracting(TenantResult::schema, result -> result.failure().map(Failure::kind))
                    .containsExactly(tuple(name, Optional.of(Failure.Kind.NAME)));
        }
        assertThatThrownBy(() -> Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                        .setUp(new TenantSelection(List.of(name), List.of(), List.of(), List.of()), false))
                .isInstanceOf(InvalidSelectionException.class)
                .message()
                .matches("(?s).*(empty|blank|NUL|63 bytes|belongs to PostgreSQL|search_path|white space|backslash).*");
        assertThat(SchemaObjects.of(database)).isEqualTo(before);
    }

    private static Map<Way.Engine, List<String>> waysOf(OperationResults results) {
        return results.tenants().stream()
                .collect(Collectors.groupingBy(
                        tenant -> tenant.way().engine().orElseThrow(),
                        Collectors.mapping(TenantResult::schema, Collectors.toList())));
    }

    /** Every tenant has the same objects as the plainest, and outside of them all is as it was. */
    private void check(Operation operation, OperationResults results) {
        checkReport(operation, results);
        SchemaObjects now = SchemaObjects.of(database);
        List<String> expected = now.in("acme");
        assertThat(expected).isNotEmpty();
        for (String name : names) {
            assertThat(now.in(name)).as(name).isEqualTo(expected);
        }
        assertThat(now.in("public")).isEqualTo(before.in("public"));
        assertThat(now.in("bystander")).isEqualTo(before.in("bystander"));
        assertThat(now.bySchema().keySet()).hasSize(names.size() + 2);
        assertThat(database.query("SELECT id FROM bystander.place")).containsExactly("1");
    }

    private void checkReport(Operation operation, OperationResults results) {
        assertThat(results.tenants())
                .hasSameSizeAs(names)
                .allSatisfy(tenant ->
                        assertThat(tenant.outcome()).as(tenant.toString()).isEqualTo(operation.success(false)));
        assertThat(results.outside()).isEmpty();
        checkNames(Reports.report(new OperationReport(operation, false, results)));
    }

    private void checkStatus(Engines engines) {
        List<TenantStatus> statuses = Fleet.status(engines, registry(engines), TenantSelection.ALL);
        assertThat(statuses)
                .allSatisfy(status ->
                        assertThat(status.state()).as(status.toString()).isEqualTo(TenantStatus.State.UP_TO_DATE));
        checkNames(Statuses.report(true, statuses));
    }

    private void checkNames(RunReport report) {
        WrittenReports read = WrittenReports.of(report, directory);
        List<String> sorted = List.copyOf(new TreeSet<>(names));
        assertThat(read.namesInJson()).isEqualTo(sorted);
        assertThat(read.namesInJUnitXml())
                .isEqualTo(sorted.stream().map(WrittenReports::inXml).toList());
    }

    /** In each tenant the query, {@code %s} being its schema, has one row with the schema's name. */
    private void requireOwn(String query) {
        List<String> found = new ArrayList<>();
        for (int from = 0; from < names.size(); from += 50) {
            found.addAll(database.query(names.subList(from, Math.min(from + 50, names.size())).stream()
                    .map(name -> "SELECT (" + String.format(query, TestDatabase.quoted(name)) + ")")
                    .collect(Collectors.joining(" UNION ALL "))));
        }
        assertThat(found).as(query).hasSameSizeAs(names);
        for (int index = 0; index < names.size(); index++) {
            assertThat(found.get(index)).as(query).isEqualTo(names.get(index));
        }
    }

    private TenantSelection tenants() {
        return new TenantSelection(names, List.of(), List.of(), List.of());
    }

    private static TenantSource registry(Engines engines) {
        return new TableTenants(engines.server(), "public.tenants", "subdomain", Optional.empty());
    }

    private static TenantSource query(Engines engines) {
        return new QueryTenants(engines.server(), "SELECT subdomain FROM public.tenants", Optional.empty());
    }

    private Engines engines(LiquibaseLine line, String... files) {
        Changelog changelog =
                new Changelog(List.of(files), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, Path.of("src", "test", "resources"));
    }
}
