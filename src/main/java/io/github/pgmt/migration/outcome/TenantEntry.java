package io.github.pgmt.migration.outcome;

import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import java.util.Objects;
import java.util.Optional;

/**
 * A tenant in a list.
 *
 * @param id which tenant it is
 * @param name the schema without {@code schemaPrefix}
 * @param origin how it is known
 * @param tables without Liquibase's two; each partition is one
 * @param bytes on disk
 * @param applied how many changesets its history has
 * @param problem why something of it could not be found out; present exactly when
 *     {@link TenantHistory.State#isUnread()}
 * @param node the server that it is on, where that is another one than the database's own
 */
public record TenantEntry(
        TenantId id,
        String name,
        TenantOrigin origin,
        TenantHistory.State state,
        int tables,
        long bytes,
        int applied,
        Optional<String> problem,
        Optional<String> node)
        implements LookedAt {

    public TenantEntry {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(state, "state is null");
        if (problem.isPresent() != state.isUnread()) {
            throw new IllegalArgumentException(state + " and its problem do not go together: " + id);
        }
        Objects.requireNonNull(node, "node is null");
    }

    /** On the database's own server. */
    public TenantEntry(
            TenantId id,
            String name,
            TenantOrigin origin,
            TenantHistory.State state,
            int tables,
            long bytes,
            int applied,
            Optional<String> problem) {
        this(id, name, origin, state, tables, bytes, applied, problem, Optional.empty());
    }
}
