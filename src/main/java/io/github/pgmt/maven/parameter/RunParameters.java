package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.work.Retrying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.connection.Server;
import java.util.Map;

/** How a run goes about its tenants, as the user gave it. */
public record RunParameters(
        int threads,
        String onError,
        int maxFailures,
        int maxCohortFailures,
        int batchSize,
        String batchPause,
        String lockTimeout,
        String statementTimeout,
        String lockWait,
        int retries,
        int connectRetries,
        String shutdownGrace,
        boolean dryRun,
        ReplayParameters replaying,
        String atomicity) {

    private static final Map<String, Atomicity> ATOMICITIES =
            Map.of("changeset", Atomicity.CHANGESET, "tenant", Atomicity.TENANT);

    private static final Map<String, RunOptions.OnError> POLICIES = Map.of(
            "fail-at-end", RunOptions.OnError.FAIL_AT_END,
            "fail-fast", RunOptions.OnError.FAIL_FAST,
            "fail-never", RunOptions.OnError.FAIL_NEVER);

    /** Of a goal that writes nothing and waits for nobody: only how many tenants it works on at once is the user's. */
    public static RunParameters looking(int threads) {
        return new RunParameters(
                threads,
                "fail-at-end",
                0,
                0,
                0,
                "0",
                "0",
                "0",
                "0",
                Retrying.RETRIES,
                Retrying.CONNECT_RETRIES,
                "0",
                true,
                ReplayParameters.NONE,
                "changeset");
    }

    /** @throws RunRefusedException when a value makes no sense */
    public RunOptions options() {
        try {
            return new RunOptions(
                    threads,
                    policy(),
                    maxFailures,
                    maxCohortFailures,
                    batchSize,
                    DurationText.parse("batchPause", batchPause),
                    new Retrying(DurationText.parse("lockWait", lockWait), retries, connectRetries),
                    DurationText.parse("shutdownGrace", shutdownGrace),
                    replaying.replaying(),
                    tenantAtomicity());
        } catch (IllegalArgumentException e) {
            throw new RunRefusedException("-Dpgmt." + e.getMessage(), e);
        }
    }

    private Atomicity tenantAtomicity() {
        return Choice.of("atomicity", atomicity, ATOMICITIES);
    }

    private RunOptions.OnError policy() {
        return Choice.of("onError", onError, POLICIES);
    }

    /** @throws RunRefusedException when one of them is no duration */
    public Server.Timeouts timeouts() {
        return new Server.Timeouts(
                        DurationText.parse("lockTimeout", lockTimeout),
                        DurationText.parse("statementTimeout", statementTimeout))
                .withConnectRetries(connectRetries);
    }
}
