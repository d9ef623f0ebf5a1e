package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
    public SelectedTenants select(List<ListedTenant> listed, String database) {
        List<ListedTenant> candidates = listed.stream()
                .filter(tenant -> !matchesAny(excludes, tenant.schema()))
                .toList();
        requireMatches("includes", includes, candidates);
        List<ListedTenant> included =
                candidates.stream().filter(this::isIncluded).toList();
        List<Tenant> tenants = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<UnusableTenant> unusable = new ArrayList<>();
        for (ListedTenant tenant : included) {
            if (isNamed(tenant)) {
                SchemaName.objection(tenant.schema())
                        .ifPresentOrElse(
                                reason -> unusable.add(new UnusableTenant(tenant.schema(), reason)),
                                () -> tenants.add(tenant.in(database)));
            }
        }
        for (String name : notListed(included)) {
            SchemaName.objection(name)
                    .ifPresentOrElse(reason -> unusable.add(new UnusableTenant(name, reason)), () -> missing.add(name));
        }
        return new SelectedTenants(tenants, missing, unusable, unusedExcludes(listed));
    }

    /** Those of the listed tenants that {@link #select} passes over, in their order, each with the first reason for it. */
    public List<LeftOutTenant> leftOut(List<ListedTenant> listed) {
        return listed.stream()
                .flatMap(tenant ->
                        reasonToLeaveOut(tenant).map(reason -> new LeftOutTenant(tenant.schema(), reason)).stream())
                .toList();
    }

    /** Those of the listed tenants that {@link #select} chooses, in their order; nothing need match. */
    public List<ListedTenant> chosen(List<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> reasonToLeaveOut(tenant).isEmpty())
                .toList();
    }

    /** Whether a tenant is asked for by its own name, so that it is missed where it is not. */
    public boolean isByName(String schema) {
        return schemas.contains(schema)
                || names.stream()
                        .anyMatch(name ->
                                new Glob(name).name().filter(schema::equals).isPresent());
    }

    /** Whether it may choose tenants that it does not name. */
    public boolean isOpen() {
        return schemas.isEmpty() && names.isEmpty()
                || names.stream().anyMatch(name -> new Glob(name).name().isEmpty());
    }

    private Optional<String> reasonToLeaveOut(ListedTenant tenant) {
        Optional<String> exclude = excludes.stream()
                .filter(glob -> new Glob(glob).test(tenant.schema()))
                .findFirst();
        if (exclude.isPresent()) {
            return exclude.map(glob -> "excluded by \"" + glob + "\"");
        }
        if (!isIncluded(tenant)) {
            return Optional.of("not in includes");
        }
        return isNamed(tenant) ? Optional.empty() : Optional.of("not named");
    }

    private boolean isIncluded(ListedTenant tenant) {
        return includes.isEmpty() || matchesAny(includes, tenant.schema());
    }

    private boolean isNamed(ListedTenant tenant) {
        boolean unrestricted = schemas.isEmpty() && names.isEmpty();
        return unrestricted || schemas.contains(tenant.schema()) || matchesAny(names, tenant.schema());
    }

    private Set<String> notListed(List<ListedTenant> included) {
        Set<String> wanted = new LinkedHashSet<>(schemas);
        List<String> globs = new ArrayList<>();
        for (String name : names) {
            new Glob(name).name().ifPresentOrElse(wanted::add, () -> globs.add(name));
        }
        requireMatches("tenants", globs, included);
        included.forEach(tenant -> wanted.remove(tenant.schema()));
        wanted.removeIf(name -> matchesAny(excludes, name));
        return wanted;
    }

    private List<String> unusedExcludes(List<ListedTenant> listed) {
        return excludes.stream()
                .filter(exclude -> listed.stream().map(ListedTenant::schema).noneMatch(new Glob(exclude)))
                .toList();
    }

    private static void requireMatches(String parameter, List<String> globs, List<ListedTenant> tenants) {
        for (String glob : globs) {
            Predicate<String> matches = new Glob(glob);
            List<String> schemas = tenants.stream().map(ListedTenant::schema).toList();
            if (schemas.stream().noneMatch(matches)) {
                throw new InvalidSelectionException("No tenant matches \"" + glob + "\" in -Dpgmt." + parameter
                        + ". Globs match the whole schema name and mind case; " + tenants.size()
                        + " tenants were found." + DidYouMean.ofGlob(glob, schemas));
            }
        }
    }

    private static boolean matchesAny(List<String> globs, String schema) {
        return globs.stream().map(Glob::new).anyMatch(glob -> glob.test(schema));
    }
}
