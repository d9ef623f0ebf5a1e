package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.postgres.error.SqlErrors;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;

/**
 * Limits in the URL that end a statement in the driver. What they end looks like a lost connection or like a cancelled
 * statement, and would come to the same end again.
 *
 * @param url how messages name the URL, within a sentence
 * @param socketTimeout seconds; 0 is without limit
 * @param queryTimeout seconds; 0 is without limit
 * @param maxResultBuffer as it is written; empty is without limit
 */
public record UrlLimits(String url, int socketTimeout, int queryTimeout, String maxResultBuffer) {

    static UrlLimits of(UrlName name, Properties parsed) {
        return new UrlLimits(
                name.within(),
                seconds(PGProperty.SOCKET_TIMEOUT, parsed),
                seconds(PGProperty.QUERY_TIMEOUT, parsed),
                Optional.ofNullable(PGProperty.MAX_RESULT_BUFFER.getOrNull(parsed))
                        .orElse(""));
    }

    /** What is no number the driver refuses by itself, and says which parameter that is. */
    private static int seconds(PGProperty property, Properties parsed) {
        try {
            return property.getInt(parsed);
        } catch (PSQLException e) {
            return 0;
        }
    }

    /** Which limit it was, and what to do, if it was one of these. */
    public Optional<String> exceeded(Throwable thrown) {
        Optional<SQLException> error = SqlErrors.find(thrown);
        if (socketTimeout > 0 && has(thrown, SocketTimeoutException.class)) {
            return Optional.of(
                    "No answer came within socketTimeout=" + socketTimeout + " of " + url + " (seconds), so the "
                            + "driver gave the connection up; the server was not lost, and may still be working on the statement "
                            + "(pg_stat_activity shows it). What was not committed is rolled back. A statement that takes longer "
                            + "never gets through: raise socketTimeout or take it out of the URL (-Dpgmt.statementTimeout limits "
                            + "statements at the server), and run the tenant again.");
        }
        if (queryTimeout > 0 && error.filter(UrlLimits::isCancelled).isPresent()) {
            return Optional.of(
                    "queryTimeout=" + queryTimeout + " in " + url + " lets the driver cancel every statement that "
                            + "takes longer (seconds). Take it out of the URL; -Dpgmt.statementTimeout limits statements at the "
                            + "server.");
        }
        if (!maxResultBuffer.isEmpty() && error.filter(UrlLimits::isTooLarge).isPresent()) {
            return Optional.of("maxResultBuffer=" + maxResultBuffer + " in " + url
                    + " is what a result may have. Take it out of the URL, or raise it.");
        }
        return Optional.empty();
    }

    private static boolean isCancelled(SQLException e) {
        return SqlErrors.QUERY_CANCELED.equals(e.getSQLState())
                && !String.valueOf(e.getMessage()).contains("statement timeout");
    }

    /** The driver says it in the language of the machine, but for the parameter's name. */
    private static boolean isTooLarge(SQLException e) {
        return String.valueOf(e.getMessage()).contains("maxResultBuffer");
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }

    /** The failure with the limit, and not to be tried again, where it was one. */
    public Failure explain(Failure failure, Throwable thrown) {
        return exceeded(thrown)
                .map(limit -> failure.and(limit).with(Optional.empty()))
                .orElse(failure);
    }

    /** The same of a session's error. */
    public TenantSession.SqlError explain(TenantSession.SqlError error, Throwable thrown) {
        return exceeded(thrown)
                .map(limit ->
                        new TenantSession.SqlError(error.state(), error.message() + " " + limit, Optional.empty()))
                .orElse(error);
    }
}
