package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks the catalog whether a run changed each replayed tenant as it changed the tenant's pilot. That the server accepted
 * statements is no proof: what they did may depend on what was in the schema before.
 */
public final class CatalogProof implements Claim {

    /** Sentences of a failure's message; whoever mends the tenant looks at the schema anyway. */
    private static final int DIFFERENCES_TOLD = 5;

    private final FleetCatalog catalog;
    private final Function<Tenant, Optional<Tenant>> pilotOf;
    private final Optional<CatalogMark> mark;

    /** Of the replayed tenants, by schema. */
    private final Map<String, String> pilots = new HashMap<>();

    private final Map<String, Set<String>> others = new HashMap<>();
    private final Set<String> gonePilots = new TreeSet<>();

    private CatalogProof(FleetCatalog catalog, Function<Tenant, Optional<Tenant>> pilotOf, Optional<CatalogMark> mark) {
        this.catalog = catalog;
        this.pilotOf = pilotOf;
        this.mark = mark;
    }

    /** Of a run that replays nothing. */
    public static CatalogProof none(FleetCatalog catalog) {
        return begin(catalog, List.of(), tenant -> Optional.empty());
    }

    /**
     * To be called before the first tenant is changed.
     *
     * @param tenants those that are perhaps replayed, and their pilots; without any nothing is read
     * @param pilotOf once a tenant was replayed, the pilot whose change it is to have
     */
    public static CatalogProof begin(
            FleetCatalog catalog, Collection<Tenant> tenants, Function<Tenant, Optional<Tenant>> pilotOf) {
        Optional<CatalogMark> mark = tenants.isEmpty()
                ? Optional.empty()
                : Optional.of(catalog.mark(tenants.stream().map(Tenant::schema).toList()));
        return new CatalogProof(catalog, pilotOf, mark);
    }

    /**
     * To be called before anybody asks.
     *
     * @param results what is known of these attempts by now, in their order
     */
    public void note(List<TenantMigrator.Attempt> attempts, List<TenantResult> results) {
        if (mark.isEmpty()) {
            return;
        }
        for (int index = 0; index < results.size(); index++) {
            if (isReplayed(results.get(index))) {
                Tenant tenant = attempts.get(index).tenant();
                pilots.put(tenant.schema(), pilotOf.apply(tenant).orElseThrow().schema());
            }
        }
        Set<String> missed = Set.copyOf(pilots.values());
        results.stream()
                .filter(CatalogProof::isGone)
                .map(TenantResult::schema)
                .filter(missed::contains)
                .forEach(gonePilots::add);
    }

    private static boolean isGone(TenantResult result) {
        return result.gone()
                || result.failure()
                        .filter(failure -> failure.kind() == Failure.Kind.MISSING)
                        .isPresent();
    }

    private static boolean isReplayed(TenantResult result) {
        return result.outcome() != Outcome.FAILED
                && result.way().engine().filter(Way.Engine.REPLAY::equals).isPresent();
    }

    @Override
    public boolean isMadeBy(TenantResult result) {
        String pilot = pilots.get(result.schema());
        return pilot != null && !gonePilots.contains(pilot);
    }

    @Override
    public Map<String, String> doubts(List<TenantResult> claimed) {
        Set<String> compared = new LinkedHashSet<>();
        claimed.forEach(result -> compared.addAll(List.of(result.schema(), pilots.get(result.schema()))));
        Map<String, String> changes = catalog.changes(mark.orElseThrow(), compared);
        Map<String, Map<Alike, List<String>>> unlikeByPilot = new HashMap<>();
        for (TenantResult result : claimed) {
            String schema = result.schema();
            String pilot = pilots.get(schema);
            String change = changes.get(schema);
            if (change == null || !change.equals(changes.get(pilot))) {
                unlikeByPilot
                        .computeIfAbsent(pilot, absent -> new HashMap<>())
                        .computeIfAbsent(alike(schema, change), absent -> new ArrayList<>())
                        .add(schema);
            }
        }
        Map<String, String> doubts = new HashMap<>();
        unlikeByPilot.forEach((pilot, unlike) -> differences(pilot, unlike.values())
                .forEach((schema, differences) -> {
                    if (!differences.isEmpty()) {
                        doubts.put(schema, message(pilot, differences));
                    }
                }));
        return doubts;
    }

    @Override
    public TenantResult confirmed(TenantResult result) {
        return result.by(result.way().confirmed(Way.Verified.CATALOG));
    }

    /** Pilots that are gone, so that the tenants which were replayed after them can be compared with nothing. */
    public Set<String> gonePilots() {
        return gonePilots;
    }

    /** Schemas that were alike and changed alike; no other is like one whose change is not known. */
    private record Alike(CatalogMark.State before, String change) {}

    private Alike alike(String schema, String change) {
        return new Alike(mark.orElseThrow().state(schema), change == null ? "unknown in " + schema : change);
    }

    /**
     * One of each kind is compared first: when all that is between it and its pilot is somebody else's, as what was made in the
     * pilot alone, the same is so for the others of its kind.
     */
    private Map<String, List<String>> differences(String pilot, Collection<List<String>> kinds) {
        Map<String, List<String>> differences = new HashMap<>(
                compare(pilot, kinds.stream().map(kind -> kind.get(0)).toList()));
        List<String> more = kinds.stream()
                .filter(kind -> !differences.get(kind.get(0)).isEmpty())
                .flatMap(kind -> kind.stream().skip(1))
                .toList();
        differences.putAll(compare(pilot, more));
        return differences;
    }

    private Map<String, List<String>> compare(String pilot, List<String> schemas) {
        if (schemas.isEmpty()) {
            return Map.of();
        }
        FleetCatalog.Comparison comparison = catalog.compare(mark.orElseThrow(), pilot, schemas);
        comparison
                .others()
                .forEach((schema, objects) -> others.computeIfAbsent(schema, absent -> new TreeSet<>())
                        .addAll(objects));
        return comparison.differences();
    }

    /** What somebody else made in the compared schemas, by schema; it is no difference. */
    public Map<String, Set<String>> others() {
        return others;
    }

    private static String message(String pilot, List<String> differences) {
        List<String> told = differences.subList(0, Math.min(DIFFERENCES_TOLD, differences.size()));
        int more = differences.size() - told.size();
        return "The same statements did not make the same of this schema as of \"" + pilot
                + "\", the pilot of its cohort. " + String.join(" ", told)
                + (more > 0 ? " And " + more + " more." : "")
                + " The changesets stay applied. If nobody has changed one of the two meanwhile, look at what was different in "
                + "the schema before and mend it by hand; -Dpgmt.verify=history does without this check.";
    }
}
