package io.github.pgmt.tenant;

import java.util.List;
import java.util.Set;

/**
 * Which of the listed tenants a run works on.
 *
 * @param schemas exact schema names ({@code tenant}, {@code tenantsFile}); with {@code names} empty too: all tenants
 * @param names schema names or globs ({@code tenants})
 * @param includes globs; empty means all
 * @param excludes globs; what they match appears nowhere
 */
public record TenantSelection(List<String> schemas, List<String> names, List<String> includes, List<String> excludes) {

    /** Every tenant that is listed. */
    public static final TenantSelection ALL = new TenantSelection(List.of(), List.of(), List.of(), List.of());

    /** @throws InvalidSelectionException when an entry is empty: an unset variable must never mean "all" */
    public TenantSelection {
        schemas = checked("tenant or tenantsFile", schemas);
        names = checked("tenants", names);
        includes = checked("includes", includes);
        excludes = checked("excludes", excludes);
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

    /** The tenants that are asked for by their own names, so that each is missed where it is not. */
    public Set<String> byName() {
        return new TenantChoice(this).byName();
    }

    /** Whether it may choose tenants that it does not name. */
    public boolean isOpen() {
        return schemas.isEmpty() && names.isEmpty() || names.stream().anyMatch(name -> !new Glob(name).isLiteral());
    }
}
