package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedFleet;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.CodeLook;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.UntrustedCode;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the histories of tenants that a changelog is meant for, and tells those whose schemas hold code that is not trusted. */
public final class TrustedHistories {

    private TrustedHistories() {}

    /**
     * The histories.
     *
     * @param reading reads those of sound tables
     */
    public static Map<Tenant, TenantHistory> read(
            FleetDatabase fleet,
            Collection<Tenant> tenants,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        Map<Tenant, TenantHistory> histories = new LinkedHashMap<>(reading.apply(tenants));
        return without(fleet.untrustedCode(tenants, List.of()), histories);
    }

    /** The same, and a warning of such code in the schemas that all tenants share; one look finds both. */
    static Map<Tenant, TenantHistory> read(
            RunContext context,
            Collection<Tenant> tenants,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        Map<Database, List<Tenant>> homes = Databases.homes(tenants);
        if (context.isInOneDatabase() || homes.isEmpty()) {
            return readOne(context, tenants, reading);
        }
        List<InBackground<Map<Tenant, TenantHistory>>> looks = homes.entrySet().stream()
                .map(home -> InBackground.begin(
                        "pgmt-" + home.getKey(),
                        () -> readOneOfSeveral(context, home.getKey(), home.getValue(), reading)))
                .toList();
        Map<Tenant, TenantHistory> all = new LinkedHashMap<>();
        looks.forEach(look -> all.putAll(look.get()));
        return all;
    }

    /** A database that is lost while it is looked at has the histories of its tenants unread, and no other's. */
    private static Map<Tenant, TenantHistory> readOneOfSeveral(
            RunContext context,
            Database database,
            Collection<Tenant> tenants,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        if (!context.environment().reaches(database)) {
            return reading.apply(tenants);
        }
        try {
            return readOne(context.within(database), tenants, reading);
        } catch (DatabaseUnavailableException e) {
            return RoutedFleet.unread(tenants, e);
        }
    }

    private static Map<Tenant, TenantHistory> readOne(
            RunContext context,
            Collection<Tenant> tenants,
            Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading) {
        RunEnvironment environment = context.environment();
        Map<Tenant, TenantHistory> histories = new LinkedHashMap<>(reading.apply(tenants));
        CodeLook code = environment.fleet().untrustedCode(tenants, environment.sharedSchemas());
        code.ofShared().stream().map(UntrustedCode::warning).forEach(context.listener()::warned);
        return without(code, histories);
    }

    private static Map<Tenant, TenantHistory> without(CodeLook code, Map<Tenant, TenantHistory> histories) {
        code.unseen()
                .forEach((tenant, why) -> histories.computeIfPresent(
                        tenant,
                        (same, history) -> isUnusable(history) ? history : TenantHistory.unread(tenant.schema(), why)));
        code.ofTenants()
                .forEach((tenant, found) -> histories.computeIfPresent(
                        tenant,
                        (same, history) -> isUnusable(history)
                                ? history
                                : TenantHistory.unread(tenant.schema(), found.failure(tenant))));
        return histories;
    }

    private static boolean isUnusable(TenantHistory history) {
        return history.state() == TenantHistory.State.MISSING || history.state() == TenantHistory.State.NAME;
    }
}
