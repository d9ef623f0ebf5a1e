package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.FailingLooks;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody waits for a pilot of which it cannot be found out what became of it. */
class LostPilotTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new DatabaseUnavailableException("The connection was reset.", null));
    }

    /** Within bounds: the others would wait for good. */
    @ParameterizedTest
    @MethodSource("failures")
    void whereThePilotsHistoryCannotBeReadAnotherTenantGoesFirst(RuntimeException failure) {
        Fleet.createTenants(database, 4);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/replay/first.sql");
        MigrationRun run = new MigrationRun(unreadableAfterwards(engines, "t01", failure));

        List<TenantResult> results = assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> run.migrate(TenantSelection.ALL, false).tenants());

        assertThat(results)
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.MIGRATED, Outcome.MIGRATED, Outcome.MIGRATED);
        assertThat(results.subList(1, 4))
                .extracting(result -> result.way().engine().orElseThrow())
                .containsExactly(Way.Engine.LIQUIBASE, Way.Engine.REPLAY, Way.Engine.REPLAY);
    }

    /** Only a pilot's history is read alone. */
    private static RunContext unreadableAfterwards(Engines engines, String schema, RuntimeException failure) {
        RunOptions options = Fleet.options(2).with(new Retrying(Duration.ofMinutes(1), 0, 0));
        return FailingLooks.in(
                Fleet.context(engines, options),
                (method, arguments) -> method.equals("histories")
                        && ((Collection<?>) arguments[0])
                                .stream()
                                        .map(tenant -> ((Tenant) tenant).schema())
                                        .toList()
                                        .equals(List.of(schema)),
                failure);
    }
}
