package io.github.pgmt.liquibase;

import static io.github.pgmt.testing.LiquibaseLine.LIQUIBASE_4;
import static io.github.pgmt.testing.LiquibaseLine.LIQUIBASE_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.KilledRuns;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.MigratingProcess;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is killed leaves whole changesets and no lock, and the same command again does the rest. The integration test
 * {@code killed} does the same to Maven.
 */
@Tag(Faults.TAG)
class KilledRunTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @RegisterExtension
    final TestDatabase other = new TestDatabase();

    @TempDir
    private Path directory;

    /**
     * In every build that in which nothing may be between two transactions. The one in which most is goes by a plan then, and
     * without one over two databases.
     */
    static Stream<Arguments> runs() {
        return Faults.cases(
                List.of(arguments(LIQUIBASE_4, "changelogs/lost/changelog.sql", Atomicity.TENANT)),
                List.of(
                        arguments(LIQUIBASE_5, "changelogs/lost/with-segment.sql", Atomicity.CHANGESET),
                        arguments(LIQUIBASE_4, "changelogs/lost/with-index.yaml", Atomicity.CHANGESET),
                        arguments(LIQUIBASE_4, "changelogs/lost/changelog.sql", Atomicity.CHANGESET),
                        arguments(LIQUIBASE_5, "changelogs/lost/changelog.sql", Atomicity.CHANGESET),
                        arguments(LIQUIBASE_4, "changelogs/lost/with-segment.sql", Atomicity.CHANGESET),
                        arguments(LIQUIBASE_5, "changelogs/lost/with-index.yaml", Atomicity.CHANGESET)));
    }

    static Stream<LiquibaseLine> linesOfRollbacks() {
        return Faults.cases(List.of(LIQUIBASE_5), List.of(LIQUIBASE_4));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theSameCommandFinishesWhatAKilledRunBegan(LiquibaseLine line, String changelog, Atomicity atomicity) {
        int kills = Faults.rounds(1, 10);
        KilledRuns runs = new KilledRuns(
                        database,
                        atomicity == Atomicity.TENANT,
                        () -> MigratingProcess.start(database, line, changelog, atomicity))
                .finishedBy(() -> migrate(line, changelog, atomicity));

        int inTheMiddle = runs.kill(kills, new Random(Faults.seed()));

        Faults.tell(
                "{} kills on {} with {} and atomicity {}, {} in the middle: 0 locks left, 0 half changesets, "
                        + "0 manual steps",
                kills,
                line,
                changelog,
                atomicity,
                inTheMiddle);
    }

    @ParameterizedTest
    @MethodSource("linesOfRollbacks")
    void theSameRollbackFinishesWhatAKilledOneBegan(LiquibaseLine line) {
        int kills = Faults.rounds(1, 10);
        String changelog = "changelogs/lost/back.sql";
        LocalDateTime start = LocalDateTime.parse("2026-01-01T00:00:00");
        KilledRuns runs = KilledRuns.takingBack(
                        database,
                        () -> migrate(line, changelog, Atomicity.CHANGESET),
                        () -> MigratingProcess.rollBack(database, line, changelog, start))
                .finishedBy(() -> rollBack(line, changelog, start));

        int inTheMiddle = runs.kill(kills, new Random(Faults.seed()));

        Faults.tell("{} kills of rollbacks on {}, {} in the middle: 0 half changesets", kills, line, inTheMiddle);
    }

    @Test
    void theSameCommandFinishesInEveryDatabaseWhatAKilledRunBegan() {
        int kills = Faults.rounds(1, 10);
        String changelog = "changelogs/lost/changelog.sql";
        List<TestDatabase> databases = List.of(database, other);
        KilledRuns runs = new KilledRuns(databases, false, () -> MigratingProcess.start(databases, changelog))
                .finishedBy(() -> MigratingProcess.migrate(
                        databases.stream().map(TestDatabase::url).toList(), changelog));

        int inTheMiddle = runs.kill(kills, new Random(Faults.seed()));

        Faults.tell(
                "{} kills of runs over two databases, {} in the middle: 0 locks left, 0 half changesets, 0 manual steps",
                kills,
                inTheMiddle);
    }

    @Test
    void theSamePlanIsCarriedOutToItsEndAfterAKilledRun() {
        int kills = Faults.rounds(1, 10);
        String changelog = "changelogs/lost/with-segment.sql";
        Path plan = directory.resolve("plan.json");
        List<TenantResult> ends = new ArrayList<>();
        KilledRuns runs = new KilledRuns(database, false, () -> {
                    inThisJvm(LIQUIBASE_5, changelog, engines -> MigratingProcess.plan(plan, engines));
                    return MigratingProcess.keepTo(plan, database, LIQUIBASE_5, changelog);
                })
                .finishedBy(() -> inThisJvm(LIQUIBASE_5, changelog, engines -> {
                    if (Files.notExists(plan)) {
                        // Of the fleet that no run is killed on.
                        MigratingProcess.plan(plan, engines);
                    }
                    ends.addAll(MigratingProcess.carryOut(plan, engines));
                }));

        int inTheMiddle = runs.kill(kills, new Random(Faults.seed()));

        assertThat(ends)
                .isNotEmpty()
                .allSatisfy(end -> assertThat(end.outcome()).isIn(Outcome.MIGRATED, Outcome.UP_TO_DATE));
        Faults.tell("{} kills of runs that keep to a plan, {} in the middle: 0 STALE", kills, inTheMiddle);
    }

    private void migrate(LiquibaseLine line, String changelog, Atomicity atomicity) {
        inThisJvm(
                line,
                changelog,
                engines -> Fleet.migrateAll(engines, Fleet.options(3).with(atomicity)));
    }

    private void rollBack(LiquibaseLine line, String changelog, LocalDateTime time) {
        Rollback rollback = new Rollback(new RollbackTarget.Date(time), false);
        inThisJvm(
                line,
                changelog,
                engines -> Fleet.rollback(engines, rollback, Fleet.options(3)).rollBack(TenantSelection.ALL, false));
    }

    /** No session may stay: it would be taken for one of a run that was killed. */
    private void inThisJvm(LiquibaseLine line, String changelog, Consumer<Engines> run) {
        Engines engines = Engines.of(database, line, changelog);
        try (TenantReplays replays = engines.replays()) {
            run.accept(engines);
        }
        database.endSpare();
    }
}
