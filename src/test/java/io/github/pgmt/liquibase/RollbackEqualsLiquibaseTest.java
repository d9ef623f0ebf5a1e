package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a changelog has and however far its tenants are: what a rollback leaves is what Liquibase's own leaves. The
 * changelogs are random, see {@link RandomRound}.
 */
@Tag(Faults.TAG)
class RollbackEqualsLiquibaseTest {

    private static final int CHANGE_SETS = 24;

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void anyChangelogOnAnyHistories(LiquibaseLine line) {
        Map<Way.Engine, Integer> ways = RandomRound.several(line, seed -> round(line, seed));
        Faults.tell("{} rollbacks of random changelogs on {}: {}", RandomRound.rounds(), line, ways);
        if (RandomRound.rounds() > 1) {
            assertThat(ways.get(Way.Engine.REPLAY))
                    .as("not everything is Liquibase's: %s", ways)
                    .isGreaterThan(RandomRound.rounds());
        }
    }

    private List<TenantResult> round(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        RandomChangelog changelog = new RandomChangelog(seed, CHANGE_SETS, seed % 4 == 3 ? 0.3 : 0);
        Path root = changelog.writeFirst(directory.resolve("changelog" + seed), CHANGE_SETS);
        int count = 1 + random.nextInt(CHANGE_SETS / 2);
        List<Integer> steps = List.of(CHANGE_SETS, 12 + random.nextInt(12), 12 + random.nextInt(12));
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(root, steps);
            Rollback rollback = new Rollback(new RollbackTarget.Count(count), false);
            List<TenantResult> results = Fleet.rollback(round.engines(root), rollback, RandomRound.OPTIONS)
                    .rollBack(TenantSelection.ALL, false)
                    .tenants();

            assertThat(results)
                    .as(
                            "seed %d: everything has a rollback; what has none is refused before, and Liquibase goes as far as it can",
                            seed)
                    .noneMatch(result -> result.failure()
                            .filter(failure -> failure.message().contains("cannot be rolled back"))
                            .isPresent());
            round.assertAsByLiquibase(results, root, (liquibase, update) -> liquibase.rollbackCount(update, count));
            return results;
        }
    }
}
