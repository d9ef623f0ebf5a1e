package io.github.pgmt.migration;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Another session of the server that a tenant's statement waited for, as far as the role may see it ({@code pg_read_all_stats}
 * sees all).
 *
 * @param pid its server process; 0 is a prepared transaction
 * @param state {@code active}, {@code idle in transaction} and so on, as {@code pg_stat_activity} has it
 * @param age how long its transaction was open; empty where it has none
 * @param query its last statement in one line, cut
 */
public record Blocker(
        int pid,
        Optional<String> user,
        Optional<String> application,
        Optional<String> state,
        Optional<Duration> age,
        Optional<String> query) {

    public Blocker {
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(application, "application is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(age, "age is null");
        Objects.requireNonNull(query, "query is null");
    }

    /** All that is known of it, in words. */
    public String text() {
        if (pid == 0) {
            return "a prepared transaction";
        }
        StringBuilder text = new StringBuilder("server process " + pid);
        user.ifPresent(name -> text.append(", user ").append(name));
        application.ifPresent(name -> text.append(", application ").append(name));
        state.ifPresent(word -> text.append(", ").append(word));
        age.ifPresent(open ->
                text.append(", transaction open for ").append(open.toSeconds()).append(" s"));
        query.ifPresent(sql -> text.append(": ").append(sql));
        return text.toString();
    }
}
