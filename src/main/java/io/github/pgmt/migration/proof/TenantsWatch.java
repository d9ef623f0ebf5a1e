package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.MadeObject;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches what appears in the schemas of all tenants, selected or not, while a run works in some: what the run itself makes
 * in another tenant's schema than that which it works on fails the tenant that it was made for; what somebody else makes
 * there is a warning.
 */
public final class TenantsWatch {

    private static final int TOLD = 10;

    /** Words before a name, see {@link FleetCatalog.Comparison}. */
    private static final Pattern PART = Pattern.compile(
            "(column|constraint|trigger|rule|policy|statistics object|inheritance|index|label|comment on .*?) ");

    private static final Pattern RELATION = Pattern.compile("(table|view|materialized view|foreign table|type) ");

    private final FleetCatalog catalog;
    private final Set<String> schemas = new HashSet<>();
    private final Set<String> workedOn = new HashSet<>();
    private final String since;

    private TenantsWatch(FleetCatalog catalog, Collection<ListedTenant> listed, Collection<Tenant> tenants) {
        this.catalog = catalog;
        listed.forEach(tenant -> schemas.add(tenant.schema()));
        tenants.forEach(tenant -> workedOn.add(tenant.schema()));
        schemas.addAll(workedOn);
        this.since = catalog.now();
    }

    /**
     * Begins to watch.
     *
     * @param listed all tenants there are
     * @param tenants those that are worked on, which may be new
     */
    public static TenantsWatch begin(
            FleetCatalog catalog, Collection<ListedTenant> listed, Collection<Tenant> tenants) {
        return new TenantsWatch(catalog, listed, tenants);
    }

    /**
     * What came of it.
     *
     * @param strayed what the run made for tenants in others' schemas, by the schema of the tenant that it was made for
     * @param others what somebody else made, by schema
     */
    public record Changes(Map<String, List<MadeObject>> strayed, Map<String, Set<String>> others) {

        /** What the run itself made, as a report has it. */
        public List<String> outside() {
            return OutsideWatch.texts(strayed.values().stream()
                    .flatMap(List::stream)
                    .map(MadeObject::object)
                    .toList());
        }

        /** The same, unless the run made something for this tenant elsewhere. */
        public Attempt judge(Attempt attempt) {
            TenantResult result = attempt.result();
            List<MadeObject> made = strayed.getOrDefault(attempt.tenant().schema(), List.of());
            if (made.isEmpty() || result.outcome() == Outcome.FAILED) {
                return attempt;
            }
            Optional<ChangeSetId> changeSet = made.get(0).by().flatMap(MadeObject.Maker::changeSet);
            return attempt.with(
                    result.failing(new Failure(Failure.Kind.VERIFY, changeSet, Optional.empty(), message(made))));
        }

        private static String message(List<MadeObject> made) {
            String first = made.get(0).object().toString();
            return "What was run for this tenant made " + first + " in another tenant's schema"
                    + (made.size() > 1
                            ? ", and " + (made.size() - 1) + " more there (see \"outside\" in the report)"
                            : "")
                    + ". Look in the changelog or the hook for the schema's name or a SET search_path. The changesets stay "
                    + "applied: undo by hand what was made there, and make it here.";
        }

        /**
         * Tells once of what somebody else made.
         *
         * @param more what else was found to be somebody else's
         * @param warning hears it
         */
        public void warn(Map<Tenant, Set<String>> more, Consumer<String> warning) {
            SortedMap<String, Set<String>> all = new TreeMap<>();
            others.forEach((schema, objects) -> all.put(schema, new TreeSet<>(objects)));
            more.forEach((tenant, objects) -> all.computeIfAbsent(tenant.schema(), absent -> new TreeSet<>())
                    .addAll(objects));
            if (!all.isEmpty()) {
                warning.accept(text(all));
            }
        }
    }

    /** What was made since it began, without what the run may have made itself where it works. */
    public Changes changes() {
        Map<String, List<MadeObject>> strayed = new HashMap<>();
        Map<String, Set<String>> others = new HashMap<>();
        for (MadeObject made : catalog.made(since, schemas)) {
            FleetDatabase.OutsideObject object = made.object();
            if (made.by().isPresent()) {
                strayed.computeIfAbsent(made.by().get().schema(), absent -> new ArrayList<>())
                        .add(made);
            } else if (made.certain() || !workedOn.contains(object.schema())) {
                others.computeIfAbsent(object.schema(), absent -> new TreeSet<>())
                        .add(object.kind() + " " + object.name());
            }
        }
        return new Changes(strayed, others);
    }

    /** Whole objects first, and no part of one that is named itself. */
    private static String text(SortedMap<String, Set<String>> others) {
        List<String> whole = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        others.forEach((schema, objects) -> objects.forEach(object -> {
            if (!PART.matcher(object).lookingAt()) {
                whole.add(told(schema, object));
            } else if (objects.stream().noneMatch(other -> isPartOf(object, other))) {
                parts.add(told(schema, object));
            }
        }));
        whole.addAll(parts);
        int more = whole.size() - TOLD;
        return "Somebody else, as far as can be told, made in tenants' schemas meanwhile, which is no failure: "
                + String.join(", ", whole.subList(0, Math.min(TOLD, whole.size())))
                + (more > 0 ? " and " + more + " more" : "") + ".";
    }

    private static String told(String schema, String object) {
        return schema + " (" + object + ")";
    }

    private static boolean isPartOf(String part, String whole) {
        Matcher kind = PART.matcher(part);
        return kind.lookingAt()
                && RELATION.matcher(whole).lookingAt()
                && part.startsWith(RELATION.matcher(whole).replaceFirst("") + ".", kind.end());
    }
}
