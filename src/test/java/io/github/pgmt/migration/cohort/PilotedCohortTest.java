package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.cohort.PilotedCohort.PilotAtWork;
import io.github.pgmt.migration.cohort.PilotedCohort.Refused;
import io.github.pgmt.migration.cohort.PilotedCohort.Replayed;
import io.github.pgmt.migration.cohort.PilotedCohort.ThroughLiquibase;
import io.github.pgmt.migration.cohort.PilotedCohort.Waiting;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.SegmentedScript;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who of a cohort goes first, and that the others never wait for one that does not. */
class PilotedCohortTest {

    private static final List<Tenant> TENANTS = IntStream.range(0, 20)
            .mapToObj(number -> new Tenant("test", "t" + number, "t" + number, Map.of()))
            .toList();
    private static final Tenant FIRST = TENANTS.get(0);
    private static final Tenant SECOND = TENANTS.get(1);
    private static final PlannedScript SCRIPT = PlannedScript.none(List.of());
    private static final Failure FAILURE = Failure.of(Failure.Kind.CHANGESET, "no");

    private final PilotedCohort cohort =
            new PilotedCohort(new Grouping.Group(MigrationPlan.failed(FAILURE, List.of(), Set.of()), TENANTS), 3);

    @Test
    void whoMayNotStartAtAllIsNoPilotEither() {
        assertThat(cohort.admits(FIRST, all -> false)).isFalse();
        assertThat(cohort.admits(SECOND, all -> true)).isTrue();
    }

    @Test
    void whoeverComesFirstIsThePilotAndTheOthersWait() {
        assertThat(cohort.admits(FIRST, all -> true)).isTrue();
        assertThat(cohort.admits(SECOND, all -> true)).isFalse();
        assertThat(cohort.admits(FIRST, all -> true)).as("asked again").isTrue();
        assertThat(cohort.state()).isEqualTo(new PilotAtWork(FIRST, Optional.empty()));
        assertThat(cohort.replayed()).as("what others are to have").isEmpty();
    }

    @Test
    void ofManyAtOnceOneIsThePilot() {
        assertThat(TENANTS.parallelStream()
                        .filter(tenant -> cohort.admits(tenant, all -> true))
                        .count())
                .isOne();
    }

    @Test
    void aPilotThatIsHeldIsFollowedByAnotherThatNeedNotPlanAgain() {
        cohort.admits(FIRST, all -> true);
        cohort.become(new PilotAtWork(FIRST, Optional.of(SCRIPT)));
        cohort.pilotIsHeld();

        assertThat(cohort.state()).isEqualTo(new Waiting(Optional.of(SCRIPT)));
        assertThat(cohort.admits(SECOND, all -> true)).isTrue();
        assertThat(cohort.state()).isEqualTo(new PilotAtWork(SECOND, Optional.of(SCRIPT)));
        assertThat(cohort.admits(FIRST, all -> true)).isFalse();
    }

    @Test
    void afterTenPilotsThatFailedNobodyWaits() {
        failPilots(cohort, 10);

        assertThat(cohort.state()).isEqualTo(new ThroughLiquibase(List.of()));
        assertThat(TENANTS).allMatch(tenant -> cohort.admits(tenant, all -> true));
    }

    /** Else the others would start at once before so many have failed. */
    @Test
    void whereMoreMayFailAlikeBeforeTheCohortStopsMoreGoOneAfterTheOther() {
        PilotedCohort patient = new PilotedCohort(new Grouping.Group(cohort.plan(), TENANTS), 12);
        failPilots(patient, 11);

        assertThat(patient.state()).isInstanceOf(Waiting.class);
        failPilots(patient, 1);
        assertThat(patient.state()).isEqualTo(new ThroughLiquibase(List.of()));
    }

    private static void failPilots(PilotedCohort cohort, int count) {
        for (Tenant pilot : TENANTS.subList(0, count)) {
            assertThat(cohort.admits(pilot, all -> true)).isTrue();
            assertThat(cohort.state()).isInstanceOf(PilotAtWork.class);
            cohort.pilotFailed();
        }
    }

    @Test
    void oncePlannedAndDoneTheOthersHaveThePilotsResult() {
        cohort.admits(FIRST, all -> true);
        cohort.become(new Replayed(FIRST, new SegmentedScript(List.of())));
        cohort.pilotIsHeld();
        cohort.pilotFailed();

        assertThat(cohort.state()).isEqualTo(new Replayed(FIRST, new SegmentedScript(List.of())));
        assertThat(cohort.replayed()).map(Replayed::pilot).contains(FIRST);
        assertThat(TENANTS).allMatch(tenant -> cohort.admits(tenant, all -> true));
    }

    /** Where nothing can be replayed, nobody waits for the pilot, which is still at work. */
    @Test
    void whatComesOfAPilotForWhichNobodyWaitsStopsTheOthersOnlyIfTheyWouldFareAlike() {
        cohort.admits(FIRST, all -> true);
        ThroughLiquibase decided = new ThroughLiquibase(
                List.of(new NotReplayed(new ChangeSetId("changes.sql", "1", "test"), "has preconditions")));
        cohort.become(decided);
        cohort.pilotIsHeld();
        assertThat(cohort.state()).isEqualTo(decided);
        assertThat(cohort.admits(SECOND, all -> true)).isTrue();

        cohort.become(new Refused(FAILURE));
        assertThat(cohort.state()).isEqualTo(new Refused(FAILURE));
        assertThat(cohort.admits(SECOND, all -> true)).as("to be told so").isTrue();
    }
}
