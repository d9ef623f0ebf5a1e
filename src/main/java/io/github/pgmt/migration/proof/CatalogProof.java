package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.LiquibasesPart;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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

    private static final Set<Way.Engine> REPLAYED = EnumSet.of(Way.Engine.REPLAY, Way.Engine.MIXED);

    private final FleetCatalog catalog;
    private final Function<Tenant, Optional<Followed>> followed;
    private final Optional<CatalogMark> mark;

    /** Of the replayed tenants. */
    private final Map<Tenant, Tenant> pilots = new HashMap<>();

    /** By pilot. */
    private final Map<Tenant, LiquibasesPart> parts = new HashMap<>();

    /** By pilot. */
    private final Map<Tenant, Set<String>> open = new HashMap<>();

    private final Map<Tenant, Set<String>> leftOut = new HashMap<>();

    private final Map<Tenant, Set<String>> others = new HashMap<>();
    private final Set<Tenant> gonePilots = new HashSet<>();

    /**
     * What a replayed tenant followed.
     *
     * @param pilot whose change it is to have
     * @param part but for this
     * @param open and but for the values of these parameters
     */
    public record Followed(Tenant pilot, LiquibasesPart part, Set<String> open) {}

    private CatalogProof(
            FleetCatalog catalog, Function<Tenant, Optional<Followed>> followed, Optional<CatalogMark> mark) {
        this.catalog = catalog;
        this.followed = followed;
        this.mark = mark;
    }

    /**
     * To be called before the first tenant is changed.
     *
     * @param tenants those that are perhaps replayed, and their pilots; without any nothing is read
     * @param followed once a tenant was replayed, what it followed
     */
    public static CatalogProof begin(
            FleetCatalog catalog, Collection<Tenant> tenants, Function<Tenant, Optional<Followed>> followed) {
        Optional<CatalogMark> mark = tenants.isEmpty() ? Optional.empty() : Optional.of(catalog.mark(tenants));
        return new CatalogProof(catalog, followed, mark);
    }

    /**
     * To be called before anybody asks.
     *
     * @param attempts with the results that are known by now
     */
    public void note(List<Attempt> attempts) {
        if (mark.isEmpty()) {
            return;
        }
        attempts.stream()
                .filter(attempt -> isReplayed(attempt.result()))
                .map(Attempt::tenant)
                .forEach(this::note);
        Set<Tenant> missed = Set.copyOf(pilots.values());
        attempts.stream()
                .filter(attempt -> isGone(attempt.result()))
                .map(Attempt::tenant)
                .filter(missed::contains)
                .forEach(gonePilots::add);
    }

    private void note(Tenant tenant) {
        Followed lead = followed.apply(tenant).orElseThrow();
        pilots.put(tenant, lead.pilot());
        parts.put(lead.pilot(), lead.part());
        open.put(lead.pilot(), lead.open());
    }

    private static boolean isGone(TenantResult result) {
        return result.gone()
                || result.failure()
                        .filter(failure -> failure.kind() == Failure.Kind.MISSING)
                        .isPresent();
    }

    private static boolean isReplayed(TenantResult result) {
        return result.outcome() != Outcome.FAILED
                && !result.way().alone()
                && result.way().engine().filter(REPLAYED::contains).isPresent();
    }

    @Override
    public boolean isMadeBy(Attempt attempt) {
        Tenant pilot = pilots.get(attempt.tenant());
        return pilot != null && !gonePilots.contains(pilot);
    }

    @Override
    public Map<Tenant, String> doubts(List<Attempt> claimed) {
        Set<Tenant> compared = new LinkedHashSet<>();
        claimed.forEach(attempt -> compared.addAll(List.of(attempt.tenant(), pilots.get(attempt.tenant()))));
        Map<Tenant, String> changes = catalog.changes(mark.orElseThrow(), compared);
        Map<Tenant, Map<Alike, List<Tenant>>> unlikeByPilot = new HashMap<>();
        for (Attempt attempt : claimed) {
            Tenant tenant = attempt.tenant();
            Tenant pilot = pilots.get(tenant);
            String change = changes.get(tenant);
            if (change == null || !change.equals(changes.get(pilot))) {
                unlikeByPilot
                        .computeIfAbsent(pilot, absent -> new HashMap<>())
                        .computeIfAbsent(alike(tenant, change), absent -> new ArrayList<>())
                        .add(tenant);
            }
        }
        Map<Tenant, String> doubts = new HashMap<>();
        unlikeByPilot.forEach((pilot, unlike) -> differences(pilot, unlike.values())
                .forEach((tenant, differences) -> {
                    if (!differences.isEmpty()) {
                        doubts.put(tenant, message(pilot.schema(), differences) + wayOut(tenant));
                    }
                }));
        return doubts;
    }

    @Override
    public TenantResult confirmed(Attempt attempt) {
        TenantResult result = attempt.result();
        Set<String> objects = leftOut.getOrDefault(attempt.tenant(), Set.of());
        return result.by(result.way().confirmed(Way.Verified.CATALOG).butFor(List.copyOf(objects)));
    }

    /** Pilots that are gone, so that the tenants which were replayed after them can be compared with nothing. */
    public Set<Tenant> gonePilots() {
        return gonePilots;
    }

    /** Tenants that were alike and changed alike; no other is like one whose change is not known. */
    private record Alike(CatalogMark.State before, String change) {}

    private Alike alike(Tenant tenant, String change) {
        return new Alike(mark.orElseThrow().state(tenant), change == null ? "unknown in " + tenant.schema() : change);
    }

    /**
     * One of each kind is compared first: when all that is between it and its pilot is somebody else's, as what was made in the
     * pilot alone, or Liquibase's part, the same is so for the others of its kind.
     */
    private Map<Tenant, List<String>> differences(Tenant pilot, Collection<List<Tenant>> kinds) {
        Map<Tenant, List<String>> differences = new HashMap<>(
                compare(pilot, kinds.stream().map(kind -> kind.get(0)).toList()));
        List<Tenant> more = kinds.stream()
                .filter(kind -> !differences.get(kind.get(0)).isEmpty())
                .flatMap(kind -> kind.stream().skip(1))
                .toList();
        differences.putAll(compare(pilot, more));
        kinds.forEach(this::shareLeftOut);
        return differences;
    }

    private void shareLeftOut(List<Tenant> kind) {
        Optional.ofNullable(leftOut.get(kind.get(0)))
                .ifPresent(objects -> kind.forEach(tenant -> leftOut.putIfAbsent(tenant, objects)));
    }

    private Map<Tenant, List<String>> compare(Tenant pilot, List<Tenant> tenants) {
        if (tenants.isEmpty()) {
            return Map.of();
        }
        FleetCatalog.Comparison comparison =
                catalog.compare(mark.orElseThrow(), pilot, tenants, parts.get(pilot), open.get(pilot));
        leftOut.putAll(comparison.leftOut());
        comparison
                .others()
                .forEach((tenant, objects) -> others.computeIfAbsent(tenant, absent -> new TreeSet<>())
                        .addAll(objects));
        return comparison.differences();
    }

    /** What somebody else made in the compared tenants; it is no difference. */
    public Map<Tenant, Set<String>> others() {
        return others;
    }

    private static String message(String pilot, List<String> differences) {
        List<String> told = differences.subList(0, Math.min(DIFFERENCES_TOLD, differences.size()));
        int more = differences.size() - told.size();
        return "The same statements did not make the same of this schema as of \"" + pilot
                + "\", the pilot of its cohort. " + String.join(" ", told)
                + (more > 0 ? " And " + more + " more." : "");
    }

    /** Nothing was different in a schema that was not there. */
    private String wayOut(Tenant tenant) {
        String cause = mark.orElseThrow().states().containsKey(tenant)
                ? " What was done stays done. If nobody has changed one of the two meanwhile, look at what was different in "
                        + "the schema before and mend it by hand;"
                : " The schema is new, so somebody or something has changed one of the two meanwhile, or a changeset does not "
                        + "do the same in each tenant: -Dpgmt.replay=false has Liquibase run it in every one;";
        return cause + " -Dpgmt.verify=history does without this check.";
    }
}
