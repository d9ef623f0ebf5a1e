package io.github.pgmt.postgres.release;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.postgres.activity.ServerSessions;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads Liquibase's lock rows of the whole fleet in few statements, and resets them one by one. */
public final class PostgresLocks implements LiquibaseLocks {

    private final Server server;
    private final HistoryTables tables;
    private final CatalogReader reader;
    private final String localHost;

    /** @param localHost this machine's name as Liquibase records it in {@code LOCKEDBY} */
    public PostgresLocks(Server server, HistoryTables tables, String localHost) {
        this.server = server;
        this.tables = tables;
        this.reader = new CatalogReader(server);
        this.localHost = Objects.requireNonNull(localHost, "localHost is null");
    }

    @Override
    public Map<Tenant, TenantLock> read(Collection<Tenant> tenants) {
        return TenantsBySchema.ask(
                tenants,
                schemas -> schemas.isEmpty()
                        ? Map.of()
                        : reader.read(
                                "Liquibase's locks",
                                connection -> new LockReader(tables, server.home(), connection).read(schemas)));
    }

    @Override
    public Map<Tenant, Failure> livingOwners(Map<Tenant, TenantLock> locks) {
        if (locks.isEmpty()) {
            return Map.of();
        }
        Set<String> schemas = TenantsBySchema.of(locks.keySet()).schemas();
        LockOwners owners =
                reader.read("the server's sessions", connection -> owners(ServerSessions.read(connection, schemas)));
        Map<Tenant, Failure> alive = new LinkedHashMap<>();
        locks.forEach((tenant, lock) -> owners.of(lock).ifPresent(failure -> alive.put(tenant, failure)));
        return alive;
    }

    private LockOwners owners(ServerSessions sessions) {
        return new LockOwners(sessions, server.ownApplications(), localHost);
    }

    @Override
    public Optional<Failure> release(Tenant tenant, TenantLock lock) {
        return new LockRelease(server, tables, lock, this::owners).release();
    }
}
