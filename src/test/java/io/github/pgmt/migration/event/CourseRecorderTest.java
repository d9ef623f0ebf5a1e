package io.github.pgmt.migration.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourseRecorderTest {

    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId BETA = TenantId.of("beta");

    private long now = Long.MAX_VALUE - 5;
    private final CourseRecorder recorder = new CourseRecorder(() -> now);

    @Test
    void phasesFollowEachOtherAndPilotsAreTheBeginningOfTheWork() {
        hearAfter(10, new RunEvent.PhaseBegun(RunPhase.DISCOVER));
        hearAfter(20, new RunEvent.PhaseBegun(RunPhase.HISTORIES));
        hearAfter(5, new RunEvent.PhaseBegun(RunPhase.HISTORIES));
        hearAfter(30, new RunEvent.PhaseBegun(RunPhase.MIGRATE));
        hearAfter(100, new RunEvent.PilotFinished(ACME, 1, List.of(), 1));
        hearAfter(50, new RunEvent.PilotFinished(BETA, 1, List.of(), 1));
        hearAfter(200, new RunEvent.PhaseBegun(RunPhase.VERIFY));
        pass(7);
        RunCourse course = recorder.end();

        assertThat(course.phases())
                .containsExactlyInAnyOrder(
                        phase(RunPhase.DISCOVER, 10, 20),
                        phase(RunPhase.HISTORIES, 30, 35),
                        phase(RunPhase.PILOTS, 65, 150),
                        phase(RunPhase.MIGRATE, 65, 350),
                        phase(RunPhase.VERIFY, 415, 7));
        assertThat(course.pilots()).containsExactly(ACME, BETA);
    }

    @Test
    void aTenantHasTheWorkerOfItsFirstTryAndAWaitForEachOther() {
        hearAfter(10, new RunEvent.TenantBegun(ACME, 2));
        hearAfter(5, putBack(ACME, Failure.of(Failure.Kind.LOCKED, "held")));
        hearAfter(100, new RunEvent.TenantBegun(ACME, 1));
        hearAfter(5, putBack(ACME, failure(Obstacle.Kind.BUSY)));
        hearAfter(40, new RunEvent.TenantBegun(ACME, 3));
        hearAfter(5, new RunEvent.TenantFinished(Reports.migrated("acme")));
        hearAfter(0, new RunEvent.TenantBegun(BETA, 1));
        hearAfter(1, putBack(BETA, failure(Obstacle.Kind.UNREACHABLE)));
        pass(9);
        RunCourse course = recorder.end();

        assertThat(course.of(ACME))
                .contains(new TenantCourse(
                        ms(10),
                        2,
                        List.of(
                                new TenantCourse.Wait(TenantCourse.Reason.LOCK, ms(15), ms(100), OptionalInt.of(1)),
                                new TenantCourse.Wait(TenantCourse.Reason.BUSY, ms(120), ms(40), OptionalInt.of(3)))));
        assertThat(course.of(BETA).orElseThrow().waits())
                .containsExactly(
                        new TenantCourse.Wait(TenantCourse.Reason.UNREACHABLE, ms(166), ms(9), OptionalInt.empty()));
        assertThat(course.of(TenantId.of("other"))).isEmpty();
        assertThat(course.workers()).hasValue(2);
    }

    @Test
    void cohortsAreNumberedAsTheyAreTold() {
        hearAfter(
                1,
                new RunEvent.CohortsPlanned(List.of(
                        new RunCohort(List.of(ACME), List.of(Reports.FLAGS)),
                        new RunCohort(List.of(BETA), List.of(Reports.USERS)))));
        hearAfter(1, new RunEvent.BatchPaused(Duration.ofSeconds(3)));

        assertThat(recorder.end().numbers()).containsEntry(ACME, 1).containsEntry(BETA, 2);
        assertThat(recorder.end().pauses()).containsExactly(new RunCourse.Span(ms(2), Duration.ofSeconds(3)));
    }

    private static RunEvent putBack(TenantId tenant, Failure failure) {
        return new RunEvent.TenantPutBack(tenant, TenantCourse.Reason.of(failure));
    }

    private static Failure failure(Obstacle.Kind kind) {
        return Failure.of(Failure.Kind.CONNECTION, "in the way").with(Optional.of(Obstacle.of(kind)));
    }

    private static RunCourse.Phase phase(RunPhase phase, long start, long length) {
        return new RunCourse.Phase(phase, new RunCourse.Span(ms(start), ms(length)));
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void hearAfter(long millis, RunEvent event) {
        pass(millis);
        recorder.hear(event);
    }
}
