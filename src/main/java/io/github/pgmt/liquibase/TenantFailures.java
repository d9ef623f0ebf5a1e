package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.UnsetParameterException;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.failure.UnexpectedError;
import java.sql.SQLException;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.ValidationFailedException;

/** Makes a tenant's failure of what Liquibase, the server or the tenant's session threw. */
final class TenantFailures {

    private static final String LEFT_BEHIND =
            "This changeset has runInTransaction=false: what it did before the error stays. Look at the "
                    + "schema, undo that by hand unless the changeset can run over it, and run the tenant again; an INVALID "
                    + "index that it builds CONCURRENTLY is dropped by itself.";

    private final TenantSession session;

    TenantFailures(TenantSession session) {
        this.session = session;
    }

    /** @param unfinished the changeset that was begun and not finished */
    Failure of(Throwable thrown, Optional<ChangeSet> unfinished) {
        Soundness.heed(thrown);
        return unavailable(thrown).orElseGet(() -> failure(thrown, unfinished));
    }

    /** What the session says, even where Liquibase has wrapped it. */
    private static Optional<Failure> unavailable(Throwable thrown) {
        return Causes.first(TenantUnavailableException.class, thrown).map(TenantUnavailableException::failure);
    }

    private Failure failure(Throwable thrown, Optional<ChangeSet> unfinished) {
        Optional<ChangeSetId> changeSet = unfinished.map(ParsedContents::idOf).or(session::failedInCommit);
        if (session.isCancelled()) {
            return Failure.cancelled(changeSet);
        }
        Optional<TenantSession.SqlError> error = session.sqlError(thrown);
        String message = error.map(TenantSession.SqlError::message).orElseGet(() -> message(thrown));
        return new Failure(
                kind(error),
                changeSet,
                error.flatMap(TenantSession.SqlError::state),
                message + leftBehind(unfinished),
                isWithoutTransaction(unfinished) ? Optional.empty() : error.flatMap(TenantSession.SqlError::obstacle));
    }

    /** Of an update that was not planned before. */
    private static Optional<String> invalid(Throwable thrown) {
        return Causes.first(ValidationFailedException.class, thrown).map(ChangelogValidation::told);
    }

    private static String message(Throwable thrown) {
        if (thrown instanceof UnsetParameterException unset) {
            return unset.getMessage();
        }
        return invalid(thrown).orElseGet(() -> thrown instanceof Error ? withAdvice(thrown) : Causes.summary(thrown));
    }

    private static String withAdvice(Throwable thrown) {
        return Causes.named(thrown)
                + UnexpectedError.advice(thrown).map(advice -> " " + advice).orElse("");
    }

    /** A statement too can end with an error of the connections' class, over a connection that is fine. */
    private Failure.Kind kind(Optional<TenantSession.SqlError> error) {
        boolean lost = isLost()
                && error.flatMap(TenantSession.SqlError::state)
                        .filter(state -> state.startsWith("08"))
                        .isPresent();
        return lost ? Failure.Kind.CONNECTION : Failure.Kind.CHANGESET;
    }

    /**
     * A hook's failure.
     *
     * @param hook what failed, in the same words in each tenant
     * @param place what failed and where in it, as the beginning of a sentence
     */
    Failure ofHook(String hook, String place, Throwable thrown) {
        Soundness.heed(thrown);
        return unavailable(thrown).orElseGet(() -> hookFailure(hook, place, thrown));
    }

    private Failure hookFailure(String hook, String place, Throwable thrown) {
        if (session.isCancelled()) {
            return Failure.cancelled(Optional.empty());
        }
        Optional<TenantSession.SqlError> error = session.sqlError(thrown);
        String message = error.map(TenantSession.SqlError::message).orElseGet(() -> withAdvice(thrown));
        // A hook may have connections of its own, whose loss is not the tenant's.
        return new Failure(
                        isLost() ? Failure.Kind.CONNECTION : Failure.Kind.HOOK,
                        Optional.empty(),
                        error.flatMap(TenantSession.SqlError::state),
                        place + " failed: " + message)
                .ofHook(hook);
    }

    /** Whether nothing more can be done in the tenant's session. */
    boolean isLost() {
        try {
            return session.isCancelled() || session.connection().isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static boolean isWithoutTransaction(Optional<ChangeSet> unfinished) {
        return unfinished.filter(changeSet -> !changeSet.isRunInTransaction()).isPresent();
    }

    /** A changeset that runs without a transaction may have done some of its work. */
    private static String leftBehind(Optional<ChangeSet> unfinished) {
        return isWithoutTransaction(unfinished) ? " " + LEFT_BEHIND : "";
    }

    /** Why the row of a changeset without a transaction could not be written, or taken away: its statements have run by then. */
    static Failure unrecorded(Failure why, ChangeSet changeSet) {
        Failure left = why.and("The history was not told what this changeset did. " + LEFT_BEHIND);
        return new Failure(left.kind(), Optional.of(ParsedContents.idOf(changeSet)), left.sqlState(), left.message());
    }
}
