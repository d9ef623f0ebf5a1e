package io.github.pgmt.migration.event;

import io.github.pgmt.migration.ChangeSetId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** In how many tenants something is to be said of a changeset. */
final class ChangeSetCounts {

    private ChangeSetCounts() {}

    /** @param tenants each one's changesets of the kind; the counts are in the order in which these come to them */
    static Map<ChangeSetId, Integer> of(Stream<List<ChangeSetId>> tenants) {
        Map<ChangeSetId, Integer> counts = new LinkedHashMap<>();
        tenants.flatMap(List::stream).forEach(changeSet -> counts.merge(changeSet, 1, Integer::sum));
        return counts;
    }
}
