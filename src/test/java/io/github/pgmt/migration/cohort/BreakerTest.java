package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Tenants;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a cohort stops, and when it does not. */
class BreakerTest {

    private static final List<Tenant> TENANTS = Tenants.of("t1", "t2", "t3", "t4", "t5", "t6");
    private static final ChangeSetId FIRST = new ChangeSetId("changes.sql", "1", "test");
    private static final ChangeSetId SECOND = new ChangeSetId("changes.sql", "2", "test");
    private static final ChangeSetId THIRD = new ChangeSetId("changes.sql", "3", "test");
    private static final String AGAIN = "run again";
    private static final String WHY =
            "The others of the cohort are not tried: 3 of 3 failed alike at changes.sql::2::test"
                    + " (SQLSTATE 42P01). Mend it and run again, or have all tried with -Dpgmt.maxCohortFailures=0.";

    private final Breaker breaker = breaker(3, TENANTS);

    @Test
    void afterSoManyFailuresAlikeNoOtherIsStarted() {
        fail("t1", SECOND, "42P01");
        fail("t2", SECOND, "42P01");
        assertThat(breaker.admits(tenant("t4"))).isTrue();
        assertThat(givenUp()).isEmpty();

        fail("t3", SECOND, "42P01");
        assertThat(breaker.admits(tenant("t4"))).isFalse();
        assertThat(givenUp()).containsExactly(WHY);
        assertThat(givenUp()).as("told once").isEmpty();
        assertThat(breaker.admits(tenant("t1"))).as("that failed").isFalse();
    }

    @Test
    void whatFailsElsewhereOrOtherwiseIsNotAlike() {
        fail("t1", SECOND, "42P01");
        fail("t2", SECOND, "23502");
        fail("t3", FIRST, "42P01");
        end("t4", new Failure(Failure.Kind.CHANGESET, Optional.of(SECOND), Optional.empty(), "no"));

        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isTrue();
    }

