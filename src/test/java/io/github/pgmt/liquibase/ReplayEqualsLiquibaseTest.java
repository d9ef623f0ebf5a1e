package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a changelog has and however far its tenants are: what a run leaves is what Liquibase's own update leaves. The
 * changelogs are random, see {@link RandomRound}.
 */
@Tag(Faults.TAG)
class ReplayEqualsLiquibaseTest {

    private static final int CHANGE_SETS = 24;
    /** Many make most of a changelog Liquibase's; of a few, each takes itself along. */
    private static final List<Double> UNPLANNABLE = List.of(0.08, 0.3, 0.0, 0.04);

    @TempDir
    private Path directory;

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void anyChangelogOnAnyHistories(LiquibaseLine line) {
        Map<Way.Engine, Integer> ways = RandomRound.several(line, seed -> round(line, seed));
        if (RandomRound.rounds() > 1) {
            assertThat(ways.getOrDefault(Way.Engine.REPLAY, 0) + ways.getOrDefault(Way.Engine.MIXED, 0))
                    .as("not everything is Liquibase's: %s", ways)
                    .isGreaterThan(RandomRound.rounds());
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
        int others = random.nextInt(1 << RandomRound.TENANTS.size());
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(before, steps);
            for (TestDatabase database : round.databases()) {
                makeTable(database, steps, others);
            }
            List<TenantResult> results = Fleet.run(round.engines(now), RandomRound.OPTIONS)
                    .migrate(TenantSelection.ALL, false)
                    .tenants();
            round.assertAsByLiquibase(results, now, OwnLiquibase::update);
            return results;
        }
    }

    /** Some that have a history have also what preconditions look for. */
    private static void makeTable(TestDatabase database, List<Integer> steps, int which) {
        for (int tenant = 0; tenant < RandomRound.TENANTS.size(); tenant++) {
            if ((which & 1 << tenant) != 0 && steps.get(tenant % steps.size()) > 0) {
                database.execute("CREATE TABLE " + TestDatabase.quoted(RandomRound.TENANTS.get(tenant)) + "."
                        + RandomChangelog.ELSEWHERE + " AS SELECT 1 AS id");
            }
        }
    }
}
