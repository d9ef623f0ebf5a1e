package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person needs to mend a tenant.
 *
 * @param changeSet the changeset that failed, where it was one
 * @param sqlState PostgreSQL's five-character error code, where the server raised the error
 * @param message what happened and what to do next, may have several lines; never a secret
 * @param obstacle what was in the way, where a later try may go well
 * @param hook the hook that failed, where it was one: the same words in each tenant, {@code beforeTenantSql db/before.sql}
 */
public record Failure(
        Kind kind,
        Optional<ChangeSetId> changeSet,
        Optional<String> sqlState,
        String message,
        Optional<Obstacle> obstacle,
        Optional<String> hook) {

    /** Disk full, out of memory or of the lock table, too many connections; the connection's loss; shutdowns. */
    private static final List<String> SERVERS = List.of("53100", "53200", "53300", "08", "57P");

    /** What failed, in the words of the JSON report. */
    public enum Kind {
        /** A changeset, or the changelog's validation against the tenant's history. */
        CHANGESET,
        /** Not ours to touch: objects without a history or, in a drop, what is not the tenant's alone. */
        UNMANAGED,
        /** The history of another changelog. */
        FOREIGN,
        /** Liquibase's tables have not the shape that Liquibase gives them, or the schema holds code that is not to be trusted. */
        UNTRUSTED,
        /** No schema of this name can be worked on. */
        NAME,
        /** No such schema, or no tenant of that name. */
        MISSING,
        /** Somebody else holds the tenant. */
        LOCKED,
        /** The server could not be reached or refused us. */
        CONNECTION,
        /** A hook of the user's. */
        HOOK,
        /** Liquibase said yes, the database says no. */
        VERIFY,
        /** Not as it was when the plan was made that is carried out. */
        STALE
    }

    public Failure {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(changeSet, "changeSet is null");
        Objects.requireNonNull(sqlState, "sqlState is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(obstacle, "obstacle is null");
        Objects.requireNonNull(hook, "hook is null");
    }

    /** A failure that is no hook's. */
    public Failure(
            Kind kind,
            Optional<ChangeSetId> changeSet,
            Optional<String> sqlState,
            String message,
            Optional<Obstacle> obstacle) {
        this(kind, changeSet, sqlState, message, obstacle, Optional.empty());
    }

    /** A failure that would come again. */
    public Failure(Kind kind, Optional<ChangeSetId> changeSet, Optional<String> sqlState, String message) {
        this(kind, changeSet, sqlState, message, Optional.empty());
    }

    /** A failure that is no changeset's and no SQL error. */
    public static Failure of(Kind kind, String message) {
        return new Failure(kind, Optional.empty(), Optional.empty(), message);
    }

    /** The same with a further sentence. */
    public Failure and(String sentence) {
        return new Failure(kind, changeSet, sqlState, message + " " + sentence, obstacle, hook);
    }

    /** The same, of a tenant that may be tried again. */
    public Failure with(Optional<Obstacle> other) {
        return new Failure(kind, changeSet, sqlState, message, other, hook);
    }

    /** The same of this hook. */
    public Failure ofHook(String other) {
        return new Failure(kind, changeSet, sqlState, message, obstacle, Optional.of(other));
    }

    /**
     * Whether the server may be what it is: no disk, no memory, no connection, a shutdown, no answer. A tenant's code can raise
     * any of it, so it takes a look of our own to know.
     */
    public boolean isPerhapsTheServers() {
        return obstacle.filter(met -> met.kind() == Obstacle.Kind.UNREACHABLE).isPresent()
                || sqlState.filter(state -> SERVERS.stream().anyMatch(state::startsWith))
                        .isPresent();
    }

    /** Whether a later try may go well. */
    public boolean mayPass() {
        return kind == Kind.LOCKED || obstacle.isPresent();
    }

    /** Of a tenant whose statements were cancelled, since they did not end in time. */
    public static Failure cancelled(Optional<ChangeSetId> changeSet) {
        return new Failure(
                Kind.CONNECTION,
                changeSet,
                Optional.empty(),
                "Cancelled and rolled back, since it did not end within -Dpgmt.shutdownGrace after the run was "
                        + "interrupted. Run it again to go on.");
    }
}
