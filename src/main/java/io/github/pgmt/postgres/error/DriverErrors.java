package io.github.pgmt.postgres.error;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;

/**
 * What is behind an error of the driver's own: "The connection attempt failed." and "An I/O error occurred while sending to
 * the backend." leave the reason to the causes.
 */
public final class DriverErrors {

    private DriverErrors() {}

    /** The reason as a sentence; empty where the error says it itself, or nothing is known. */
    static Optional<String> reason(SQLException e) {
        return causes(e).map(DriverErrors::of).flatMap(Optional::stream).findFirst();
    }

    /** Whether what was to be reached did not answer as a server of PostgreSQL's does, so that no user or password can help. */
    public static boolean isOfTheNetwork(SQLException e) {
        return causes(e)
                .anyMatch(cause -> cause instanceof SocketException
                        || cause instanceof UnknownHostException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof EOFException
                        || cause instanceof SSLException
                        || cause instanceof ClassNotFoundException);
    }

    private static Stream<Throwable> causes(SQLException e) {
        return Stream.iterate(e.getCause(), cause -> cause != null, Throwable::getCause);
    }

    private static Optional<String> of(Throwable cause) {
        if (cause instanceof PSQLException) {
            return Optional.empty();
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return Optional.of("The host \"" + message
                    + "\" is not known: no address was found for the name (DNS, or a " + "mistake in writing).");
        }
        if (cause instanceof SocketTimeoutException) {
            return Optional.of(
                    "No answer came in time (" + message + "): a firewall may be in between, the host or port "
                            + "may be wrong, or the server is too busy.");
        }
        if (cause instanceof ConnectException) {
            return Optional.of(
                    message.toLowerCase(Locale.ROOT).contains("refused")
                            ? "Nothing listens there: the server is not running, or has another port."
                            : "There is no way to the host: " + message + ".");
        }
        if (cause instanceof EOFException) {
            return Optional.of(
                    "The other side closed the connection without a word: it is no server of PostgreSQL's, it "
                            + "stopped, or what is in between (a proxy, a firewall) ended the connection.");
        }
        if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
            return Optional.of("It is about TLS: " + message + ". Look at sslmode, sslrootcert, sslcert and sslkey in "
                    + "the URL.");
        }
        if (cause instanceof SocketException) {
            return Optional.of("The network said: " + message + ".");
        }
        if (cause instanceof ClassNotFoundException) {
            return Optional.of(
                    "The class " + message + " is not found. Add the artifact that has it to the <dependencies> "
                            + "of pgmt's <plugin> in the POM.");
        }
        return Optional.empty();
    }
}
