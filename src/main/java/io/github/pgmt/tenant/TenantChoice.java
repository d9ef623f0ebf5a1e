package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A {@link TenantSelection} as it is applied: ten thousand names may choose among ten thousand tenants. */
final class TenantChoice {

    private final Set<String> schemas;
    private final Globs names;
    private final Globs includes;
    private final Globs excludes;

    TenantChoice(TenantSelection selection) {
        this.schemas = new LinkedHashSet<>(selection.schemas());
        this.names = new Globs(selection.names());
        this.includes = new Globs(selection.includes());
        this.excludes = new Globs(selection.excludes());
    }

    SelectedTenants select(List<ListedTenant> listed) {
        List<ListedTenant> candidates = listed.stream()
                .filter(tenant -> !excludes.matches(tenant.schema()))
                .toList();
        requireMatches("includes", includes.all(), schemasOf(candidates));
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
                                () -> tenants.add(tenant.toTenant()));
            }
        }
        for (String name : notListed(schemasOf(included))) {
            SchemaName.objection(name)
                    .ifPresentOrElse(reason -> unusable.add(new UnusableTenant(name, reason)), () -> missing.add(name));
        }
        return new SelectedTenants(tenants, missing, unusable, unusedExcludes(schemasOf(listed)));
    }

    List<LeftOutTenant> leftOut(List<ListedTenant> listed) {
        return listed.stream()
                .flatMap(tenant ->
                        reasonToLeaveOut(tenant).map(reason -> new LeftOutTenant(tenant.schema(), reason)).stream())
                .toList();
    }

    List<ListedTenant> chosen(List<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> reasonToLeaveOut(tenant).isEmpty())
                .toList();
    }

    Set<String> byName() {
        Set<String> byName = new LinkedHashSet<>(schemas);
        byName.addAll(names.names());
        return byName;
    }

    private Optional<String> reasonToLeaveOut(ListedTenant tenant) {
        Optional<Glob> exclude = excludes.first(tenant.schema());
        if (exclude.isPresent()) {
            return exclude.map(glob -> "excluded by \"" + glob.text() + "\"");
        }
        if (!isIncluded(tenant)) {
            return Optional.of("not in includes");
        }
        return isNamed(tenant) ? Optional.empty() : Optional.of("not named");
    }

    private boolean isIncluded(ListedTenant tenant) {
        return includes.isEmpty() || includes.matches(tenant.schema());
    }

    private boolean isNamed(ListedTenant tenant) {
        boolean unrestricted = schemas.isEmpty() && names.isEmpty();
        return unrestricted || schemas.contains(tenant.schema()) || names.matches(tenant.schema());
    }

    private Set<String> notListed(Set<String> included) {
        requireMatches("tenants", names.patterns(), included);
        Set<String> wanted = byName();
        wanted.removeAll(included);
        wanted.removeIf(excludes::matches);
        return wanted;
    }

    private List<String> unusedExcludes(Set<String> listed) {
        return excludes.all().stream()
                .filter(exclude -> !exclude.matchesOneOf(listed))
                .map(Glob::text)
                .toList();
    }

    private static Set<String> schemasOf(List<ListedTenant> tenants) {
        return tenants.stream().map(ListedTenant::schema).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireMatches(String parameter, Collection<Glob> globs, Set<String> schemas) {
        for (Glob glob : globs) {
            if (!glob.matchesOneOf(schemas)) {
                throw new InvalidSelectionException("No tenant matches \"" + glob.text() + "\" in -Dpgmt." + parameter
                        + ". Globs match the whole schema name and mind case; " + schemas.size()
                        + " tenants were found." + DidYouMean.ofGlob(glob.text(), schemas));
            }
        }
    }
}
