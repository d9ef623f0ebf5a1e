package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.changelog.PlannedExtension;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.fleet.ServerConditions.ExtensionPlace;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Extensions that pending changesets create. An extension is in a database once, so one in a tenant's schema would be that
 * tenant's: the others would not find what is in it, and it would go when the tenant is dropped. Only the tenants that need
 * such a changeset are refused.
 */
public final class ExtensionCheck {

    private final RunContext context;
    private final Map<Tenant, MigrationPlan> plans;
    private final Map<String, ExtensionPlace> places;
    private final Map<String, Integer> creators = new HashMap<>();
    private final Set<String> tenants;
    private final Map<MigrationPlan, Optional<Failure>> judged = new IdentityHashMap<>();
    private final Set<String> told = new HashSet<>();

    /**
     * The tenants in which a changeset would create one where it must not be, or in vain, and why.
     *
     * @param listed all tenants there are
     */
    public static Map<Tenant, Failure> refused(
            RunContext context, Collection<ListedTenant> listed, Map<Tenant, MigrationPlan> plans) {
        Map<Tenant, Failure> refused = new HashMap<>();
        ofEach(context, listed, plans).forEach(check -> refused.putAll(check.refused()));
        return refused;
    }

    /** Warns of them where nothing is to be changed: what makes the extension before may be none of this goal's. */
    public static void warn(RunContext context, Collection<ListedTenant> listed, Map<Tenant, MigrationPlan> plans) {
        ofEach(context, listed, plans).forEach(ExtensionCheck::warn);
    }

    /** An extension is in one database, whatever is in another. */
    private static List<ExtensionCheck> ofEach(
            RunContext context, Collection<ListedTenant> listed, Map<Tenant, MigrationPlan> plans) {
        return context.byDatabase(plans.keySet()).stream()
                .map(part -> {
                    Map<Tenant, MigrationPlan> theirs = new HashMap<>();
                    part.tenants().forEach(tenant -> theirs.put(tenant, plans.get(tenant)));
                    return new ExtensionCheck(part, part.among(listed), theirs);
                })
                .toList();
    }

    /** @param listed all tenants there are */
    private ExtensionCheck(InDatabase part, Collection<ListedTenant> listed, Map<Tenant, MigrationPlan> plans) {
        this.context = part.context();
        this.plans = plans;
        Set<String> names =
                plans.values().stream().flatMap(plan -> names(plan).stream()).collect(Collectors.toSet());
        this.places = names.isEmpty()
                ? Map.of()
                : part.unlessLost(
                                () -> part.context().environment().conditions().placesOfExtensions(names))
                        .orElse(Map.of());
        plans.values().forEach(plan -> names(plan).forEach(name -> creators.merge(name, 1, Integer::sum)));
        this.tenants = listed.stream().map(ListedTenant::schema).collect(Collectors.toSet());
        plans.keySet().forEach(tenant -> tenants.add(tenant.schema()));
    }

    private static Set<String> names(MigrationPlan plan) {
        return plan.extensions().stream()
                .map(planned -> planned.extension().name())
                .collect(Collectors.toSet());
    }

    private Map<Tenant, Failure> refused() {
        Map<Tenant, Failure> refused = new HashMap<>();
        plans.forEach((tenant, plan) -> judged.computeIfAbsent(plan, this::judge)
                .ifPresent(failure -> refused.put(tenant, failure.and("Nothing was changed in this tenant."))));
        return refused;
    }

    private void warn() {
        Map<String, List<String>> causes = new TreeMap<>(refused().keySet().stream()
                .collect(Collectors.groupingBy(
                        this::cause, Collectors.mapping(Tenant::displayName, Collectors.toList()))));
        causes.forEach((cause, schemas) -> context.listener()
                .warned("A migration refuses " + count(schemas)
                        + ", unless -Dpgmt.beforeAllSql or the shared changelog " + "makes the extension before: "
                        + cause));
    }

    private String cause(Tenant tenant) {
        Failure failure = judged.get(plans.get(tenant)).orElseThrow();
        return failure.changeSet().orElseThrow() + ": " + failure.message();
    }

    private static String count(List<String> schemas) {
        String number = schemas.size() == 1 ? "1 tenant" : schemas.size() + " tenants";
        return number + " (" + Finding.some(schemas.stream().sorted().toList()) + ")";
    }

