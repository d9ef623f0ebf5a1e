package io.github.pgmt.tenant;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which of the listed tenants a run works on.
 *
 * @param schemas exact schema names ({@code tenant}, {@code tenantsFile}); with {@code names} empty too: all tenants
 * @param names schema names or globs ({@code tenants})
 * @param includes globs; empty means all
 * @param excludes globs; what they match appears nowhere
 * @param databases the listed databases with whose names an entry may begin, {@code eu1/acme}; without one, an entry is for the
 *     schema in every database
 */
public record TenantSelection(
        List<String> schemas,
        List<String> names,
        List<String> includes,
        List<String> excludes,
        DatabaseNames databases) {

    /** Every tenant that is listed. */
    public static final TenantSelection ALL = new TenantSelection(List.of(), List.of(), List.of(), List.of());

    /**
     * @throws InvalidSelectionException when an entry is empty, also behind its database: an unset variable must never mean
     *     "all"; or when it begins with a database that is not listed
     */
    public TenantSelection {
        schemas = checked("tenant or tenantsFile", schemas);
        names = checked("tenants", names);
        includes = checked("includes", includes);
        excludes = checked("excludes", excludes);
        schemas.forEach(name -> databases.require("tenant or tenantsFile", name));
        names.forEach(glob -> databases.requireGlob("tenants", glob));
        includes.forEach(glob -> databases.requireGlob("includes", glob));
        excludes.forEach(glob -> databases.requireGlob("excludes", glob));
    }

    /** Of a run that has one database. */
    public TenantSelection(List<String> schemas, List<String> names, List<String> includes, List<String> excludes) {
        this(schemas, names, includes, excludes, DatabaseNames.NONE);
    }

    /**
     * The same entries where these databases are listed.
     *
     * @throws InvalidSelectionException when one begins with a database that is not among them
     */
    public TenantSelection in(DatabaseNames listed) {
        return new TenantSelection(schemas, names, includes, excludes, listed);
    }

    /** Of this tenant alone, in the same databases. */
    public TenantSelection only(String tenant) {
        return new TenantSelection(List.of(tenant), List.of(), List.of(), List.of(), databases);
    }

    private static List<String> checked(String parameter, List<String> entries) {
        for (String entry : entries) {
            if (entry == null || entry.isBlank()) {
                throw new InvalidSelectionException(
                        "An entry of " + parameter + " is empty. An empty selection never means "
                                + "\"all tenants\"; leave the parameter out for that.");
            }
        }
        return List.copyOf(entries);
    }

    /**
     * Applies the selection.
     *
     * @return the chosen tenants in the order of {@code listed}, and the names that were asked for and are not listed; apart
     *     from them those that {@link SchemaName} refuses, which are nobody else's trouble
     * @throws InvalidSelectionException when a glob of {@code tenants} or {@code includes} matches nothing
     */
    public SelectedTenants select(List<ListedTenant> listed) {
        return new TenantChoice(this).select(listed);
    }

    /** Those of the listed tenants that {@link #select} passes over, in their order, each with the first reason for it. */
    public List<LeftOutTenant> leftOut(List<ListedTenant> listed) {
        return new TenantChoice(this).leftOut(listed);
    }

    /** Those of the listed tenants that {@link #select} chooses, in their order; nothing need match. */
    public List<ListedTenant> chosen(List<ListedTenant> listed) {
        return new TenantChoice(this).chosen(listed);
    }

    /** Tells of a tenant whether it is asked for by its own name, so that it is missed where it is not. */
    public Predicate<TenantId> askedFor() {
        return new TenantChoice(this)::isAskedFor;
    }

    /**
     * The tenant that is named, where a goal makes or drops one.
     *
     * @param deed what the goal does to it, {@code makes}
     * @throws InvalidSelectionException when databases are listed and the name does not say in which the tenant is
     */
    public TenantId requireOne(String deed) {
        TenantId one = databases.id(schemas.get(0));
        if (databases.areListed() && !one.isListed()) {
            throw new InvalidSelectionException(
                    "This goal " + deed + " a tenant, so it needs its database too: -Dpgmt.tenant="
                            + databases.everywhere(one.schema()).stream()
                                    .map(TenantId::displayName)
                                    .collect(Collectors.joining(" or "))
                            + ". Nothing was changed.");
        }
        return one;
    }

    /** The tenants that {@code tenant} and {@code tenantsFile} name, in order. */
    public List<TenantId> exact() {
        return schemas.stream().map(databases::id).toList();
    }

    /** What a name that is no glob means in the selection's databases. */
    public TenantId id(String name) {
        return databases.id(name);
    }

    /** Whether it may choose tenants that it does not name. */
    public boolean isOpen() {
        return schemas.isEmpty() && names.isEmpty()
                || names.stream().anyMatch(name -> !new TenantGlob(name, databases).isLiteral());
    }
}
