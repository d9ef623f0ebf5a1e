package io.github.pgmt.tenant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@link TenantSelection} as it is applied: ten thousand names may choose among ten thousand tenants. */
final class TenantChoice {

    private final DatabaseNames databases;
    private final Set<TenantId> exact = new LinkedHashSet<>();
    private final Globs names;
    private final Globs includes;
    private final Globs excludes;

    TenantChoice(TenantSelection selection) {
        this.databases = selection.databases();
        selection.schemas().stream().map(databases::id).forEach(exact::add);
        this.names = new Globs(selection.names(), databases);
        this.includes = new Globs(selection.includes(), databases);
        this.excludes = new Globs(selection.excludes(), databases);
    }

    SelectedTenants select(List<ListedTenant> listed) {
        List<ListedTenant> candidates =
                listed.stream().filter(tenant -> !excludes.matches(tenant.id())).toList();
        requireMatches("includes", includes.all(), TenantNames.of(candidates));
        List<ListedTenant> included =
                candidates.stream().filter(this::isIncluded).toList();
        List<Tenant> tenants = new ArrayList<>();
        List<TenantId> missing = new ArrayList<>();
        List<UnusableTenant> unusable = new ArrayList<>();
        for (ListedTenant tenant : included) {
            if (isNamed(tenant)) {
                SchemaName.objection(tenant.schema())
                        .ifPresentOrElse(
                                reason -> unusable.add(new UnusableTenant(tenant.id(), reason)),
                                () -> tenants.add(tenant.toTenant()));
            }
        }
        for (TenantId name : notListed(listed, TenantNames.of(included))) {
            SchemaName.objection(name.schema())
                    .ifPresentOrElse(reason -> unusable.add(new UnusableTenant(name, reason)), () -> missing.add(name));
        }
        return new SelectedTenants(
                tenants,
                missing,
                unusable,
                unusedExcludes(TenantNames.of(listed)),
                inSeveral(tenants),
                new UnknownReach(databases, exact, names, includes, excludes).reached());
    }

    List<LeftOutTenant> leftOut(List<ListedTenant> listed) {
        return listed.stream()
                .flatMap(tenant ->
                        reasonToLeaveOut(tenant).map(reason -> new LeftOutTenant(tenant.id(), reason)).stream())
                .toList();
    }

    List<ListedTenant> chosen(List<ListedTenant> listed) {
        return listed.stream()
                .filter(tenant -> reasonToLeaveOut(tenant).isEmpty())
                .toList();
    }

    /** Whether the tenant is asked for by its own name, with its database or without. */
    boolean isAskedFor(TenantId tenant) {
        return isLiteral(tenant) || isLiteral(tenant.anywhere());
    }

    private boolean isLiteral(TenantId name) {
        return exact.contains(name) || names.names().contains(name);
    }

    private Set<TenantId> literals() {
        Set<TenantId> literals = new LinkedHashSet<>(exact);
        literals.addAll(names.names());
        return literals;
    }

    private Optional<String> reasonToLeaveOut(ListedTenant tenant) {
        Optional<TenantGlob> exclude = excludes.first(tenant.id());
        if (exclude.isPresent()) {
            return exclude.map(glob -> "excluded by \"" + glob.text() + "\"");
        }
        if (!isIncluded(tenant)) {
            return Optional.of("not in includes");
        }
        return isNamed(tenant) ? Optional.empty() : Optional.of("not named");
    }

    private boolean isIncluded(ListedTenant tenant) {
        return includes.isEmpty() || includes.matches(tenant.id());
    }

    private boolean isNamed(ListedTenant tenant) {
        boolean unrestricted = exact.isEmpty() && names.isEmpty();
        return unrestricted || isAskedFor(tenant.id()) || names.matches(tenant.id());
    }

    private Set<TenantId> notListed(List<ListedTenant> listed, TenantNames included) {
        requireMatches("tenants", names.patterns(), included);
        TenantNames excluded = TenantNames.of(
                listed.stream().filter(tenant -> excludes.matches(tenant.id())).toList());
        Set<TenantId> wanted = literals();
        wanted.removeIf(name ->
                included.contains(name) || excluded.contains(name) || excludes.matches(name) || isPerhapsUnknown(name));
        return wanted;
    }

    /** Whether it may be one of the tenants that nobody can tell. */
    private boolean isPerhapsUnknown(TenantId name) {
        return name.isListed()
                ? databases.unknown().containsKey(name.database())
                : !databases.unknown().isEmpty();
    }

    private List<String> unusedExcludes(TenantNames listed) {
        return excludes.all().stream()
                .filter(exclude -> !exclude.matchesOneOf(listed) && !mayMatchUnknown(exclude))
                .map(TenantGlob::text)
                .toList();
    }

    private boolean mayMatchUnknown(TenantGlob glob) {
        return databases.unknown().keySet().stream().anyMatch(glob::reaches);
    }

    /** Names without a database that mean several of these tenants. */
    private Map<String, List<TenantId>> inSeveral(List<Tenant> tenants) {
        Map<String, List<TenantId>> several = new LinkedHashMap<>();
        for (Tenant tenant : tenants) {
            if (tenant.id().isListed() && isLiteral(tenant.id().anywhere())) {
                several.computeIfAbsent(tenant.schema(), absent -> new ArrayList<>())
                        .add(tenant.id());
            }
        }
        several.values().removeIf(meant -> meant.size() == 1);
        return several;
    }

    private void requireMatches(String parameter, Collection<TenantGlob> globs, TenantNames tenants) {
        for (TenantGlob glob : globs) {
            if (!glob.matchesOneOf(tenants) && !mayMatchUnknown(glob)) {
                throw new InvalidSelectionException("No tenant matches \"" + glob.text() + "\" in -Dpgmt." + parameter
                        + ". Globs match the whole schema name and mind case; " + tenants.size()
                        + " tenants were found." + tenants.didYouMean(glob.text()));
            }
        }
    }
}
