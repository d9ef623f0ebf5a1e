package io.github.pgmt.maven.console;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.USERS;
import static io.github.pgmt.testing.Reports.planned;
import static io.github.pgmt.testing.Reports.upToDate;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTextTest {

    @Test
    void tellsOfFewTenantsOneByOne() {
        assertThat(lines(
                        upToDate("acme_corp"),
                        planned("beta", FLAGS, USERS),
                        upToDate("demo_corp"),
                        Reports.failed("broken", "No."),
                        TenantResult.skipped(TenantId.of("later"))))
                .containsExactly(
                        "  acme_corp   up to date",
                        "  beta        2 pending",
                        "                db/changelog/005-flags.sql::add_flags::app",
                        "                db/changelog/006-users.sql::update_users::app",
                        "  demo_corp   up to date");
    }

    @Test
    void showsTheStatementsOfARollback() {
        ChangeSets toUndo = ChangeSets.toUndo(List.of(FLAGS), List.of("-- " + FLAGS, "DROP TABLE a\n  CASCADE;"));
        TenantResult beta = TenantResult.succeeded(TenantId.of("beta"), Outcome.PLANNED, Duration.ofMillis(1), toUndo);

        assertThat(lines(beta))
                .containsExactly(
                        "  beta   1 to take back",
                        "           -- db/changelog/005-flags.sql::add_flags::app",
                        "           DROP TABLE a",
                        "             CASCADE;");
    }

    @Test
    void tellsOfTheSharedSchemaFirst() {
        OperationReport report = Reports.operation(
                true, List.of(planned("beta", USERS)), List.of(), Optional.of(planned("public", FLAGS)), List.of());

        assertThat(PlanText.lines(report, Settings.PLAIN))
                .containsExactly(
                        "  shared schema public: 1 pending",
                        "      db/changelog/005-flags.sql::add_flags::app",
                        "  beta   1 pending",
                        "           db/changelog/006-users.sql::update_users::app");
    }

    @Test
    void tellsOnceWhatManyTenantsShare() {
        List<TenantResult> tenants = new ArrayList<>(List.of(planned("acme", FLAGS), planned("beta", FLAGS)));
        IntStream.range(0, 48).forEach(number -> tenants.add(planned("tenant_" + number, FLAGS)));
        tenants.add(planned("new_1", FLAGS, USERS));
        tenants.add(upToDate("old_1"));
        tenants.add(planned("new_2", FLAGS, USERS));

        assertThat(PlanText.lines(Reports.operation(true, tenants, List.of()), Settings.PLAIN))
                .containsExactly(
                        "  acme, beta and 48 more: 1 pending",
                        "      db/changelog/005-flags.sql::add_flags::app",
                        "  new_1, new_2: 2 pending",
                        "      db/changelog/005-flags.sql::add_flags::app",
                        "      db/changelog/006-users.sql::update_users::app",
                        "  old_1: up to date");
    }

    @Test
    void groupsFewTenantsTooWhenFourShareAList() {
        assertThat(lines(planned("a", FLAGS), planned("b", FLAGS), planned("c", FLAGS)))
                .contains("  a   1 pending");
        assertThat(lines(planned("a", FLAGS), planned("b", FLAGS), planned("c", FLAGS), planned("d", FLAGS)))
                .containsExactly("  a, b and 2 more: 1 pending", "      db/changelog/005-flags.sql::add_flags::app");
    }

    @Test
    void groupsPastFiftyTenantsEvenIfNothingIsPending() {
        assertThat(lines(many(50))).hasSize(50);
        assertThat(lines(many(51))).containsExactly("  tenant_0, tenant_1 and 49 more: up to date");
    }

    @Test
    void tellsOfChangesetsThatRunAlways() {
        ChangeSets changeSets = ChangeSets.planned(List.of(FLAGS), List.of(USERS));
        TenantResult tenant =
                TenantResult.succeeded(TenantId.of("acme"), Outcome.PLANNED, Duration.ofMillis(100), changeSets);

        assertThat(lines(tenant)).first().isEqualTo("  acme   1 pending, 1 runs always");
        assertThat(PlanText.lines(Reports.operation(true, List.of(tenant), List.of()), Settings.VERBOSE))
                .last()
                .isEqualTo("           runs always: db/changelog/006-users.sql::update_users::app");
    }

    @Test
    void tellsNothingOfNoTenants() {
        assertThat(lines()).isEmpty();
    }

    private static TenantResult[] many(int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(number -> upToDate("tenant_" + number))
                .toArray(TenantResult[]::new);
    }

    private static List<String> lines(TenantResult... tenants) {
        return PlanText.lines(Reports.operation(true, List.of(tenants), List.of()), Settings.PLAIN);
    }
}
