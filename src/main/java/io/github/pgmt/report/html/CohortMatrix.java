package io.github.pgmt.report.html;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which of the due changesets came, or are to come, to which tenants, by groups that need the same.
 *
 * @param columns the groups, by their numbers, and then those that have none; of each kind the largest first
 * @param changeSets all that are due in one of them
 */
record CohortMatrix(List<Column> columns, List<ChangeSetId> changeSets) {

    /** What became of a changeset in a tenant. */
    enum Cell {
        DONE(Tone.GOOD, "done"),
        PASSED_OVER(Tone.CALM, "passed over"),
        PENDING(Tone.OPEN, "pending"),
        FAILED(Tone.BAD, "failed"),
        SKIPPED(Tone.WARN, "not reached");

        final Tone tone;
        final String words;

        Cell(Tone tone, String words) {
            this.tone = tone;
            this.words = words;
        }
    }

    /**
     * Tenants that need the same.
     *
     * @param number under which other reports have them too
     * @param names of its tenants
     * @param cells by changeset, the names of the tenants by what became of it there
     */
    record Column(OptionalInt number, List<String> names, Map<ChangeSetId, Map<Cell, List<String>>> cells) {}

    CohortMatrix {
        columns = List.copyOf(columns);
        changeSets = List.copyOf(changeSets);
    }

    /**
     * Of tenants that were worked on; what was due in a cohort its plan says.
     *
     * @param previewed the numbers of cohorts that would be sent the same, where nothing was sent
     */
    static CohortMatrix of(List<TenantResult> tenants, RunCourse course, Map<TenantId, Integer> previewed) {
        Map<TenantId, Integer> planned = course.numbers();
        Map<TenantId, Integer> numbers = planned.isEmpty() ? previewed : planned;
        return of(
                tenants,
                tenant -> number(numbers.get(tenant.id())),
                tenant -> cells(
                        tenant,
                        planned.containsKey(tenant.id())
                                ? course.cohorts()
                                        .get(planned.get(tenant.id()) - 1)
                                        .due()
                                : List.of()));
    }

    private static OptionalInt number(Integer numberOrNull) {
        return numberOrNull == null ? OptionalInt.empty() : OptionalInt.of(numberOrNull);
    }

    /** Of tenants in which this is due; no other report numbers them. */
    static <T extends OfTenant> CohortMatrix ofPending(List<T> tenants, Function<T, List<ChangeSetId>> pending) {
        return of(tenants, tenant -> OptionalInt.empty(), tenant -> {
            Map<ChangeSetId, Cell> cells = new LinkedHashMap<>();
            pending.apply(tenant).forEach(changeSet -> cells.put(changeSet, Cell.PENDING));
            return cells;
        });
    }

    private static <T extends OfTenant> CohortMatrix of(
            List<T> tenants, Function<T, OptionalInt> number, Function<T, Map<ChangeSetId, Cell>> cells) {
        Map<Object, Column> columns = new LinkedHashMap<>();
        for (T tenant : tenants) {
            Map<ChangeSetId, Cell> own = cells.apply(tenant);
            if (own.isEmpty()) {
                continue;
            }
            OptionalInt numbered = number.apply(tenant);
            Object group = numbered.isPresent() ? numbered : List.copyOf(own.keySet());
            Column column = columns.computeIfAbsent(
                    group, absent -> new Column(numbered, new ArrayList<>(), new LinkedHashMap<>()));
            column.names().add(tenant.displayName());
            own.forEach((changeSet, cell) -> column.cells()
                    .computeIfAbsent(changeSet, absent -> new EnumMap<>(Cell.class))
                    .computeIfAbsent(cell, absent -> new ArrayList<>())
                    .add(tenant.displayName()));
        }
        List<Column> inOrder = columns.values().stream()
                .sorted(Comparator.comparingInt(
                                (Column column) -> column.number().orElse(Integer.MAX_VALUE))
                        .thenComparing(Comparator.comparingInt(
                                        (Column column) -> column.names().size())
                                .reversed()))
                .toList();
        Set<ChangeSetId> all = new LinkedHashSet<>();
        inOrder.stream()
                .sorted(Comparator.comparingInt(
                                (Column column) -> column.cells().size())
                        .reversed())
                .forEach(column -> all.addAll(column.cells().keySet()));
        return new CohortMatrix(inOrder, List.copyOf(all));
    }

    private static Map<ChangeSetId, Cell> cells(TenantResult tenant, List<ChangeSetId> due) {
        TenantResult.ChangeSets own = tenant.changeSets();
        Map<ChangeSetId, Cell> cells = new LinkedHashMap<>();
        due.forEach(changeSet -> cells.put(changeSet, Cell.SKIPPED));
        Stream.of(own.applied(), own.undone(), own.always())
                .flatMap(List::stream)
                .forEach(changeSet -> cells.put(changeSet, Cell.DONE));
        own.notRun().forEach(changeSet -> cells.put(changeSet, Cell.PASSED_OVER));
        if (tenant.outcome() == Outcome.PLANNED) {
            own.pending().forEach(changeSet -> cells.put(changeSet, Cell.PENDING));
        }
        tenant.failure().flatMap(Failure::changeSet).ifPresent(changeSet -> cells.put(changeSet, Cell.FAILED));
        return cells;
    }
}