    /** Goes through what the plan creates in order: a later changeset finds what an earlier one has made. */
    private Optional<Failure> judge(MigrationPlan plan) {
        Map<String, ExtensionPlace> now = new HashMap<>(places);
        for (PlannedExtension planned : plan.extensions()) {
            ExtensionPlace place = now.get(planned.extension().name());
            if (place == null) {
                // The server does not have it and will say so.
                continue;
            }
            Optional<String> objection = objection(planned, place);
            if (objection.isPresent()) {
                return Optional.of(new Failure(
                        Failure.Kind.CHANGESET, Optional.of(planned.changeSet()), Optional.empty(), objection.get()));
            }
            if (planned.certain() && !place.installed()) {
                now.put(
                        planned.extension().name(),
                        new ExtensionPlace(true, planned.extension().schema().or(place::schema)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> objection(PlannedExtension planned, ExtensionPlace place) {
        CreatedExtension extension = planned.extension();
        Texts texts = new Texts(extension, shared());
        if (place.installed()) {
            tell(planned, place.schema().orElseThrow());
            return planned.bearsThatItIsThere() ? Optional.empty() : Optional.of(texts.isThere());
        }
        Optional<String> schema = extension.schema().or(place::schema);
        if (schema.isEmpty()) {
            return Optional.of(texts.withoutSchema());
        }
        if (!isSeenByAll(schema.get()) && tenants.contains(schema.get())) {
            return Optional.of(texts.ofTenant(schema.get()));
        }
        return creators.get(extension.name()) > 1 && !planned.bearsThatItIsThere()
                ? Optional.of(texts.onlyOnce())
                : Optional.empty();
    }

    private String shared() {
        return context.environment().sharedSchemas().stream().findFirst().orElse("public");
    }

    private boolean isSeenByAll(String schema) {
        return context.environment().sharedSchemas().contains(schema) || schema.equals("pg_catalog");
    }

    /** Where it is, once for each changeset, whatever number of plans has it. */
    private void tell(PlannedExtension planned, String schema) {
        String name = SchemaText.quoted(planned.extension().name());
        String found = planned.changeSet() + " creates the extension " + name + ", which is in the schema "
                + SchemaText.quoted(schema) + " already.";
        if (!told.add(found)) {
            return;
        }
        if (isSeenByAll(schema)) {
            context.listener().debugged(found);
            return;
        }
        context.listener()
                .warned(found
                        + " That is none of -Dpgmt.sharedSchemas, so tenants do not find what is in it. If that "
                        + "is not meant: ALTER EXTENSION " + name + " SET SCHEMA …;");
    }

    /** What is said of a changeset's extension. */
    private record Texts(CreatedExtension extension, String shared) {

        String withoutSchema() {
            return creates() + " and does not say in which schema, so it would be in this tenant's alone." + waysOut();
        }

        String ofTenant(String schema) {
            return creates() + " in the schema " + SchemaText.quoted(schema) + ", which is a tenant's alone."
                    + waysOut();
        }

        String onlyOnce() {
            return creates() + " without IF NOT EXISTS, which can go well in one tenant only." + nameIt();
        }

        String isThere() {
            return creates() + " without IF NOT EXISTS, and the database has it already." + nameIt()
                    + " Where another tenant has run the changeset as it is, a validCheckSum keeps it valid there.";
        }

        private String creates() {
            return "The changeset creates the extension " + SchemaText.quoted(extension.name());
        }

        private String waysOut() {
            String once =
                    " A database has an extension once, so either have it created before the tenants, in a schema that "
                            + "all see: CREATE EXTENSION " + SchemaText.quoted(extension.name()) + " SCHEMA "
                            + SchemaText.quoted(shared)
                            + "; by hand, in "
                            + "-Dpgmt.beforeAllSql or in -Dpgmt.sharedChangeLogFile";
            String then = extension.unlessThere()
                    ? ", and the changeset can stay as it is."
                    : ", and give the changeset IF NOT EXISTS.";
            return once + then + " Or let the changeset say where: " + inPlace() + ".";
        }

        private String nameIt() {
            return " Let it say " + inPlace()
                    + "; or have the extension created before the tenants, in -Dpgmt.beforeAllSql "
                    + "or in -Dpgmt.sharedChangeLogFile, and take it out of the tenants' changelog.";
        }

        private String inPlace() {
            return "CREATE EXTENSION IF NOT EXISTS " + SchemaText.quoted(extension.name()) + " SCHEMA "
                    + SchemaText.quoted(shared);
        }
    }
}
