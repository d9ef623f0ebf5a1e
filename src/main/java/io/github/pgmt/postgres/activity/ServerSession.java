package io.github.pgmt.postgres.activity;

import io.github.pgmt.postgres.connection.Ages;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A client's session on this database, as the server shows it to us.
 *
 * @param address the client's, as text; empty for a Unix socket and where we may not see it
 * @param hostname the client's, where the server looks it up
 * @param state as in {@code pg_stat_activity}; empty where we may not see it
 * @param startedAt in the time zone of this JVM; empty where we may not see it
 * @param inTransaction for how long a transaction has been open
 * @param inState for how long it has been in its state
 * @param query the last statement
 * @param lockedSchemas those of the schemas that were asked for in which it holds, or waits for, a lock
 */
public record ServerSession(
        int pid,
        String user,
        String application,
        Optional<String> address,
        Optional<String> hostname,
        Optional<String> state,
        Optional<LocalDateTime> startedAt,
        Optional<Duration> inTransaction,
        Duration inState,
        String query,
        List<String> lockedSchemas) {

    /** Whether the server hides from our role what the session does, and where it comes from. */
    public boolean isHidden() {
        return startedAt.isEmpty();
    }

    /** Whether its {@code application_name} begins so. Anybody may give a session any name. */
    public boolean isOf(String applicationPrefix) {
        return application.startsWith(applicationPrefix);
    }

    /** {@code pid 4711, user app, application "shop" from 10.0.0.7, idle in transaction for 3 minutes}. */
    public String describe() {
        return "pid " + pid + ", user " + user + ", application \"" + application + "\""
                + address.map(text -> " from " + text).orElse("")
                + ", "
                + (isHidden()
                        ? "not to be looked into"
                        : state.orElse("in an unknown state") + " for " + Ages.words(inState.toSeconds()));
    }

    /** The last statement on one line, cut. */
    public String shortQuery() {
        return ShownStatement.of(query);
    }
}
