package io.github.pgmt.postgres.catalog;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of the catalog is compared between tenants that nothing was done to. That is what the proof of a run compares and
 * {@link DriftAspects}, without what two tenants of the same changesets may have differently all the same.
 */
final class DriftKinds {

    /** All comments are this one aspect of what they are on. */
    static final String COMMENT = "comment";

    /**
     * From PostgreSQL 17 and 18 on, NOT NULL is a constraint too, whose name depends on what the domain or the column was called
     * once. These say themselves that it is so.
     */
    private static final String NOT_ALONE = "(itself.contype <> 'n' OR NOT itself.convalidated OR itself.connoinherit)";

    private static final Set<String> CONSTRAINTS = Set.of("constraint", "domain constraint");

    private static final String DEFAULT = "default";

    /** To write these out, the server locks what they are made of. */
    private static final Set<String> LOCKING = Set.of("view", "rule");

    private static final String LOCKING_ASPECT = "SQL body";

    private static final List<CatalogKind> ALL = Stream.concat(
                    CatalogSql.KINDS.stream()
                            .map(kind -> kind.with(Stream.concat(
                                            kind.aspects().stream(),
                                            DriftAspects.FURTHER.getOrDefault(kind.name(), List.of()).stream())
                                    .toList())),
                    DriftAspects.KINDS.stream())
            .toList();

    private DriftKinds() {}

    /** The names of all that can be left out. */
    static Set<String> aspects() {
        Set<String> names = ALL.stream()
                .filter(kind -> !kind.isComments())
                .flatMap(kind -> kind.aspects().stream())
                .map(CatalogAspect::name)
                .collect(Collectors.toCollection(TreeSet::new));
        names.add(COMMENT);
        return names;
    }

    /** In the order of the numbers in the statements' results. */
    static List<CatalogKind> without(Set<String> ignored) {
        return ALL.stream()
                .filter(kind -> !kind.isComments() || !ignored.contains(COMMENT))
                .map(kind -> CONSTRAINTS.contains(kind.subjectKind()) ? kind.where(NOT_ALONE) : kind)
                .map(kind -> kind.with(kind.aspects().stream()
                        .filter(aspect -> kind.isComments() || !ignored.contains(aspect.name()))
                        .filter(aspect -> !isSaidElsewhere(kind, aspect))
                        .map(CatalogAspect::inDrift)
                        .toList()))
                .filter(kind -> kind.listed() || !kind.aspects().isEmpty())
                .toList();
    }

    /** That a column has a default, and which, is one thing. */
    private static boolean isSaidElsewhere(CatalogKind kind, CatalogAspect aspect) {
        return kind.name().equals("column") && aspect.name().equals(DEFAULT);
    }

    /** The same without what is read under locks. */
    static List<CatalogKind> lockFree(List<CatalogKind> kinds) {
        return kinds.stream()
                .map(kind -> kind.with(kind.aspects().stream()
                        .filter(aspect -> !isLocking(kind, aspect))
                        .toList()))
                .filter(kind -> kind.listed() || !kind.aspects().isEmpty())
                .toList();
    }

    /** What is read under locks alone. */
    static List<CatalogKind> locking(List<CatalogKind> kinds) {
        return kinds.stream()
                .map(kind -> kind.unlisted()
                        .with(kind.aspects().stream()
                                .filter(aspect -> isLocking(kind, aspect))
                                .toList()))
                .filter(kind -> !kind.aspects().isEmpty())
                .map(kind -> kind.where(
                        kind.name().equals("function") ? "function.oid IN (SELECT oid FROM locking)" : "TRUE"))
                .toList();
    }

    private static boolean isLocking(CatalogKind kind, CatalogAspect aspect) {
        return LOCKING.contains(kind.name()) && !aspect.summed()
                || aspect.name().equals(LOCKING_ASPECT);
    }
}
