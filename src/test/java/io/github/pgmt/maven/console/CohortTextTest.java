package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.Cohort;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.SplitCohorts;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CohortTextTest {

    @Test
    void namesCohortsAndWhatIsPendingInThem() {
        assertThat(CohortText.line(1000, 987, List.of(new Cohort(10, 3), new Cohort(3, 5)), Operation.MIGRATE))
                .isEqualTo("1000 tenants: 987 current, 10 in cohort 1 (3 pending), 3 in cohort 2 (5 pending)");
        assertThat(CohortText.line(4, 4, List.of(), Operation.MIGRATE)).isEqualTo("4 tenants: 4 current");
    }

    @Test
    void namesNoEndlessList() {
        List<Cohort> each = List.of(
                new Cohort(2, 1),
                new Cohort(1, 1),
                new Cohort(1, 1),
                new Cohort(1, 1),
                new Cohort(1, 1),
                new Cohort(1, 1));

        assertThat(CohortText.line(10, 1, each, Operation.MIGRATE))
                .isEqualTo(
                        "10 tenants: 1 current, 2 in cohort 1 (1 pending), 1 in cohort 2 (1 pending), "
                                + "1 in cohort 3 (1 pending), 1 in cohort 4 (1 pending), 2 in 2 more cohorts, 2 to be looked at");
    }

    @Test
    void saysHowTheOthersGoOn() {
        ChangeSetId changeSet = new ChangeSetId("db/users.sql", "add-email", "app");
        NotReplayed notReplayed = new NotReplayed(changeSet, "has preconditions that read the database");

        assertThat(goesOn(299, List.of(), 3))
                .isEqualTo("Pilot acme is done: what it got goes to the other 299 tenants of its cohort");
        assertThat(goesOn(1, List.of(notReplayed, notReplayed, notReplayed), 0))
                .isEqualTo("Liquibase itself migrates acme and the other 1 tenant of its cohort: "
                        + "db/users.sql::add-email::app has preconditions that read the database "
                        + "(and 2 more changesets, see the report)");
        assertThat(goesOn(9, List.of(notReplayed), 103))
                .isEqualTo(
                        "Pilot acme is done: 103 changesets that it got go to the other 9 tenants of its cohort, and "
                                + "Liquibase itself runs 1 there: "
                                + "db/users.sql::add-email::app has preconditions that read the database");
    }

    private static String goesOn(int others, List<NotReplayed> notReplayed, int replayed) {
        return CohortText.goesOn(
                new RunEvent.PilotFinished(TenantId.of("acme"), others, notReplayed, replayed),
                Operation.MIGRATE,
                Reports.AS_IT_IS);
    }

    @Test
    void whatSplitsCohortsIsNamed() {
        SplitCohorts split = new SplitCohorts(
                12, 12, Map.of("tenant", "is long", "database.defaultSchemaName", "may decide what is run"));

        assertThat(CohortText.split(split, Reports.AS_IT_IS))
                .startsWith(
                        "12 tenants are in 12 cohorts because the changelog reads ${database.defaultSchemaName}, which may "
                                + "decide what is run, and ${tenant}, which is long. ");
    }

    @Test
    void saysOfARollbackWhatItDoes() {
        ChangeSetId changeSet = new ChangeSetId("db/users.sql", "add-email", "app");
        NotReplayed notReplayed = new NotReplayed(changeSet, "runs without a transaction (runInTransaction=false)");
        RunEvent.PilotFinished event = new RunEvent.PilotFinished(TenantId.of("acme"), 2, List.of(notReplayed), 0);

        assertThat(CohortText.line(10, 7, List.of(new Cohort(3, 2)), Operation.ROLL_BACK))
                .isEqualTo("10 tenants: 7 current, 3 in cohort 1 (2 to take back)");
        assertThat(CohortText.goesOn(event, Operation.ROLL_BACK, Reports.AS_IT_IS))
                .isEqualTo("Liquibase itself rolls back acme and the other 2 tenants of its cohort: "
                        + "db/users.sql::add-email::app runs without a transaction (runInTransaction=false)");
    }

    @Test
    void recordingAndTaggingHaveTheirWordsToo() {
        NotReplayed notReplayed = new NotReplayed(
                new ChangeSetId("db/users.sql", "add-email", "app"), "is in the history more than once");
        RunEvent.PilotFinished event = new RunEvent.PilotFinished(TenantId.of("acme"), 2, List.of(notReplayed), 0);

        assertThat(CohortText.line(4, 1, List.of(new Cohort(3, 2)), Operation.SYNCHRONIZE))
                .isEqualTo("4 tenants: 1 current, 3 in cohort 1 (2 to record)");
        assertThat(CohortText.goesOn(event, Operation.SYNCHRONIZE, Reports.AS_IT_IS))
                .startsWith("Liquibase itself adopts acme and the other 2 tenants");
        assertThat(CohortText.line(4, 1, List.of(new Cohort(3, 1)), Operation.TAG))
                .isEqualTo("4 tenants: 1 current, 3 in cohort 1 (1 to tag)");
        assertThat(CohortText.goesOn(event, Operation.TAG, Reports.AS_IT_IS))
                .startsWith("Liquibase itself tags acme and the other 2 tenants");
    }
}
