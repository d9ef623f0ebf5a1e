package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a selection reaches of databases whose tenants nobody can tell. That it may be nothing is no reason to pass it over: a run
 * that did not come to a tenant must not look as if it had.
 *
 * @param exact names that are no globs
 */
record UnknownReach(DatabaseNames databases, Set<TenantId> exact, Globs names, Globs includes, Globs excludes) {

    /** Tenants that are asked for with such a database, and such databases of which others may be meant. */
    List<UnknownTenant> reached() {
        return databases.unknown().keySet().stream()
                .filter(database -> excludes.all().stream().noneMatch(glob -> glob.isAllOf(database)))
                .flatMap(this::reached)
                .toList();
    }

    private Stream<UnknownTenant> reached(String database) {
        List<TenantId> reached = new ArrayList<>(Stream.concat(exact.stream(), names.names().stream())
                .distinct()
                .filter(name -> name.database().equals(database))
                .filter(name -> !excludes.matches(name) && (includes.isEmpty() || includes.matches(name)))
                .toList());
        if (mayBeOthers(database)) {
            reached.add(new TenantId(database, ""));
        }
        String reason = databases.unknown().get(database);
        return reached.stream().map(id -> new UnknownTenant(id, reason));
    }

    private boolean mayBeOthers(String database) {
        boolean included = includes.isEmpty() || includes.all().stream().anyMatch(glob -> glob.reaches(database));
        return included && (isForAll() || isForAnywhere() || isForPatternOf(database));
    }

    private boolean isForAll() {
        return exact.isEmpty() && names.isEmpty();
    }

    private boolean isForAnywhere() {
        return Stream.concat(exact.stream(), names.names().stream()).anyMatch(name -> !name.isListed());
    }

    private boolean isForPatternOf(String database) {
        return names.patterns().stream().anyMatch(glob -> glob.reaches(database));
    }
}
