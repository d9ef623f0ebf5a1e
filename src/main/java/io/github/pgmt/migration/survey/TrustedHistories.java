package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
        return without(fleet.untrustedCode(schemas), histories);
    }

    /** The same, and a warning of such code in the schemas that all tenants share; one look finds both. */
    static Map<String, TenantHistory> read(
            RunContext context,
            Collection<String> schemas,
            Function<Collection<String>, Map<String, TenantHistory>> reading) {
        RunEnvironment environment = context.environment();
        Map<String, TenantHistory> histories = new LinkedHashMap<>(reading.apply(schemas));
        Set<String> all = new LinkedHashSet<>(environment.sharedSchemas());
        all.addAll(schemas);
        Map<String, UntrustedCode> code = environment.fleet().untrustedCode(all);
        code.values().stream()
                .filter(found -> environment.sharedSchemas().contains(found.schema()))
                .map(UntrustedCode::warning)
                .forEach(context.listener()::warned);
        return without(code, histories);
    }

    private static Map<String, TenantHistory> without(
            Map<String, UntrustedCode> code, Map<String, TenantHistory> histories) {
        code.forEach((schema, found) -> histories.computeIfPresent(
                schema,
                (same, history) -> isUnusable(history) ? history : TenantHistory.unread(schema, found.failure())));
        return histories;
    }

    private static boolean isUnusable(TenantHistory history) {
        return history.state() == TenantHistory.State.MISSING || history.state() == TenantHistory.State.NAME;
    }
}
