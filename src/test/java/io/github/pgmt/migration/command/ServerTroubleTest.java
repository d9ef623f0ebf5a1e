package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LockTable;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TroubledRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No tenant is started on a server that is in trouble; that it is, a tenant cannot make believe. */
class ServerTroubleTest {

    private static final List<String> RAISED = List.of("53100", "53200", "53300", "57P01", "57P02", "57P03", "08006");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    static Stream<Boolean> replays() {
        return Faults.cases(List.of(true), List.of(false));
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void whatATenantRaisesStopsNoOther(boolean replay) {
        RAISED.forEach(state -> database.execute("CREATE SCHEMA " + TestDatabase.quoted("raises_" + state)));
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA zeta");

        List<TenantResult> results = new TroubledRun(() -> {}, () -> {}).migrate(engines("raises.sql"), replay, 1);

        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.FAILED)
                .extracting(
                        result -> result.failure().flatMap(Failure::sqlState).orElseThrow())
                .containsExactlyInAnyOrderElementsOf(RAISED);
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.MIGRATED)
                .extracting(TenantResult::schema)
                .containsExactly("acme", "zeta");
    }

    @ParameterizedTest
    @MethodSource("replays")
    @Tag(Faults.TAG)
    void withoutAConnectionLeftNoFurtherTenantStarts(boolean replay) {
        String role = "role_" + UUID.randomUUID().toString().replace("-", "");
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + role + "'");
        database.grantCreate(role);
        try {
            Fleet.createTenants(database, 5)
                    .forEach(schema -> database.execute("ALTER SCHEMA " + schema + " OWNER TO " + role));
            TroubledRun run = new TroubledRun(
                    () -> database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 0"),
                    () -> database.execute("ALTER ROLE " + role + " CONNECTION LIMIT -1"));

            List<TenantResult> results = run.migrate(
                    Engines.as(role, database, LiquibaseLine.LIQUIBASE_4, "changelogs/trouble/first.sql"), replay, 1);

            assertStopped(results, "53300");
            assertThat(results.get(0).outcome()).isEqualTo(Outcome.MIGRATED);
            assertThat(run.tried()).containsExactly("t01", "t02");
        } finally {
            database.execute("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
        }
    }

    @Test
    void withoutRoomInTheLockTableNoFurtherTenantStarts() throws SQLException {
        Fleet.createTenants(database, 4);
        try (Connection holder = database.connect()) {
            TroubledRun run = new TroubledRun(() -> LockTable.fill(holder), () -> LockTable.empty(holder));

            List<TenantResult> results = run.migrate(engines("first.sql"), false, 1);

            assertStopped(results, "53200");
            assertThat(results.get(0).outcome()).isEqualTo(Outcome.MIGRATED);
        }
    }

    @Test
    void anotherKindOfFailureAsksNobody() {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA raises_22012", "CREATE SCHEMA zeta");
        RunContext context = Fleet.context(engines("raises.sql"), Fleet.options(1));

        assertThat(new TroubledRun(() -> {}, () -> {}).migrate(engines("raises.sql"), false, 1))
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED, Outcome.FAILED, Outcome.MIGRATED);
        for (String state : List.of("53100", "53200", "53300", "57P01")) {
            Failure failure = new Failure(Failure.Kind.CHANGESET, Optional.empty(), Optional.of(state), "of ours");
            assertThat(context.environment().conditions().trouble(failure)).isEmpty();
        }
    }

    /** The first is done, the second met it, and those after it have it for a reason. */
    private static void assertStopped(List<TenantResult> results, String sqlState) {
        assertThat(results.get(1).failure().orElseThrow().sqlState()).contains(sqlState);
        assertThat(results.subList(2, results.size())).isNotEmpty().allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
            assertThat(result.reason().orElseThrow())
                    .contains("The server itself is in trouble", "SQLSTATE " + sqlState);
        });
    }

    private Engines engines(String changelog) {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/trouble/" + changelog);
    }
}
