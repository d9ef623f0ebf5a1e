package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.registry.TenantTable;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run has no more connections at one time than {@link ConnectionNeed} says that it may need. */
class ConnectionsOfARunTest {

    private static final int THREADS = 3;

    /** The watch's first look is soon enough to be one of them. */
    private static final Server.Timeouts TIMEOUTS = new Server.Timeouts(Duration.ofMillis(200), Duration.ZERO);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final WatchedSockets sockets = new WatchedSockets();

    @AfterEach
    void forgetTheSockets() {
        sockets.close();
    }

    @Test
    void whereSomeAreReplayedAndThenOthersGoThroughLiquibase() {
        Fleet.createTenants(database, 12);
        IntStream.range(0, 9).forEach(number -> database.execute("CREATE SCHEMA \"u'" + number + "\""));

        OperationResults results = Fleet.migrateAll(engines(), Fleet.options(THREADS));

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(results.tenants())
                .extracting(result -> result.way().engine().orElseThrow())
                .contains(Way.Engine.REPLAY, Way.Engine.LIQUIBASE);
        assertThat(sockets.most()).isBetween(THREADS + 2, 2 * THREADS + 2);
    }

    @Test
    void whereARowIsMadeAndATenantIsDropped() {
        database.execute("CREATE TABLE public.customer (subdomain text PRIMARY KEY)");
        TenantTable registry = new TenantTable("public.customer", "subdomain");
        Engines engines = engines();
        TenantSelection acme = new TenantSelection(List.of("acme"), List.of(), List.of(), List.of());
        TenantSource tenants =
                new TableTenants(engines.server(), registry.table(), registry.schemaColumn(), Optional.empty());

        assertThat(Fleet.createTenant(engines, NewSchema.PLAIN, tenants, Map.of())
                        .create(acme, false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED);
        assertThat(sockets.most()).isBetween(2, 4);
        assertThat(Fleet.dropWithRow(engines, registry).drop(acme, false).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.DROPPED);
        assertThat(sockets.most()).isBetween(2, 4);
    }

    private Engines engines() {
        return Engines.of(
                sockets.of(database).url(), LiquibaseLine.LIQUIBASE_4, "changelogs/cohorts/plain.sql", TIMEOUTS);
    }
}
