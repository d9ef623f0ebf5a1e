package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.CatalogDifference.Change;
import io.github.pgmt.postgres.catalog.DriftContents.Entry;
import io.github.pgmt.postgres.catalog.DriftContents.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares two schemas as they are. What is a part of something that one of them lacks is not told besides: a table is
 * missing, and that its columns are need not be said.
 */
final class DriftComparison {

    private static final Entry NOTHING = new Entry(List.of(), List.of());

    private final DriftContents reference;
    private final DriftContents tenant;
    private final Set<String> unpaired = new HashSet<>();
    private final SortedSet<CatalogDifference> differences = new TreeSet<>();

    private DriftComparison(DriftContents reference, DriftContents tenant) {
        this.reference = reference;
        this.tenant = tenant;
    }

    /** In the order of the objects. */
    static List<CatalogDifference> of(DriftContents reference, DriftContents tenant) {
        return new DriftComparison(reference, tenant).compare();
    }

    private List<CatalogDifference> compare() {
        Set<Key> missing = reference.listed();
        missing.removeAll(tenant.listed());
        Set<Key> extra = tenant.listed();
        extra.removeAll(reference.listed());
        Stream.concat(missing.stream(), extra.stream()).map(Key::object).forEach(unpaired::add);
        missing.stream()
                .filter(key -> isWhole(reference.entries().get(key)))
                .forEach(key -> differences.add(CatalogDifference.of(key.object(), Change.MISSING)));
        WholeObjects whole = new WholeObjects(tenant);
        extra.stream()
                .filter(key -> isWhole(tenant.entries().get(key)))
                .forEach(key -> differences.add(CatalogDifference.extra(key.object(), whole.of(key.object()))));
        Stream.concat(reference.entries().keySet().stream(), tenant.entries().keySet().stream())
                .distinct()
                .filter(key -> !missing.contains(key) && !extra.contains(key))
                .forEach(this::compareAspects);
        return List.copyOf(differences);
    }

    private boolean isWhole(Entry entry) {
        return entry.parents().stream().noneMatch(unpaired::contains);
    }

    private void compareAspects(Key key) {
        Entry expected = reference.entries().getOrDefault(key, NOTHING);
        Entry found = tenant.entries().getOrDefault(key, NOTHING);
        boolean isPart = !key.kind().listed() && unpaired.contains(key.object());
        if (isPart || !isWhole(expected) || !isWhole(found)) {
            return;
        }
        List<CatalogAspect> aspects = key.kind().aspects();
        for (int number = 0; number < aspects.size(); number++) {
            String there = text(expected, number);
            String here = text(found, number);
            if (!there.equals(here)) {
                String aspect = key.kind().isComments()
                        ? DriftKinds.COMMENT
                        : aspects.get(number).name();
                differences.add(CatalogDifference.of(key.object(), aspect, there, here));
            }
        }
    }

    /** Of what one of the two has no row of, such as a default. */
    private static String text(Entry entry, int number) {
        return entry == NOTHING ? "" : entry.texts().get(number);
    }
}
