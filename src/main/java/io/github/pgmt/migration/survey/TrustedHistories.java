package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads the histories of tenants that a changelog is meant for, and tells those whose schemas hold code that is not trusted. */
public final class TrustedHistories {

    private TrustedHistories() {}

    /**
     * The histories by schema.
     *
     * @param reading reads those of sound tables
     */
    public static Map<String, TenantHistory> read(
            FleetDatabase fleet,
            Collection<String> schemas,
            Function<Collection<String>, Map<String, TenantHistory>> reading) {
        Map<String, TenantHistory> histories = new LinkedHashMap<>(reading.apply(schemas));
        fleet.untrustedCode(schemas)
                .forEach((schema, code) -> histories.computeIfPresent(
                        schema,
                        (same, history) ->
                                isUnusable(history) ? history : TenantHistory.unread(schema, code.failure())));
        return histories;
    }

    /** The same, and a warning of such code in the schemas that all tenants share. */
    static Map<String, TenantHistory> read(
            RunContext context,
            Collection<String> schemas,
            Function<Collection<String>, Map<String, TenantHistory>> reading) {
        RunEnvironment environment = context.environment();
        environment.fleet().untrustedCode(environment.sharedSchemas()).values().stream()
                .map(UntrustedCode::warning)
                .forEach(context.listener()::warned);
        return read(environment.fleet(), schemas, reading);
    }

    private static boolean isUnusable(TenantHistory history) {
        return history.state() == TenantHistory.State.MISSING || history.state() == TenantHistory.State.NAME;
    }
}
