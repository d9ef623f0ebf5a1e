package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.BreadthChangelog;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a replay leaves in a tenant is what Liquibase's own update leaves in a schema of the same name in another database.
 * The changelog uses what Liquibase offers; what of it cannot be replayed is recorded as run beforehand.
 */
class ReplayedAsByLiquibaseTest {

    private static final List<String> TENANTS = List.of("acme", "Te-na.nt B", "table");
    private static final Map<String, String> PARAMETERS = Map.of("currency", "EUR");

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void newTenantsThenARelease(LiquibaseLine line) throws IOException {
        Path earlier = BreadthChangelog.forAllAlike(directory.resolve("earlier"));
        BreadthChangelog.makeEarlier(earlier);
        Path now = BreadthChangelog.forAllAlike(directory.resolve("now"));
        // Of a changeset that cannot be replayed, which is not to run.
        Path data = Path.of("db", "changelog", "data", "more.csv");
        Files.copy(now.resolve(data), earlier.resolve(data), StandardCopyOption.REPLACE_EXISTING);
        recordWhatCannotBeReplayed(line, now);

        migrate(line, earlier);
        databases.assertSame();
        assertThat(theirs.query("SELECT DISTINCT exectype FROM acme.databasechangelog"))
                .doesNotContain("RERAN");

        migrate(line, now);
        databases.assertSame();
        assertThat(theirs.query("SELECT DISTINCT exectype FROM acme.databasechangelog ORDER BY 1"))
                .as("what runs again is among it")
                .contains("RERAN");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void tenantsWithoutLiquibasesTables(LiquibaseLine line) {
        databases.createSchemas(TENANTS);
        Path changelog = Path.of("src", "test", "resources");
        assertReplayed(migrateOurs(line, changelog, "changelogs/shop/master.yaml"));
        migrateTheirs(line, changelog, "changelogs/shop/master.yaml");

        databases.assertSame();
    }

    /** Statements that keep to the tenant and the transaction, and words that only look like others. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void tenantsWhoseSqlIsFullOfWords(LiquibaseLine line) {
        databases.createSchemas(TENANTS);
        Path changelog = Path.of("src", "test", "resources");
        assertReplayed(migrateOurs(line, changelog, "changelogs/words/words.sql"));
        migrateTheirs(line, changelog, "changelogs/words/words.sql");

        databases.assertSame();
        assertThat(theirs.query("SELECT DISTINCT checked FROM acme.made_later")).containsExactly("on");
    }

    private void recordWhatCannotBeReplayed(LiquibaseLine line, Path root) {
        ours.execute("CREATE SCHEMA trial_1", "CREATE SCHEMA trial_2");
        List<String> ids = migrateOurs(line, root, BreadthChangelog.MASTER).get(1).way().notReplayed().stream()
                .filter(reason -> !reason.why().equals("is one of few beside others that are not"))
                .map(NotReplayed::changeSet)
                .map(changeSet -> changeSet.file() + " " + changeSet.id())
                .toList();
        assertThat(ids).as("the changelog has what must not be replayed").hasSizeGreaterThan(10);
        String history = "trial_1.databasechangelog";
        String rows = ids.stream()
                .map(id -> "'" + id + "'")
                .reduce((first, second) -> first + ", " + second)
                .orElseThrow();
        for (String tenant : TENANTS) {
            String schema = TestDatabase.quoted(tenant);
            ours.execute(
                    "CREATE SCHEMA " + schema,
                    "CREATE TABLE " + schema + ".databasechangelog (LIKE " + history + " INCLUDING ALL)",
                    "CREATE TABLE " + schema
                            + ".databasechangeloglock (LIKE trial_1.databasechangeloglock INCLUDING ALL)",
                    "INSERT INTO " + schema + ".databasechangeloglock VALUES (1, false)",
                    "INSERT INTO " + schema + ".databasechangelog SELECT * FROM " + history
                            + " WHERE filename || ' ' || id IN (" + rows + ")");
        }
        ours.execute("DROP SCHEMA trial_1 CASCADE", "DROP SCHEMA trial_2 CASCADE");
        databases.copyOurs();
    }

    private void migrate(LiquibaseLine line, Path root) {
        assertReplayed(migrateOurs(line, root, BreadthChangelog.MASTER));
        migrateTheirs(line, root, BreadthChangelog.MASTER);
    }

    private static void assertReplayed(List<TenantResult> results) {
        assertThat(results)
                .hasSameSizeAs(TENANTS)
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty())
                .allSatisfy(tenant -> assertThat(tenant.way().notReplayed()).isEmpty());
        assertThat(results)
                .filteredOn(tenant -> tenant.way().engine().equals(Optional.of(Way.Engine.REPLAY)))
                .as("all but the pilot")
                .hasSize(TENANTS.size() - 1);
    }

    private List<TenantResult> migrateOurs(LiquibaseLine line, Path root, String file) {
        Changelog changelog = new Changelog(
                List.of(file),
                Optional.of(BreadthChangelog.CONTEXTS),
                Optional.of(BreadthChangelog.LABELS),
                PARAMETERS,
                HistoryTables.DEFAULT);
        return Fleet.run(Engines.of(ours, line, changelog, root), Fleet.options(2))
                .migrate(TenantSelection.ALL, false)
                .tenants();
    }

    private void migrateTheirs(LiquibaseLine line, Path root, String file) {
        TENANTS.forEach(tenant -> update(line, theirs, tenant, root, file));
    }

    private static void update(LiquibaseLine line, TestDatabase database, String tenant, Path root, String file) {
        OwnLiquibase.migrate(
                line,
                new OwnLiquibase.Update(
                        database, tenant, root, file, BreadthChangelog.CONTEXTS, BreadthChangelog.LABELS, PARAMETERS));
    }
}
