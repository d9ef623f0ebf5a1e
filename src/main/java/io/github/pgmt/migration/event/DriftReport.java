package io.github.pgmt.migration.event;

import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How tenants differ that have the same changesets.
 *
 * @param failOnDrift every tenant that is not known to be as the others fails the build
 * @param groups the largest first
 * @param variants in the order of their groups, that of most tenants first
 * @param tenants one for every selected tenant, ordered by schema
 */
public record DriftReport(
        boolean failOnDrift, List<DriftGroup> groups, List<DriftVariant> variants, List<TenantDrift> tenants)
        implements GoalReport {

    /** What differs in a tenant, by whether that is accepted. */
    private record Difference(DriftVariant of, List<CatalogDifference> open, List<CatalogDifference> known) {}

    public DriftReport {
        groups = List.copyOf(groups);
        variants = List.copyOf(variants);
        tenants = List.copyOf(tenants);
    }

    /** The same, in which these differences are known. */
    public DriftReport accepting(AcceptedDrift accepted) {
        Map<Difference, List<String>> names = new LinkedHashMap<>();
        Set<String> known = new HashSet<>();
        for (DriftVariant variant : variants) {
            for (String name : variant.tenants()) {
                Difference difference = difference(variant, name, accepted);
                names.computeIfAbsent(difference, absent -> new ArrayList<>()).add(name);
                if (difference.open().isEmpty()) {
                    known.add(name);
                }
            }
        }
        List<DriftVariant> others = new ArrayList<>();
        names.forEach((difference, tenantsOfIt) -> others.add(new DriftVariant(
                difference.of().group(),
                tenantsOfIt,
                difference.of().ownNames(),
                difference.open(),
                difference.known())));
        others.sort(Comparator.comparingInt(DriftVariant::group));
        return new DriftReport(
                failOnDrift,
                groups,
                others,
                tenants.stream()
                        .map(tenant -> known.contains(tenant.displayName())
                                ? TenantDrift.compared(tenant.id(), State.KNOWN)
                                : tenant)
                        .toList());
    }

    private static Difference difference(DriftVariant variant, String name, AcceptedDrift accepted) {
        List<CatalogDifference> all = new ArrayList<>(variant.differences());
        all.addAll(variant.known());
        List<CatalogDifference> known = all.stream()
                .filter(difference -> accepted.contains(name, difference))
                .toList();
        all.removeAll(known);
        return new Difference(variant, all, known);
    }

    /** What would have to be accepted for nothing to be open, with what is accepted already of tenants that were not compared. */
    public AcceptedDrift acceptedBesides(AcceptedDrift before) {
        List<String> compared = tenants.stream()
                .filter(tenant -> tenant.reason().isEmpty())
                .map(TenantDrift::displayName)
                .toList();
        return before.with(compared, variants);
    }

    @Override
    public int tenantCount() {
        return tenants.size();
    }

    @Override
    public List<String> failedTenants() {
        return tenants.stream()
                .filter(tenant -> tenant.failsTheBuild(failOnDrift))
                .map(TenantDrift::displayName)
                .toList();
    }

    @Override
    public Stream<TenantDrift> toRetry() {
        return tenants.stream().filter(TenantDrift::isOpen);
    }

    @Override
    public Optional<String> buildFailure() {
        int failing = failedTenants().size();
        if (failing == 0) {
            return Optional.empty();
        }
        String share = failing + " of " + tenants.size() + " tenants ";
        return Optional.of(
                failOnDrift
                        ? share + "differ or could not be compared (pgmt.failOnDrift=true)"
                        : "Whether " + share + "differ could not be found out");
    }

    /** That of a variant's tenants. */
    public Optional<DriftGroup> group(DriftVariant variant) {
        return groups.stream().skip(variant.group()).findFirst();
    }

    /** How many tenants are in this state. */
    public int count(State state) {
        return (int) tenants.stream().filter(tenant -> tenant.state() == state).count();
    }
}