    @Test
    void withoutAnSqlstateTheKindCounts() {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, new Failure(Failure.Kind.CHANGESET, Optional.of(SECOND), Optional.empty(), "no " + tenant));
        }

        assertThat(givenUp()).singleElement().asString().contains("3 of 3 failed alike at changes.sql::2::test. Mend");
    }

    @Test
    void itIsSaidHowManyWereTried() {
        fail("t1", FIRST, "23505");
        failAlike("t2", "t3", "t4");

        assertThat(givenUp()).singleElement().asString().contains("3 of 4 failed alike at changes.sql::2::test");
    }

    @Test
    void oneThatSucceedsMeansThatItIsTheData() {
        fail("t1", SECOND, "42P01");
        breaker.ended(tenant("t2"), EngineResult.nothing());
        failAlike("t3", "t4", "t5");

        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t6"))).isTrue();
    }

    @Test
    void oneThatCameFurtherMeansSoOfThatChangesetAlone() {
        breaker.passed(tenant("t1"), ChangeSets.applied(List.of(FIRST, SECOND), List.of(), List.of()));
        fail("t1", THIRD, "42P01");
        failAlike("t2", "t3", "t4");
        assertThat(givenUp()).isEmpty();

        fail("t5", THIRD, "42P01");
        fail("t2", THIRD, "42P01");
        assertThat(givenUp()).singleElement().asString().contains("changes.sql::3::test");
    }

    /** Also where all of them are one transaction, which leaves none of them. */
    @Test
    void whoFailsAtAChangesetHasComePastThoseBeforeIt() {
        fail("t1", THIRD, "42P01");
        failAlike("t2", "t3", "t4");

        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isTrue();
    }

    @Test
    void whatIsNeitherAChangesetsNorAHooksIsNowhereAlike() {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, Failure.of(Failure.Kind.CHANGESET, "Unexpected error: " + tenant));
        }

        assertThat(givenUp()).isEmpty();
    }

    /** A deadlock of the first tenants, say: their retry may show that it is the data. */
    @Test
    void nobodyIsGivenUpWhileOneThatWasTriedIsToBeTriedAgain() {
        fail("t4", FIRST, "40P01");
        failAlike("t1", "t2", "t3");
        assertThat(givenUp(List.of(), Tenants.of("t4"))).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isFalse();
        assertThat(breaker.admits(tenant("t4"))).isTrue();

        breaker.ended(tenant("t4"), EngineResult.nothing());
        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"applied", "always", "not run", "undone"})
    void whateverBecomesOfAChangesetItIsPassed(String how) {
        List<ChangeSetId> second = List.of(SECOND);
        breaker.passed(
                tenant("t6"),
                switch (how) {
                    case "applied" -> ChangeSets.applied(second, List.of(), List.of());
                    case "always" -> ChangeSets.applied(List.of(), List.of(), second);
                    case "not run" -> ChangeSets.applied(List.of(), second, List.of());
                    default -> ChangeSets.undone(second);
                });
        failAlike("t1", "t2", "t3");

        assertThat(givenUp()).isEmpty();
    }

    /** Who has been started already may still show that it is the data. */
    @Test
    void nobodyIsGivenUpWhileOneOfTheCohortIsAtWork() {
        failAlike("t1", "t2", "t3");
        assertThat(givenUp(Tenants.of("t4"), List.of())).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isFalse();

        breaker.ended(tenant("t4"), EngineResult.nothing());
        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t5"))).isTrue();
    }

    @Test
    void oneAtWorkThatFailsTooIsCounted() {
        failAlike("t1", "t2", "t3");
        assertThat(givenUp(Tenants.of("t4"), List.of())).isEmpty();
        fail("t4", SECOND, "42P01");

        assertThat(givenUp()).singleElement().asString().contains("4 of 4 failed alike");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "40P01", "53100", "53300", "55P03", "57P01", "57P03"})
    void whatIsTheServersOrMayPassDoesNotCount(String state) {
        for (String tenant : List.of("t1", "t2", "t3", "t4")) {
            fail(tenant, SECOND, state);
        }

        assertThat(givenUp()).isEmpty();
    }

    @Test
    void anObstacleThatWasMetDoesNotCountWhateverItsCode() {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, busy("23505"));
        }

        assertThat(givenUp()).isEmpty();
    }

    /** All would be tried, each for so long, before the first has been tried often enough. */
    @Test
    void aStatementTimeoutCountsAtOnceAndWhoMetItIsTriedAgain() {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, busy("57014"));
        }

        assertThat(breaker.admits(tenant("t4"))).isFalse();
        assertThat(breaker.admits(tenant("t1"))).isTrue();
        assertThat(givenUp(List.of(), Tenants.of("t2"))).isEmpty();
        assertThat(givenUp(List.of(), Tenants.of("t4")))
                .as("t4 is held by somebody, and nobody waits for that")
                .hasSize(1);
    }

    @Test
    void oneThatComesThroughWhenItIsTriedAgainLetsTheOthersStart() {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, busy("57014"));
        }
        breaker.ended(tenant("t1"), EngineResult.nothing());

        assertThat(givenUp()).isEmpty();
        assertThat(breaker.admits(tenant("t4"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CHANGESET", "HOOK"})
    void whatIsNoneOfTheUsersWorkDoesNotCount(Failure.Kind kind) {
        for (String tenant : List.of("t1", "t2", "t3")) {
            end(tenant, Failure.of(kind, "no"));
        }

        assertThat(givenUp()).isEmpty();
    }

    @Test
    void aHookCountsWhereItIsTheSameOne() {
        Failure failure = new Failure(Failure.Kind.HOOK, Optional.empty(), Optional.of("22012"), "no");
        end("t1", failure.ofHook("beforeTenantSql a.sql"));
        end("t2", failure.ofHook("beforeTenantSql a.sql"));
        end("t3", failure.ofHook("beforeTenantSql b.sql"));
        assertThat(givenUp()).isEmpty();

        end("t4", failure.ofHook("beforeTenantSql a.sql"));
        assertThat(givenUp())
                .singleElement()
                .asString()
                .contains("3 of 4 failed alike at beforeTenantSql a.sql (SQLSTATE 22012).");
    }

    @Test
    void otherCohortsGoOn() {
        Map<Tenant, MigrationPlan> plans = plans(TENANTS, FIRST, SECOND);
        plans.put(tenant("t5"), plan(SECOND));
        Map<Tenant, TenantHistory> histories = histories(TENANTS);
        plans.put(tenant("t6"), plan(FIRST, SECOND));
        histories.put(tenant("t6"), history(THIRD));
        Breaker several = new Breaker(3, AGAIN, plans, histories);
        for (String tenant : List.of("t1", "t2", "t3")) {
            several.ended(tenant(tenant), EngineResult.failed(failure(SECOND, "42P01")));
        }

        assertThat(several.admits(tenant("t4"))).isFalse();
        assertThat(several.admits(tenant("t5"))).as("with less due").isTrue();
        assertThat(several.admits(tenant("t6"))).as("with another history").isTrue();
        assertThat(several.admits(Tenants.of("unplanned").get(0))).isTrue();
    }

    /** Of which each value of a parameter may make one. */
    @Test
    void theSameNeedIsOneCohortWhateverPlanItIsOf() {
        Map<Tenant, MigrationPlan> plans = new HashMap<>();
        TENANTS.forEach(tenant -> plans.put(tenant, plan(FIRST, SECOND)));
        Breaker apart = new Breaker(1, AGAIN, plans, histories(TENANTS));
        apart.ended(tenant("t1"), EngineResult.failed(failure(SECOND, "42P01")));

        assertThat(TENANTS.subList(1, 6)).noneMatch(apart::admits);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2, true"})
    void theUserSaysAfterHowMany(int limit, boolean admitted) {
        Breaker other = breaker(limit, TENANTS);
        other.ended(tenant("t1"), EngineResult.failed(failure(SECOND, "42P01")));

        assertThat(other.admits(tenant("t2"))).isEqualTo(admitted);
    }

    private static Tenant tenant(String schema) {
        return Tenants.of(schema).get(0);
    }

    private static Breaker breaker(int limit, List<Tenant> tenants) {
        return new Breaker(limit, AGAIN, plans(tenants, FIRST, SECOND, THIRD), histories(tenants));
    }

    private static Map<Tenant, MigrationPlan> plans(List<Tenant> tenants, ChangeSetId... due) {
        MigrationPlan plan = plan(due);
        Map<Tenant, MigrationPlan> plans = new HashMap<>();
        tenants.forEach(tenant -> plans.put(tenant, plan));
        return plans;
    }

    private static MigrationPlan plan(ChangeSetId... due) {
        return MigrationPlan.ofRecording(EngineResult.due(List.of(due)), false, Set.of());
    }

    private static Map<Tenant, TenantHistory> histories(List<Tenant> tenants) {
        Map<Tenant, TenantHistory> histories = new HashMap<>();
        tenants.forEach(tenant -> histories.put(tenant, history()));
        return histories;
    }

    private static TenantHistory history(ChangeSetId... recorded) {
        List<HistoryRow> rows = List.of(recorded).stream()
                .map(changeSet -> new HistoryRow(
                        changeSet,
                        Optional.empty(),
                        "EXECUTED",
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return TenantHistory.without("any", TenantHistory.State.MANAGED).withRows(rows);
    }

    private void failAlike(String... tenants) {
        for (String tenant : tenants) {
            fail(tenant, SECOND, "42P01");
        }
    }

    private void fail(String tenant, ChangeSetId changeSet, String state) {
        end(tenant, failure(changeSet, state));
    }

    private void end(String tenant, Failure failure) {
        breaker.ended(tenant(tenant), EngineResult.failed(failure));
    }

    private static Failure failure(ChangeSetId changeSet, String state) {
        return new Failure(Failure.Kind.CHANGESET, Optional.of(changeSet), Optional.of(state), "no");
    }

    private static Failure busy(String state) {
        return failure(SECOND, state).with(Optional.of(Obstacle.of(Obstacle.Kind.BUSY)));
    }

    private List<String> givenUp() {
        return givenUp(List.of(), List.of());
    }

    private List<String> givenUp(Collection<Tenant> atWork, Collection<Tenant> begun) {
        return breaker.givenUp(atWork, begun).stream()
                .peek(given -> assertThat(given.tenants()).containsExactlyInAnyOrderElementsOf(TENANTS))
                .map(TenantStep.GivenUp::why)
                .toList();
    }
}
