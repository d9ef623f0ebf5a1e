package io.github.pgmt.report.text;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.TenantResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What took a run's time. */
public final class Slowest {

    /**
     * A changeset's times in all tenants.
     *
     * @param tenants in how many it was measured, at least 1
     * @param total of all tenants; several work at once, so that it may be more than the run took
     * @param longest of one tenant
     * @param in the tenant in which it took that long, as people know it
     */
    public record OfChangeSet(ChangeSetId changeSet, int tenants, Duration total, Duration longest, String in) {

        private OfChangeSet and(OfChangeSet other) {
            OfChangeSet longer = longest.compareTo(other.longest) >= 0 ? this : other;
            return new OfChangeSet(
                    changeSet, tenants + other.tenants, total.plus(other.total), longer.longest, longer.in);
        }
    }

    private Slowest() {}

    /** The tenants that took longest, the slowest first; those that were not opened are not among them. */
    public static List<TenantResult> tenants(Collection<TenantResult> tenants, int atMost) {
        return tenants.stream()
                .filter(tenant -> !tenant.duration().isZero())
                .sorted(Comparator.comparing(TenantResult::duration).reversed().thenComparing(TenantResult::id))
                .limit(atMost)
                .toList();
    }

    /** The changesets that took longest in all tenants together, the slowest first. */
    public static List<OfChangeSet> changeSets(Collection<TenantResult> tenants, int atMost) {
        Map<ChangeSetId, OfChangeSet> all = new LinkedHashMap<>();
        tenants.forEach(tenant -> tenant.changeSets()
                .times()
                .forEach((changeSet, time) -> all.merge(
                        changeSet, new OfChangeSet(changeSet, 1, time, time, tenant.displayName()), OfChangeSet::and)));
        return all.values().stream()
                .sorted(Comparator.comparing(OfChangeSet::total)
                        .reversed()
                        .thenComparing(one -> one.changeSet().toString()))
                .limit(atMost)
                .toList();
    }
}
