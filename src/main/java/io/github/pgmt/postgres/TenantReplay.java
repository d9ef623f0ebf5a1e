package io.github.pgmt.postgres;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.HistoryRow;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.ReplayScript;
import io.github.pgmt.migration.StopSignal;
import io.github.pgmt.migration.TenantReplays.Replayed;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The replay of one tenant, and how far it came. */
final class TenantReplay {

    private final ReplayScript script;
    private final List<HistoryRow> history;
    private final ReplayMessages messages;
    private final StopSignal stop;
    private int applied;

    TenantReplay(ReplayScript script, List<HistoryRow> history, ReplayMessages messages, StopSignal stop) {
        this.script = script;
        this.history = history;
        this.messages = messages;
        this.stop = stop;
    }

    /** @throws io.github.pgmt.migration.TenantUnavailableException when the run is to stop; then no transaction is open */
    void run(ReplayConnection connection) throws SQLException {
        PostgresSession.requireNoStop(stop);
        if (!script.tables().isEmpty()) {
            connection.send(messages.tables(script.tables()));
        }
        int count = script.changeSets().size();
        while (applied < count) {
            PostgresSession.requireNoStop(stop);
            if (applied == count - 1) {
                connection.sendAndClean(message(connection.role()));
            } else {
                connection.send(message(connection.role()));
            }
            applied++;
        }
    }

    private String message(String role) {
        return applied == 0
                ? messages.first(script.changeSets().get(0), HistoryFingerprint.of(history), role)
                : messages.next(script, applied, history.size(), role);
    }

    /** It came to its end. */
    Replayed done() {
        return new Replayed(script.result(applied, Optional.empty()), Optional.empty());
    }

    /** It ended before, and that is the tenant's result. */
    Replayed failed(Failure failure) {
        return new Replayed(script.result(applied, Optional.of(failure)), Optional.empty());
    }

    /** It ended at a changeset that the server refused. */
    Replayed failed(SQLException e) {
        return failed(new Failure(
                Failure.Kind.CHANGESET,
                Optional.of(script.changeSets().get(applied).id()),
                Optional.ofNullable(e.getSQLState()),
                SqlErrors.describe(e)));
    }

    /** Liquibase has to go on. */
    Replayed unsuited(String why) {
        NotReplayed reason = new NotReplayed(script.changeSets().get(applied).id(), why);
        return new Replayed(script.result(applied, Optional.empty()), Optional.of(reason));
    }
}
