package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.RandomChangelog;
import io.github.pgmt.testing.RandomRound;
import io.github.pgmt.testing.TaggedChangelog;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a changelog has and however far its tenants are: what a run leaves that goes to a tag or takes so many changesets is
 * what Liquibase's own {@code update-to-tag} and {@code update-count} leave, and so is what comes after. The changelogs are
 * random, see {@link RandomRound}.
 */
@Tag(Faults.TAG)
class HowFarEqualsLiquibaseTest {

    private static final int CHANGE_SETS = Faults.rounds(12, 24);
    private static final List<Double> UNPLANNABLE = List.of(0.2, 0.0, 0.08, 0.0);

    @TempDir
    private Path directory;

    /** The same once more, or all that is left. */
    private enum Then {
        AGAIN,
        REST
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void toATag(LiquibaseLine line) {
        RandomRound.several(line, seed -> toATag(line, seed));
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void soManyChangeSets(LiquibaseLine line) {
        RandomRound.several(line, seed -> soMany(line, seed));
    }

    private List<TenantResult> toATag(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        return round(
                line,
                seed,
                random,
                HowFar.toTag(TaggedChangelog.TAG),
                (liquibase, update) -> liquibase.updateToTag(update, TaggedChangelog.TAG),
                Faults.cases(List.of(Then.REST), List.of(Then.AGAIN)).toList());
    }

    private List<TenantResult> soMany(LiquibaseLine line, long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(12);
        return round(
                line,
                seed,
                random,
                HowFar.changes(count),
                (liquibase, update) -> liquibase.updateCount(update, count),
                Faults.cases(List.of(Then.AGAIN), List.of(Then.REST)).toList());
    }

    private List<TenantResult> round(
            LiquibaseLine line,
            long seed,
            Random random,
            HowFar howFar,
            RandomRound.Work byLiquibase,
            List<Then> then) {
        double unplannable = UNPLANNABLE.get((int) (seed % UNPLANNABLE.size()));
        RandomChangelog changelog = new RandomChangelog(seed, CHANGE_SETS, unplannable);
        TaggedChangelog tags = new TaggedChangelog(random, CHANGE_SETS, CHANGE_SETS / 2);
        int released = 6 + random.nextInt(CHANGE_SETS - 6);
        Path before = tags.into(changelog.writeFirst(directory.resolve("before" + seed + howFar.hashCode()), released));
        Path now = tags.into(changelog.writeSecond(directory.resolve("now" + seed + howFar.hashCode())));
        List<Integer> steps = new ArrayList<>();
        for (int history = 0; history < 3; history++) {
            steps.add(random.nextInt(released + 1));
        }
        int marked = random.nextInt(1 << RandomRound.TENANTS.size());
        boolean whole = unplannable == 0 && random.nextBoolean();
        RunOptions options = RandomRound.OPTIONS.with(whole ? Atomicity.TENANT : Atomicity.CHANGESET);
        try (RandomRound round = new RandomRound(line, seed)) {
            round.prepare(before, steps);
            for (TestDatabase database : round.databases()) {
                mark(database, marked);
            }
            Engines engines = round.engines(now, howFar);
            List<TenantStatus> foretold = Fleet.status(engines);
            List<TenantResult> results = migrate(engines, options);
            if (!whole) {
                round.assertAsByLiquibase(results, now, byLiquibase);
                assertForetold(foretold, results, seed + " " + tags);
            }
            if (then.contains(Then.AGAIN)) {
                List<TenantResult> repeated = migrate(round.engines(now, howFar), options);
                if (!whole) {
                    round.assertAsByLiquibase(repeated, now, byLiquibase);
                }
                if (howFar.toTag().isPresent()) {
                    assertThat(repeated)
                            .filteredOn(tenant -> tenant.changeSets().always().isEmpty()
                                    && tenant.changeSets().notRun().isEmpty())
                            .as("seed %d", seed)
                            .allSatisfy(
                                    tenant -> assertThat(tenant.outcome()).isIn(Outcome.UP_TO_DATE, Outcome.FAILED));
                }
            }
            if (then.contains(Then.REST)) {
                List<TenantResult> rest = migrate(round.engines(now), RandomRound.OPTIONS);
                if (!whole) {
                    round.assertAsByLiquibase(rest, now, OwnLiquibase::update);
                }
            }
            return results;
        }
    }

    private static List<TenantResult> migrate(Engines engines, RunOptions options) {
        return Fleet.run(engines, options).migrate(TenantSelection.ALL, false).tenants();
    }

    /** Some have the tag on their last row, whatever makes it in the changelog; upper and lower case are the same in a history. */
    private static void mark(TestDatabase database, int which) {
        for (int tenant = 0; tenant < RandomRound.TENANTS.size(); tenant++) {
            String table = TestDatabase.quoted(RandomRound.TENANTS.get(tenant)) + ".databasechangelog";
            boolean managed = database.query("SELECT to_regclass('" + table.replace("'", "''") + "') IS NOT NULL")
                    .equals(List.of("t"));
            if (managed && (which & 1 << tenant) != 0) {
                database.execute("UPDATE " + table + " SET tag = '" + TaggedChangelog.TAG.toUpperCase(Locale.ROOT)
                        + "' WHERE orderexecuted = (SELECT max(orderexecuted) FROM " + table + ") AND tag IS NULL");
            }
        }
    }

    private static void assertForetold(List<TenantStatus> foretold, List<TenantResult> results, String round) {
        assertThat(foretold).zipSatisfy(results, (status, result) -> {
            if (result.outcome() != Outcome.FAILED) {
                List<ChangeSetId> applied = new ArrayList<>(status.changeSets().pending());
                applied.removeAll(result.changeSets().notRun());
                assertThat(result.changeSets().applied()).as(round).isEqualTo(applied);
                assertThat(result.changeSets().always())
                        .as(round)
                        .isEqualTo(status.changeSets().always());
            }
        });
    }
}
