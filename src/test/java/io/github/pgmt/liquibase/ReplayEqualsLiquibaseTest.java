package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a changelog has and however far its tenants are: what a run leaves is what Liquibase's own update leaves. The
 * changelogs are random; {@code -Dpgmt.test.seed} repeats one, {@code -Dpgmt.test.rounds} takes more of them.
 */
@Tag(Faults.TAG)
class ReplayEqualsLiquibaseTest {

    private static final int CHANGE_SETS = 24;
    /** Many make most of a changelog Liquibase's; of a few, each takes itself along. */
    private static final List<Double> UNPLANNABLE = List.of(0.3, 0.08, 0.0, 0.04);

    private static final List<String> TENANTS = List.of("t1", "t2", "T 3", "t4", "t5", "t6");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anyChangelogOnAnyHistories(LiquibaseLine line) {
        long first = Long.getLong("pgmt.test.seed", 1000L * (line.ordinal() + 1));
        int rounds = Integer.getInteger("pgmt.test.rounds", Faults.rounds(2, 100));
        Map<Way.Engine, Integer> ways = new EnumMap<>(Way.Engine.class);
        for (long seed = first; seed < first + rounds; seed++) {
            for (TenantResult result : round(line, seed)) {
                result.way().engine().ifPresent(engine -> ways.merge(engine, 1, Integer::sum));
            }
        }
        if (rounds > 1) {
            assertThat(ways.getOrDefault(Way.Engine.REPLAY, 0) + ways.getOrDefault(Way.Engine.MIXED, 0))
                    .as("not everything is Liquibase's: %s", ways)
                    .isGreaterThan(rounds);
            assertThat(ways.get(Way.Engine.MIXED)).as("some by turns: %s", ways).isPositive();
            assertThat(ways.get(Way.Engine.LIQUIBASE))
                    .as("pilots, and what cannot be replayed")
                    .isPositive();
        }
    }

    private List<TenantResult> round(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        RandomChangelog changelog = new RandomChangelog(seed, CHANGE_SETS, UNPLANNABLE.get((int) (seed % 4)));
        int released = 6 + random.nextInt(CHANGE_SETS - 6);
        Path before = changelog.writeFirst(directory.resolve("before" + seed), released);
        Path now = changelog.writeSecond(directory.resolve("now" + seed));
        List<Integer> steps = new ArrayList<>();
        for (int history = 0; history < 3; history++) {
            steps.add(random.nextInt(released + 1));
        }
        try (TestDatabase ours = new TestDatabase();
                TestDatabase theirs = new TestDatabase()) {
            for (TestDatabase database : List.of(ours, theirs)) {
                prepare(line, database, before, steps);
            }
            List<TenantResult> results = migrate(line, ours, now);
            List<Boolean> failed = update(line, theirs, now);

            assertThat(results)
                    .as("seed %d: the same fail", seed)
                    .extracting(result -> result.outcome() == Outcome.FAILED)
                    .isEqualTo(failed);
            assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                    .as("seed %d", seed)
                    .isEmpty();
            return results;
        }
    }

    /** Tenants with three histories, two of them with a history each. */
    private static void prepare(LiquibaseLine line, TestDatabase database, Path root, List<Integer> steps) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
                database.execute("CREATE SCHEMA " + TestDatabase.quoted(TENANTS.get(tenant)));
                int count = steps.get(tenant % steps.size());
                if (count > 0) {
                    liquibase.updateCount(update(database, TENANTS.get(tenant), root), count);
                }
            }
        }
    }

    private static List<TenantResult> migrate(LiquibaseLine line, TestDatabase database, Path root) {
        Changelog changelog = new Changelog(
                List.of(RandomChangelog.MASTER),
                Optional.of(RandomChangelog.CONTEXTS),
                Optional.empty(),
                Map.of(),
                HistoryTables.DEFAULT);
        List<TenantResult> results = Fleet.run(Engines.of(database, line, changelog, root), Fleet.options(2))
                .migrate(TenantSelection.ALL, false)
                .tenants();
        return TENANTS.stream()
                .map(schema -> results.stream()
                        .filter(result -> result.schema().equals(schema))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<Boolean> update(LiquibaseLine line, TestDatabase database, Path root) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            return TENANTS.stream()
                    .map(tenant -> liquibase
                            .update(update(database, tenant, root))
                            .failure()
                            .isPresent())
                    .toList();
        }
    }

    private static OwnLiquibase.Update update(TestDatabase database, String tenant, Path root) {
        return new OwnLiquibase.Update(
                database, tenant, root, RandomChangelog.MASTER, RandomChangelog.CONTEXTS, "", Map.of());
    }
}
