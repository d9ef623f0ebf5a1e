package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.engine.ChangeSetTimes;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.Guard;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.TenantReplays.Replayed;
import io.github.pgmt.migration.fleet.MadeObject.Maker;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The replay of one tenant, and how far it came. */
final class TenantReplay {

    private final ReplayScript script;
    private final List<HistoryRow> history;
    private final StopSignal stop;
    private final boolean whole;
    private final String schema;
    private final OwnTransactions transactions;
    private final long latestBefore;
    private final Optional<Function<ReplayMessages, String>> atOnce;
    private final ChangeSetTimes times = new ChangeSetTimes(System::nanoTime);
    private HistoryCount count;
    private int position;

    /** @param atOnce makes one message of all that is to be sent; empty where each changeset is one */
    TenantReplay(
            ReplayScript script,
            List<HistoryRow> history,
            RunId runId,
            StopSignal stop,
            Atomicity atomicity,
            String schema,
            OwnTransactions transactions,
            Optional<Function<ReplayMessages, String>> atOnce) {
        this.script = script;
        this.history = history;
        this.count = HistoryCount.of(history, runId);
        this.stop = stop;
        this.schema = schema;
        this.transactions = transactions;
        this.latestBefore = transactions.latest();
        this.whole = atomicity == Atomicity.TENANT;
        this.atOnce = atOnce;
    }

    /**
     * @throws io.github.pgmt.migration.failure.TenantUnavailableException when the run is to stop; a transaction may be open
     *     then
     */
    void run(ReplayConnection connection, ReplayMessages messages) throws SQLException {
        RunStop.requireNone(stop);
        connection.prepare();
        if (atOnce.isPresent()) {
            String message = atOnce.get().apply(messages);
            transact(connection, () -> connection.sendAndClean(message, List.of()), Optional.empty());
            position = script.changeSets().size();
            return;
        }
        if (!script.tables().isEmpty()) {
            String tables = messages.tables(script.tables());
            transact(connection, () -> connection.send(tables), Optional.empty());
        }
        while (position < script.changeSets().size()) {
            RunStop.requireNone(stop);
            String message = message(messages, connection.role());
            times.begin();
            if (isLast()) {
                List<String> prepared = messages.prepared(isPrepared());
                transact(connection, () -> connection.sendAndClean(message, prepared), changeSetOfTransaction());
            } else if (whole) {
                connection.send(message);
            } else {
                transact(connection, () -> connection.send(message), changeSetOfTransaction());
            }
            times.end(script.changeSets().get(position).id());
            if (!script.takesBack()) {
                count = count.after(script.changeSets().get(position));
            }
            position++;
        }
    }

    /** Whether guards were prepared, see {@link ReplayMessages#beginAfter}. */
    private boolean isPrepared() {
        return !whole && position > 0 && !script.takesBack();
    }

    private Optional<ChangeSetId> changeSetOfTransaction() {
        return Optional.of(script.changeSets().get(position).id())
                .filter(changeSet -> !whole || script.changeSets().size() == 1);
    }

    /** Sends a message with a commit in it. */
    private void transact(ReplayConnection connection, OwnTransactions.Ending message, Optional<ChangeSetId> changeSet)
            throws SQLException {
        transactions.end(message, new Maker(schema, changeSet), connection::mayHaveCommitted, latestBefore);
    }

    private boolean isLast() {
        return position == script.changeSets().size() - 1;
    }

    private String message(ReplayMessages messages, String role) {
        ReplayedChangeSet changeSet = script.changeSets().get(position);
        if (script.takesBack()) {
            // What is left has nothing of this run by which it could be told from another history.
            List<HistoryRow> left = script.historyAfter(position, history);
            return ReplayMessages.joined(List.of(
                    messages.begin(HistoryFingerprint.exactlyOf(left)), messages.changeSet(changeSet, role, true)));
        }
        if (position == 0) {
            return ReplayMessages.joined(List.of(
                    messages.begin(HistoryFingerprint.of(history)),
                    messages.changeSet(changeSet, role, isLast() || !whole)));
        }
        if (whole) {
            return messages.changeSet(changeSet, role, isLast());
        }
        return ReplayMessages.joined(
                List.of(messages.beginAfter(count, role, position == 1), messages.changeSetAfter(changeSet, position)));
    }

    /** How many changesets are committed. */
    private int applied() {
        return whole && position < script.changeSets().size() ? 0 : position;
    }

    private EngineResult result(Optional<Failure> failure) {
        return script.result(applied(), failure).took(times.all());
    }

    /** It came to its end. */
    Replayed done() {
        return new Replayed(result(Optional.empty()), Optional.empty());
    }

    /** It ended before, and that is the tenant's result. */
    Replayed failed(Failure failure) {
        return new Replayed(result(Optional.of(failure)), Optional.empty());
    }

    /** The failure of a changeset that the server refused. */
    Failure failure(SQLException e) {
        return failure(Failure.Kind.CHANGESET, e);
    }

    private Failure failure(Failure.Kind kind, SQLException e) {
        return new Failure(
                kind,
                Optional.of(script.changeSets().get(position).id()),
                Optional.ofNullable(e.getSQLState()),
                SqlErrors.describe(e),
                SqlErrors.obstacle(e));
    }

    /**
     * The connection is lost, and whether what was sent last is done is not known. A migration goes on from what the history
     * says; what is to be taken back was counted from where the history was.
     */
    Replayed lost(SQLException e) {
        return script.takesBack()
                ? failed(failure(Failure.Kind.CONNECTION, e))
                : new Replayed(
                        result(Optional.empty()),
                        Optional.of(reason("lost its connection when it was replayed")),
                        true);
    }

    /** Liquibase has to ask the next changeset's preconditions itself. */
    Replayed otherwise() {
        String names =
                script.changeSets().get(position).guard().map(Guard::names).orElse("");
        return unsuited(
                "has preconditions that find something else than in the pilot, or cannot be asked beside the tenant's own "
                        + "operators and functions (" + names + ")");
    }

    /** Liquibase has to go on. */
    Replayed unsuited(String why) {
        return new Replayed(result(Optional.empty()), Optional.of(reason(why)));
    }

    private NotReplayed reason(String why) {
        return new NotReplayed(script.changeSets().get(position).id(), why);
    }
}
