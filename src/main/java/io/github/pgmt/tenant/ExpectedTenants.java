package io.github.pgmt.tenant;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source and the tenants that it will list once their schemas are made.
 *
 * @param expected tenants that the source may list by now, or not yet
 */
public record ExpectedTenants(TenantSource source, List<ListedTenant> expected) implements TenantSource {

    public ExpectedTenants {
        expected = List.copyOf(expected);
    }

    @Override
    public List<ListedTenant> list() {
        return among(source.list());
    }

    /** These as the source has just listed them, and those that are expected. */
    public List<ListedTenant> among(List<ListedTenant> listed) {
        Set<TenantId> known = listed.stream().map(ListedTenant::id).collect(Collectors.toSet());
        return Stream.concat(listed.stream(), expected.stream().filter(tenant -> !known.contains(tenant.id())))
                .sorted(Comparator.comparing(ListedTenant::id))
                .toList();
    }

    @Override
    public TenantOrigin origin() {
        return source.origin();
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        return source.newTenant(schema);
    }

    @Override
    public String howToAdd(TenantId name) {
        return source.howToAdd(name);
    }
}
