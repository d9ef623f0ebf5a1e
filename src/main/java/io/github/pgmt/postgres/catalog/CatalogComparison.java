package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.CatalogMark.State;
import io.github.pgmt.postgres.catalog.CatalogContents.Entry;
import io.github.pgmt.postgres.catalog.CatalogContents.Key;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Compares what changed in a schema with what changed in its pilot. What comes and goes is compared by what was there
 * before. Of what stayed, an aspect is compared when one of the two wrote the row that holds it, and, as a row holds many,
 * when the sums say that the aspect changed in other ways in one than in the other.
 */
final class CatalogComparison {

    /** Longer texts are not repeated. */
    private static final int LONGEST_TEXT = 200;

    /** A schema's state before and its contents now. */
    record Side(State before, Map<String, Long> sums, CatalogContents now) {

        /** By how much a sum changed. */
        long change(String sum) {
            return sums.getOrDefault(sum, 0L) - before.sums().getOrDefault(sum, 0L);
        }

        /** The same with the pilot's names for what has the same names but for the values. */
        Side named(Side pilot, OwnValues values) {
            if (values.byPilots().isEmpty()) {
                return this;
            }
            Set<String> pilots = pilot.objects();
            Set<String> own = objects();
            Map<String, String> names = new HashMap<>();
            own.stream()
                    .filter(object -> !pilots.contains(object))
                    .forEach(object -> pilots.stream()
                            .filter(other -> !own.contains(other) && values.explain(other, object))
                            .findFirst()
                            .ifPresent(other -> names.put(object, other)));
            return new Side(before.named(names), sums, now.named(pilot.now(), names, values));
        }

        private Set<String> objects() {
            Set<String> objects = new TreeSet<>(before.objects());
            objects.addAll(now.objects());
            return objects;
        }
    }

    private final Side pilot;
    private final Side tenant;
    private final LongPredicate bySomebodyElse;
    private final LiquibasesShare liquibases;
    private final OwnValues values;
    private final SortedSet<String> leftOut = new TreeSet<>();
    private final SortedSet<String> differences = new TreeSet<>();
    private final SortedSet<String> onlyInPilot = new TreeSet<>();
    private final SortedSet<String> onlyHere = new TreeSet<>();

    /**
     * @param bySomebodyElse whether a transaction is certainly none of ours: what it alone made is no difference
     * @param liquibases what may be Liquibase's own work in either schema is none
     * @param values where the tenant has its own for the pilot's there is none either
     */
    CatalogComparison(
            Side pilot, Side tenant, LongPredicate bySomebodyElse, LiquibasesShare liquibases, OwnValues values) {
        this.pilot = pilot;
        this.tenant = tenant.named(pilot, values);
        this.values = values;
        this.bySomebodyElse = bySomebodyElse;
        this.liquibases = liquibases;
    }

    /**
     * What came of it.
     *
     * @param differences a sentence each, in the order of the sentences
     * @param onlyInPilot what somebody else made in the pilot
     * @param onlyHere what somebody else made in the schema
     * @param leftOut what differs and may be Liquibase's own work
     */
    record Found(List<String> differences, Set<String> onlyInPilot, Set<String> onlyHere, Set<String> leftOut) {}

    Found compare() {
        compareObjects();
        pilot.now()
                .entries()
                .forEach((key, entry) -> tenant.now().entry(key).ifPresent(here -> compareAspects(key, entry, here)));
        return new Found(List.copyOf(differences), onlyInPilot, onlyHere, leftOut);
    }

    private void compareObjects() {
        Stream.concat(pilot.now().objects().stream(), tenant.now().objects().stream())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(this::compareObject);
    }

    private void compareObject(String object) {
        boolean inPilot = pilot.now().objects().contains(object);
        boolean here = tenant.now().objects().contains(object);
        if (inPilot == here) {
            return;
        }
        boolean pilotChanged = inPilot != pilot.before().objects().contains(object);
        boolean tenantChanged = here != tenant.before().objects().contains(object);
        if (pilotChanged != tenantChanged && isSomebodyElses(object, inPilot, pilotChanged)) {
            (inPilot ? onlyInPilot : onlyHere).add(object);
        } else if ((pilotChanged || tenantChanged) && isLiquibases(object, inPilot)) {
            leftOut.add(object);
        } else if (pilotChanged) {
            differences.add("The " + object
                    + (inPilot ? ", which the pilot got, is missing." : " is still there; the pilot lost it."));
        } else if (tenantChanged) {
            differences.add("The " + object
                    + (here ? " is new; the pilot did not get it." : " is gone; the pilot still has it."));
        }
    }

    /** An object that one of the two got and the other did not. */
    private boolean isSomebodyElses(String object, boolean inPilot, boolean pilotChanged) {
        CatalogContents owner = (inPilot ? pilot : tenant).now();
        return inPilot == pilotChanged && owner.isWrittenBy(object, bySomebodyElse);
    }

    /** An object that is in one of the two alone. */
    private boolean isLiquibases(String object, boolean inPilot) {
        return (inPilot ? pilot : tenant)
                .now()
                .any(object, entry -> liquibases.mayHaveWritten(entry) || liquibases.mayHaveRemoved(entry));
    }

    private void compareAspects(Key key, Entry inPilot, Entry here) {
        if (!inPilot.written() && !here.written()) {
            return;
        }
        List<CatalogAspect> aspects = key.kind().aspects();
        for (int i = 0; i < aspects.size(); i++) {
            String expected = inPilot.texts().get(i);
            String found = here.texts().get(i);
            if (changedOtherwise(key.kind(), aspects.get(i))
                    && !tenant.now().sameText(found, pilot.now(), expected)
                    && !values.explain(expected, found)) {
                if (liquibases.mayHaveWritten(inPilot) || liquibases.mayHaveWritten(here)) {
                    leftOut.add(key.object());
                    continue;
                }
                differences.add(difference(key.object(), aspects.get(i).name(), found, expected));
            }
        }
    }

    private boolean changedOtherwise(CatalogKind kind, CatalogAspect aspect) {
        String sum = kind.sumOf(aspect);
        return !aspect.summed() || pilot.change(sum) != tenant.change(sum);
    }

    private static String difference(String object, String aspect, String found, String expected) {
        String what = "The " + object + " differs from the pilot's in its " + aspect;
        return found.length() + expected.length() > LONGEST_TEXT
                ? what + "."
                : what + ": it is " + words(found) + " and not " + words(expected) + ".";
    }

    private static String words(String text) {
        return text.isEmpty() ? "empty" : '"' + text + '"';
    }
}
