package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Tenants that need the same: those with the same history and the same values of the parameters that the changelog really
 * reads. Each cohort is planned once, with the first of its tenants. For several threads, each with an engine of its own.
 */
public final class Cohorts {

    private final Function<TenantHistory, ?> needs;
    private final ToIntFunction<Tenant> version;
    private final Map<Object, Alike> byNeeds = new ConcurrentHashMap<>();

    /** Of what needs the whole changelog, on servers of one version. */
    public Cohorts() {
        this(HowFar.WHOLE, tenant -> 0);
    }

    /**
     * Of a migration that goes so far.
     *
     * @param version of the server that a tenant is on; only tenants of one version have the same plan
     */
    public Cohorts(HowFar howFar, ToIntFunction<Tenant> version) {
        this(history -> Needs.of(history, howFar), version);
    }

    /**
     * The same of something else.
     *
     * @param needs what of a history counts; tenants have the same plan only where this is equal
     */
    public Cohorts(Function<TenantHistory, ?> needs, ToIntFunction<Tenant> version) {
        this.needs = needs;
        this.version = version;
    }

    /**
     * What of a history counts for what is pending: what is recorded, with what checksum and how, in order. When, by which run
     * and with which tag may differ, but for the tag with which an update ends.
     *
     * @param lastOrder the highest {@code ORDEREXECUTED}, after which the next row goes
     * @param layout the columns of Liquibase's history table, which differ between its versions
     * @param end the changeset that bears the tag
     */
    private record Needs(
            TenantHistory.State state, List<HistoryRow> rows, int lastOrder, String layout, Optional<ChangeSetId> end) {

        static Needs of(TenantHistory history, HowFar howFar) {
            return new Needs(
                    history.state(),
                    history.rows().stream().map(HistoryRow::essence).toList(),
                    HistoryRow.lastOrder(history.rows()),
                    history.layout(),
                    howFar.toTag().flatMap(history::tagged));
        }
    }

    /**
     * What is to be done with the tenant.
     *
     * @param planning asked for the first tenant of a cohort
     */
    public MigrationPlan plan(
            BiFunction<Tenant, TenantHistory, MigrationPlan> planning, Tenant tenant, TenantHistory history) {
        return byNeeds.computeIfAbsent(List.of(version.applyAsInt(tenant), needs.apply(history)), absent -> new Alike())
                .plan(planning, tenant, history);
    }

    /**
     * Plans for one history. Which parameters count may itself depend on values, by an include for example; but a changelog
     * that reads the same values reads on in the same way, so where a plan's values are a tenant's own, the plan is too.
     */
    private static final class Alike {

        private final Map<Set<String>, Map<List<Optional<String>>, MigrationPlan>> byValues = new HashMap<>();

        MigrationPlan plan(
                BiFunction<Tenant, TenantHistory, MigrationPlan> planning, Tenant tenant, TenantHistory history) {
            synchronized (this) {
                Optional<MigrationPlan> known = find(tenant);
                if (known.isPresent()) {
                    return known.get();
                }
                if (byValues.isEmpty()) {
                    // The others wait for the first plan: most often it is theirs too.
                    return remember(tenant, planning.apply(tenant, history));
                }
            }
            MigrationPlan plan = planning.apply(tenant, history);
            synchronized (this) {
                return remember(tenant, plan);
            }
        }

        private Optional<MigrationPlan> find(Tenant tenant) {
            return byValues.entrySet().stream()
                    .flatMap(plans ->
                            Optional.ofNullable(plans.getValue().get(values(tenant, plans.getKey()))).stream())
                    .findFirst();
        }

        private MigrationPlan remember(Tenant tenant, MigrationPlan plan) {
            Set<String> names = new TreeSet<>(plan.parametersRead());
            byValues.computeIfAbsent(names, absent -> new HashMap<>()).put(values(tenant, names), plan);
            return plan;
        }
    }

    /** What a changelog that reads these parameters is given because of this tenant. */
    static List<Optional<String>> values(Tenant tenant, Set<String> parameters) {
        List<Optional<String>> values = new ArrayList<>();
        for (String parameter : parameters) {
            values.add(value(tenant, parameter));
        }
        return values;
    }

    /** What a changelog that reads this parameter is given because of this tenant. */
    public static Optional<String> value(Tenant tenant, String parameter) {
        return namesTheSchema(parameter) ? Optional.of(tenant.schema()) : tenant.value(parameter);
    }

    /** Liquibase's own parameters of the database, {@code database.defaultSchemaName} among them. */
    private static boolean namesTheSchema(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT);
        return name.startsWith("database.") && name.contains("schema");
    }
}
