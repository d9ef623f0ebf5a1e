package io.github.pgmt.benchmark;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.CatalogTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The run of {@code migrate-all}, with every option as the goal has it by default: tenants from the catalog, verified
 * afterwards. Maven, the console and the report files are left out.
 */
record PgmtCandidate(int parallel) implements Candidate {

    /** Why a changeset was not replayed: so many are told. */
    private static final int REASONS = 20;

    @Override
    public Replayed migrate(Target target) {
        List<TenantResult> results = run(
                target.server(),
                target.files(),
                target.theCase(),
                parallel,
                context -> new MigrationRun(context)
                        .migrate(TenantSelection.ALL, false)
                        .tenants());
        Outcome expected = target.theCase() == Case.CURRENT ? Outcome.UP_TO_DATE : Outcome.MIGRATED;
        results.stream()
                .filter(result -> result.outcome() != expected)
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalStateException("Not " + expected + ": " + other);
                });
        return replayed(results);
    }

    static Replayed replayed(List<TenantResult> results) {
        List<TenantResult> others = results.stream()
                .sorted(Comparator.comparing(TenantResult::schema))
                .skip(1)
                .toList();
        return new Replayed(
                others.stream()
                        .mapToInt(result -> result.changeSets().applied().size())
                        .sum(),
                others.stream().mapToInt(result -> result.way().replayed()).sum(),
                others.stream()
                        .flatMap(result -> result.way().notReplayed().stream())
                        .map(reason -> reason.changeSet() + " " + reason.why())
                        .distinct()
                        .limit(REASONS)
                        .toList());
    }

    /** Runs something in what a goal's {@code FleetWiring} puts together. */
    static <T> T run(ServerUrl url, WorkFiles files, Case theCase, int threads, Function<RunContext, T> work) {
        return run(url, PgmtCandidate::catalog, files, theCase, threads, work);
    }

    /** @param tenants where they are listed */
    static <T> T run(
            ServerUrl url,
            Function<Server, TenantSource> tenants,
            WorkFiles files,
            Case theCase,
            int threads,
            Function<RunContext, T> work) {
        return new PgmtRun(List.of(url), tenants, files, theCase, threads).run(work);
    }

    static TenantSource catalog(Server server) {
        return new CatalogTenants(server, new CatalogTenants.Rules("public", Set.of("public"), Optional.empty()));
    }

    /** @param name among several databases; empty where there is no other */
    static Server server(String name, ServerUrl url, RunId runId) {
        return Server.connect(
                new DatabaseAddress(name, url.text(), Optional.empty(), Optional.empty()),
                runId,
                new Server.Timeouts(Duration.ofSeconds(5), Duration.ZERO));
    }
}
