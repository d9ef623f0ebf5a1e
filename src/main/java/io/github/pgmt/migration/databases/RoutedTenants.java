package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tenants that several databases list. */
public final class RoutedTenants implements TenantSource {

    private final ByDatabase<TenantSource> sources;
    private final List<UnreachedDatabase> unreached;

    public RoutedTenants(Databases<TenantSource> sources) {
        this.sources = ByDatabase.of(sources);
        this.unreached = sources.unreached();
    }

    /** What one database lists, or why it did not. */
    private record Answer(List<ListedTenant> tenants, Optional<String> lost) {

        static Answer of(TenantSource source) {
            try {
                return new Answer(source.list(), Optional.empty());
            } catch (DatabaseUnavailableException e) {
                return new Answer(List.of(), Optional.of(e.getMessage()));
            }
        }
    }

    @Override
    public Listing listing() {
        List<ListedTenant> tenants = new ArrayList<>();
        Map<Database, String> unlisted = new LinkedHashMap<>();
        sources.askAll(Answer::of).forEach((database, answer) -> {
            tenants.addAll(answer.tenants());
            answer.lost().ifPresent(why -> unlisted.put(database, why));
        });
        unreached.forEach(database -> {
            tenants.addAll(database.listed());
            if (database.listed().isEmpty()) {
                unlisted.put(database.database(), database.failure().message());
            }
        });
        return new Listing(tenants, unlisted);
    }

    /** Those of all databases that answered when the run began. */
    @Override
    public List<ListedTenant> list() {
        return sources.askAll(TenantSource::list).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** In every database they are listed in the same way. */
    @Override
    public TenantOrigin origin() {
        return sources.any().origin();
    }

    @Override
    public String description() {
        return sources.any().description();
    }

    @Override
    public Optional<ListedTenant> newTenant(String schema) {
        throw new IllegalStateException("A new tenant is asked for in one database: " + schema);
    }

    @Override
    public String howToAdd(TenantId name) {
        return sources.any().howToAdd(name);
    }
}
