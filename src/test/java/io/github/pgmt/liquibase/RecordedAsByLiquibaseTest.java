package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.BreadthChangelog;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TwoDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows and tags that are written without a session of Liquibase's are those that Liquibase's own {@code changelog-sync} and
 * {@code tag} leave in a schema of the same name in another database.
 */
class RecordedAsByLiquibaseTest {

    private static final List<String> TENANTS = List.of("Tenant_B", "table", "o'hara");

    /** A quote in a schema's name means something in SQL. */
    private static final int REPLAYED = TENANTS.size() - 2;

    private static final int CHANGE_SETS = 24;

    private static final Adoption UNCHECKED = new Adoption(Optional.empty(), true);

    @RegisterExtension
    final TwoDatabases databases = new TwoDatabases();

    private final TestDatabase ours = databases.ours();
    private final TestDatabase theirs = databases.theirs();

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aChangelogWithWhatLiquibaseOffers(LiquibaseLine line) {
        Path root = BreadthChangelog.forAllAlike(directory.resolve("breadth"));
        Own own = new Own(line, root, BreadthChangelog.MASTER, BreadthChangelog.CONTEXTS, BreadthChangelog.LABELS);
        databases.createSchemas(TENANTS);

        assertReplayed(own.adopt(Optional.empty()), Outcome.SYNCED, REPLAYED);
        own.inTheirs(OwnLiquibase::changelogSync);

        databases.assertSame();
        assertThat(ours.query("SELECT count(*) > 50 AND bool_and(replayed.deployment_id = pilot.deployment_id "
                        + "AND replayed.dateexecuted BETWEEN pilot.dateexecuted AND pilot.dateexecuted + interval '1 hour') "
                        + "FROM \"Tenant_B\".databasechangelog AS pilot JOIN \"table\".databasechangelog AS replayed "
                        + "USING (id, author, filename)"))
                .as("run and time")
                .containsExactly("t");

        assertReplayed(own.tag("release"), Outcome.TAGGED, REPLAYED);
        own.inTheirs((liquibase, update) -> liquibase.tag(update, "release"));

        databases.assertSame();
        assertThat(ours.query("SELECT tag FROM \"Tenant_B\".databasechangelog ORDER BY orderexecuted DESC LIMIT 1"))
                .containsExactly("release");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatIsMissingInHistoriesOfAnyChangelog(LiquibaseLine line) {
        long seed = 4711 + line.ordinal();
        Path root = new RandomChangelog(seed, CHANGE_SETS, 0.3).writeFirst(directory.resolve("random"), CHANGE_SETS);
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(root, List.of(9, 0, 4));

            List<TenantResult> results = Fleet.adoption(round.engines(root), UNCHECKED)
                    .adopt(TenantSelection.ALL, false)
                    .tenants();

            assertThat(results)
                    .extracting(result -> result.way().engine().orElseThrow())
                    .as("a pilot and another one with each history")
                    .containsExactlyInAnyOrder(
                            Way.Engine.LIQUIBASE,
                            Way.Engine.LIQUIBASE,
                            Way.Engine.LIQUIBASE,
                            Way.Engine.REPLAY,
                            Way.Engine.REPLAY,
                            Way.Engine.REPLAY);
            round.assertAsByLiquibase(results, root, OwnLiquibase::changelogSync);
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void upToATag(LiquibaseLine line) {
        Path root = Path.of("src", "test", "resources");
        Own own = new Own(line, root, "changelogs/rollback/tagged.yaml", "", "");
        databases.createSchemas(TENANTS);

        assertReplayed(own.adopt(Optional.of("v1")), Outcome.SYNCED, REPLAYED);
        own.inTheirs((liquibase, update) -> liquibase.changelogSyncToTag(update, "v1"));
        databases.assertSame();

        assertReplayed(own.adopt(Optional.empty()), Outcome.SYNCED, REPLAYED);
        own.inTheirs(OwnLiquibase::changelogSync);
        databases.assertSame();
    }

    /** A changelog, recorded by us and by Liquibase alone. */
    private final class Own {

        private final LiquibaseLine line;
        private final Path root;
        private final String file;
        private final String contexts;
        private final String labels;

        Own(LiquibaseLine line, Path root, String file, String contexts, String labels) {
            this.line = line;
            this.root = root;
            this.file = file;
            this.contexts = contexts;
            this.labels = labels;
        }

        private Engines engines() {
            Changelog changelog = new Changelog(
                    List.of(file),
                    Optional.of(contexts).filter(text -> !text.isEmpty()),
                    Optional.of(labels).filter(text -> !text.isEmpty()),
                    Map.of("currency", "EUR"),
                    HistoryTables.DEFAULT);
            return Engines.of(ours, line, changelog, root);
        }

        List<TenantResult> adopt(Optional<String> toTag) {
            Engines engines = engines();
            return Fleet.adoption(engines, new Adoption(toTag, true))
                    .adopt(TenantSelection.ALL, false)
                    .tenants();
        }

        List<TenantResult> tag(String tag) {
            return Fleet.tag(engines(), tag).tenants();
        }

        void inTheirs(RandomRound.Work work) {
            try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
                for (String tenant : TENANTS) {
                    OwnLiquibase.Update update = new OwnLiquibase.Update(
                            theirs, tenant, root, file, contexts, labels, Map.of("currency", "EUR"));
                    assertThat(work.in(liquibase, update).failure()).isEmpty();
                }
            }
        }
    }

    private static void assertReplayed(List<TenantResult> results, Outcome outcome, int replayed) {
        assertThat(results)
                .hasSameSizeAs(TENANTS)
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty())
                .allSatisfy(tenant -> assertThat(tenant.outcome()).isEqualTo(outcome));
        assertThat(results)
                .filteredOn(tenant -> tenant.way().engine().equals(Optional.of(Way.Engine.REPLAY)))
                .hasSize(replayed);
    }
}
