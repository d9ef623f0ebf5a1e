package io.github.pgmt.tenant;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tenants that are asked whether a name is one of theirs, with its database or, where that is not said, in any of them. */
public final class TenantNames {

    private final Set<TenantId> ids;
    private final Set<String> schemas;

    /** Null until one is asked for, which in most runs none is. */
    private NearNames near;

    /** The same for names without their database. */
    private NearNames nearSchemas;

    private TenantNames(Set<TenantId> ids) {
        this.ids = ids;
        this.schemas = ids.stream().map(TenantId::schema).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public static TenantNames of(Collection<? extends OfTenant> tenants) {
        return new TenantNames(tenants.stream().map(OfTenant::id).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** In their order. */
    Set<TenantId> ids() {
        return ids;
    }

    int size() {
        return ids.size();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Whether it is one of them. */
    public boolean contains(TenantId name) {
        return name.isListed() ? ids.contains(name) : schemas.contains(name.schema());
    }

    /** The sentence that leads on from a name that is not one of them; empty where none is near. */
    public synchronized String didYouMean(TenantId name) {
        if (name.isListed()) {
            near = near == null ? new NearNames(displayNames()) : near;
            return DidYouMean.of(name.displayName(), near);
        }
        nearSchemas = nearSchemas == null ? new NearNames(schemas) : nearSchemas;
        return DidYouMean.of(name.schema(), nearSchemas);
    }

    /** The same for a glob, as it was given. */
    public String didYouMean(String glob) {
        boolean withDatabase = glob.contains("/") && ids.stream().anyMatch(TenantId::isListed);
        return DidYouMean.ofGlob(glob, withDatabase ? displayNames() : schemas);
    }

    private List<String> displayNames() {
        return ids.stream().map(TenantId::displayName).toList();
    }
}
