package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.core.BaseConnection;

/** Whether what goes to another host and comes from it, data and passwords, can be read and changed on its way. */
final class TransportFindings {

    /** A connection through a socket file has no address. */
    private static final String IN_THE_OPEN = """
            SELECT pg_catalog.inet_client_addr() IS NOT NULL
              AND NOT coalesce((SELECT ssl.ssl FROM pg_catalog.pg_stat_ssl AS ssl
                WHERE ssl.pid = pg_catalog.pg_backend_pid()), false)
              AND NOT coalesce((SELECT gss.encrypted FROM pg_catalog.pg_stat_gssapi AS gss
                WHERE gss.pid = pg_catalog.pg_backend_pid()), false)
            """;

    private TransportFindings() {}

    /** @param place how the user gave the URL, within a sentence */
    static Optional<Finding> read(Connection connection, String place) throws SQLException {
        String host = connection
                .unwrap(BaseConnection.class)
                .getQueryExecutor()
                .getHostSpec()
                .getHost();
        return isThisMachine(host) || !isInTheOpen(connection) ? Optional.empty() : Optional.of(inTheOpen(host, place));
    }

    private static boolean isInTheOpen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IN_THE_OPEN)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** By a loopback address alone: what is at another one of this machine's addresses may be a container's or a tunnel's. */
    private static boolean isThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Finding inTheOpen(String host, String place) {
        return Finding.of(
                Severity.WARNING,
                "tls",
                "The connection to " + host
                        + " is not encrypted: whoever is on the way can read what goes over it, tenants' "
                        + "data and changesets that set passwords too, and change what is done.",
                "Add sslmode=verify-full to " + place
                        + ", with sslrootcert=/path/root.crt where no known authority has signed "
                        + "the server's certificate; the server needs ssl = on. Less (require, prefer) does not notice who "
                        + "answers in the server's place.");
    }
}
