package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
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
 * Whatever a changelog has and however far its tenants are: what a rollback leaves is what Liquibase's own leaves. The
 * changelogs are random, as in {@link ReplayEqualsLiquibaseTest}.
 */
@Tag(Faults.TAG)
class RollbackEqualsLiquibaseTest {

    private static final int CHANGE_SETS = 24;
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
        Faults.tell("{} rollbacks of random changelogs on {}: {}", rounds, line, ways);
        if (rounds > 1) {
            assertThat(ways.get(Way.Engine.REPLAY))
                    .as("not everything is Liquibase's: %s", ways)
                    .isGreaterThan(rounds);
        }
    }

    private List<TenantResult> round(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        RandomChangelog changelog = new RandomChangelog(seed, CHANGE_SETS, seed % 4 == 3 ? 0.3 : 0);
        Path root = changelog.writeFirst(directory.resolve("changelog" + seed), CHANGE_SETS);
        int count = 1 + random.nextInt(CHANGE_SETS / 2);
        List<Integer> steps = List.of(CHANGE_SETS, 12 + random.nextInt(12), 12 + random.nextInt(12));
        try (TestDatabase ours = new TestDatabase();
                TestDatabase theirs = new TestDatabase()) {
            for (TestDatabase database : List.of(ours, theirs)) {
                prepare(line, database, root, steps);
            }
            List<TenantResult> results = rollBack(line, ours, root, count);
            List<Boolean> failed = rollBackTheirs(line, theirs, root, count);

            assertThat(results)
                    .as(
                            "seed %d: everything has a rollback; what has none is refused before, and Liquibase goes as far as it can",
                            seed)
                    .noneMatch(result -> result.failure()
                            .filter(failure -> failure.message().contains("cannot be rolled back"))
                            .isPresent());
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
                liquibase.updateCount(update(database, TENANTS.get(tenant), root), steps.get(tenant % steps.size()));
            }
        }
    }

    private static List<TenantResult> rollBack(LiquibaseLine line, TestDatabase database, Path root, int count) {
        Changelog changelog = new Changelog(
                List.of(RandomChangelog.MASTER),
                Optional.of(RandomChangelog.CONTEXTS),
                Optional.empty(),
                Map.of(),
                HistoryTables.DEFAULT);
        Rollback rollback = new Rollback(new RollbackTarget.Count(count), false);
        List<TenantResult> results = Fleet.rollback(Engines.of(database, line, changelog, root), rollback)
                .rollBack(TenantSelection.ALL, false)
                .tenants();
        return TENANTS.stream()
                .map(schema -> results.stream()
                        .filter(result -> result.schema().equals(schema))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static List<Boolean> rollBackTheirs(LiquibaseLine line, TestDatabase database, Path root, int count) {
        List<Boolean> failed = new ArrayList<>();
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            for (String tenant : TENANTS) {
                failed.add(liquibase
                        .rollbackCount(update(database, tenant, root), count)
                        .failure()
                        .isPresent());
            }
        }
        return failed;
    }

    private static OwnLiquibase.Update update(TestDatabase database, String tenant, Path root) {
        return new OwnLiquibase.Update(
                database, tenant, root, RandomChangelog.MASTER, RandomChangelog.CONTEXTS, "", Map.of());
    }
}
