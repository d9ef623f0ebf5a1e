package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.BreadthChangelog;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a run leaves in the tenants is what Liquibase's own update leaves in schemas of the same names in another database:
 * objects, rows and history; and what the status of a tenant says before is what runs. The changelog uses what Liquibase offers, see {@code changelogs/breadth}.
 */
class SameAsLiquibaseTest {

    private static final Path BREADTH = BreadthChangelog.ROOT;
    private static final String MASTER = BreadthChangelog.MASTER;
    private static final String CONTEXTS = BreadthChangelog.CONTEXTS;
    private static final String LABELS = BreadthChangelog.LABELS;
    private static final Map<String, String> CURRENCIES = Map.of("acme", "EUR", "Tenant_B", "CHF");

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path directory;

    @BeforeEach
    void createTenants() {
        databases.createSchemas(CURRENCIES.keySet());
        databases.execute("CREATE SCHEMA reference CREATE TABLE country (code text)");
    }

    /** The old one has been run by a Liquibase that made other checksums, and then by one that made none. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aNewTenantAndOneOfAnEarlierReleaseAndBothWhenTheyAreCurrent(LiquibaseLine line) {
        Path earlier = BreadthChangelog.earlier(directory.resolve("earlier"));
        assertThat(withLiquibase(line, ours, List.of("acme"), earlier, MASTER, OwnLiquibase::update))
                .containsOnly(Optional.empty());
        assertThat(withLiquibase(line, ours, List.of("acme"), earlier, MASTER, OwnLiquibase::recordOlderChecksums))
                .containsOnly(Optional.empty());
        ours.execute("UPDATE acme.databasechangelog SET md5sum = NULL WHERE id IN ('2', 'script')");
        databases.copyOurs();
        assertThat(theirs.query("SELECT DISTINCT left(md5sum, 2) FROM acme.databasechangelog"))
                .as("older checksums, and none")
                .contains("8:")
                .containsNull();

        migrateOurs(line);
        migrateTheirs(line);

        databases.assertSame();
        assertThat(theirs.query("SELECT DISTINCT exectype FROM \"Tenant_B\".databasechangelog ORDER BY 1"))
                .as("the changelog does what it is for")
                .containsExactly("EXECUTED", "MARK_RAN");
        assertThat(theirs.query("SELECT DISTINCT exectype FROM acme.databasechangelog ORDER BY 1"))
                .containsExactly("EXECUTED", "MARK_RAN", "RERAN");
        assertThat(theirs.query(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'Tenant_B' AND tablename ~ 'elsewhere'"))
                .as("another schema is found")
                .isNotEmpty();

        migrateOurs(line);
        migrateTheirs(line);

        databases.assertSame();
    }

    /** In every build random changelogs have tenants that are half way: {@link ReplayEqualsLiquibaseTest}. */
    static Stream<Arguments> halfWays() {
        return Faults.cases(
                List.of(),
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_4, 7),
                        arguments(LiquibaseLine.LIQUIBASE_4, 33),
                        arguments(LiquibaseLine.LIQUIBASE_5, 19)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("halfWays")
    @Tag(Faults.TAG)
    void aTenantThatWasLeftHalfWay(LiquibaseLine line, int changeSets) {
        prepare(line, ours, (liquibase, update) -> liquibase.updateCount(update, changeSets));
        databases.copyOurs();
        assertThat(theirs.query("SELECT count(*) BETWEEN 1 AND " + changeSets + " FROM acme.databasechangelog"))
                .as("some are recorded, and others are left")
                .containsExactly("t");

        migrateOurs(line);
        migrateTheirs(line);

        databases.assertSame();
    }

    static Stream<Arguments> failures() {
        return Faults.cases(
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_4, "db/changelog/halting.yaml"),
                        arguments(LiquibaseLine.LIQUIBASE_5, "db/changelog/failing.sql")),
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_5, "db/changelog/halting.yaml"),
                        arguments(LiquibaseLine.LIQUIBASE_4, "db/changelog/halting-at-once.xml")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @Tag(Faults.TAG)
    void aTenantInWhichTheUpdateFails(LiquibaseLine line, String changelog) {
        List<TenantResult> results = migrate(engines(line, changelog));
        List<Optional<String>> failures =
                withLiquibase(line, theirs, CURRENCIES.keySet(), BREADTH, changelog, OwnLiquibase::update);

        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.FAILED);
        assertThat(failures).allSatisfy(failure -> assertThat(failure).isPresent());
        databases.assertSame();
    }

    private void migrateOurs(LiquibaseLine line) {
        Engines engines = engines(line, MASTER);
        List<TenantStatus> foretold = Fleet.status(engines, registry(engines), TenantSelection.ALL);
        List<TenantResult> results = migrate(engines);
        assertThat(results)
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty())
                .hasSameSizeAs(CURRENCIES.keySet());
        assertForetold(foretold, results);
    }

    /** What the status says before is what runs. */
    private static void assertForetold(List<TenantStatus> foretold, List<TenantResult> results) {
        assertThat(foretold).zipSatisfy(results, (status, result) -> {
            List<ChangeSetId> applied = new ArrayList<>(status.changeSets().pending());
            applied.removeAll(result.changeSets().notRun());
            assertThat(result.changeSets().applied()).isEqualTo(applied);
            assertThat(status.changeSets().pending())
                    .containsAll(result.changeSets().notRun());
            assertThat(result.changeSets().always())
                    .isEqualTo(status.changeSets().always());
            assertThat(status.problem()).isEmpty();
            assertThat(status.changeSets().unknown()).isEmpty();
        });
    }

    private static List<TenantResult> migrate(Engines engines) {
        return Fleet.run(engines, Fleet.options(1), registry(engines))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private Engines engines(LiquibaseLine line, String file) {
        Changelog changelog = new Changelog(
                List.of(file), Optional.of(CONTEXTS), Optional.of(LABELS), Map.of(), HistoryTables.DEFAULT);
        return Engines.of(ours, line, changelog, BREADTH);
    }

    private static TenantSource registry(Engines engines) {
        return new QueryTenants(
                engines.server(),
                "SELECT * FROM (VALUES ('acme', 'EUR'), ('Tenant_B', 'CHF')) AS tenant (schema, currency)",
                Optional.empty());
    }

    private void migrateTheirs(LiquibaseLine line) {
        prepare(line, theirs, OwnLiquibase::update);
    }

    private static void prepare(LiquibaseLine line, TestDatabase database, Work work) {
        assertThat(withLiquibase(line, database, CURRENCIES.keySet(), BREADTH, MASTER, work))
                .containsOnly(Optional.empty());
    }

    private interface Work {
        OwnLiquibase.Result in(OwnLiquibase liquibase, OwnLiquibase.Update update);
    }

    private static List<Optional<String>> withLiquibase(
            LiquibaseLine line, TestDatabase database, Collection<String> tenants, Path root, String file, Work work) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            return tenants.stream()
                    .map(tenant -> new OwnLiquibase.Update(
                            database,
                            tenant,
                            root,
                            file,
                            CONTEXTS,
                            LABELS,
                            Map.of(
                                    "currency", CURRENCIES.get(tenant),
                                    "tenant", tenant,
                                    "tenant.schema", tenant)))
                    .map(update -> work.in(liquibase, update).failure())
                    .toList();
        }
    }
}
