package io.github.pgmt.postgres.release;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.postgres.activity.ServerSession;
import io.github.pgmt.postgres.activity.ServerSessions;
import io.github.pgmt.postgres.connection.Identifiers;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which sessions may be those of a Liquibase that has set a lock row. Nothing ties a row to a session, so every one
 * counts that might be, and one that we may not look into too. Sessions of pgmt itself never set the row; they count
 * only where they are at work in the schema.
 */
final class LockOwners {

    private static final String PGMT = "pgmt/";
    private static final int SESSIONS_SHOWN = 10;

    /** {@code LOCKGRANTED} has no time zone, and no two zones are further apart. */
    private static final Duration ZONES_APART = Duration.ofHours(26);

    private final ServerSessions sessions;
    private final String ownPrefix;
    private final String localHost;

    /**
     * @param ownPrefix what the application's name of this run's sessions begins with
     * @param localHost this machine's name as Liquibase would write it
     */
    LockOwners(ServerSessions sessions, String ownPrefix, String localHost) {
        this.sessions = sessions;
        this.ownPrefix = ownPrefix;
        this.localHost = localHost;
    }

    /** Why the row has to stay, if so. */
    Optional<Failure> of(TenantLock lock) {
        LockHolder holder = lock.holder().orElseThrow();
        LockedBy lockedBy = LockedBy.parse(holder.by().orElse(""));
        List<ServerSession> alive = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ServerSession session : sessions.others()) {
            reason(session, lock.schema(), lockedBy, holder.since()).ifPresent(reason -> {
                alive.add(session);
                lines.add(session.describe() + ": " + reason);
            });
        }
        return alive.isEmpty() ? Optional.empty() : Optional.of(failure(holder, alive, lines));
    }

    private Optional<String> reason(
            ServerSession session, String schema, LockedBy lockedBy, Optional<LocalDateTime> since) {
        if (session.isOf(ownPrefix)) {
            return Optional.empty();
        }
        if (session.lockedSchemas().contains(schema)) {
            return Optional.of("has a lock in the schema");
        }
        if (session.isOf(PGMT)) {
            return Optional.empty();
        }
        if (lockedBy.isNamedIn(session.application())
                || session.hostname().filter(lockedBy::isHost).isPresent()) {
            return Optional.of("names the host that has set the lock");
        }
        if (session.isHidden()) {
            return Optional.of("may be the owner's");
        }
        return isFromThere(session, lockedBy) && mayHaveBegunBefore(session, since)
                ? Optional.of("comes from the host that has set the lock")
                : Optional.empty();
    }

    /** What our machine's address looks like from the server need not be what Liquibase has found it to be. */
    private boolean isFromThere(ServerSession session, LockedBy lockedBy) {
        boolean isFromHere = lockedBy.isHost(localHost)
                && session.address().equals(sessions.own().address());
        return isFromHere || session.address().filter(lockedBy::hasAddress).isPresent();
    }

    private static boolean mayHaveBegunBefore(ServerSession session, Optional<LocalDateTime> since) {
        LocalDateTime startedAt = session.startedAt().orElseThrow();
        return since.isEmpty() || !startedAt.isAfter(since.get().plus(ZONES_APART));
    }

    private Failure failure(LockHolder holder, List<ServerSession> alive, List<String> lines) {
        StringBuilder message =
                new StringBuilder(holder.text("Liquibase's lock is set") + ", and stays so: its owner may be alive.");
        lines.stream()
                .limit(SESSIONS_SHOWN)
                .forEach(line -> message.append('\n').append(line));
        if (lines.size() > SESSIONS_SHOWN) {
            message.append("\nand ").append(lines.size() - SESSIONS_SHOWN).append(" more");
        }
        if (alive.stream().anyMatch(ServerSession::isHidden)) {
            message.append("\nThe role \"" + sessions.own().user() + "\" may not look into others' sessions. Grant it: "
                    + "GRANT pg_read_all_stats TO "
                    + Identifiers.quote(sessions.own().user()) + ";");
        }
        message.append("\nWait until they have ended, stop the application, or end a session that hangs with ")
                .append("SELECT pg_terminate_backend(" + alive.get(0).pid() + "); then run again.");
        return Failure.of(Failure.Kind.LOCKED, message.toString());
    }
}
