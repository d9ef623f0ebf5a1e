package io.github.pgmt.postgres.connection;

import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.error.DriverErrors;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.SQLException;
import java.util.Optional;

/** What to do when no connection is to be had, by the error. Told apart by what the server does not translate. */
final class ConnectionAdvice {

    private static final String POOLER = "A pooler (PgBouncer, or one like it) is between pgmt and PostgreSQL, and "
            + "refuses the settings with which pgmt begins its sessions. ";

    private static final String NO_RULE =
            "The server's pg_hba.conf has no rule for this user, database and address. If it "
                    + "wants TLS (hostssl), add sslmode=require to %s, or better verify-full.";

    private static final String TOO_MANY =
            "All connections are taken that the server (max_connections), the database or "
                    + "the role (CONNECTION LIMIT) may have: a run needs twice -Dpgmt.threads and two more. Wait until some are "
                    + "free, set fewer threads, or raise the limit.";

    private ConnectionAdvice() {}

    /** One or several sentences; empty where the error says it all, or nothing is known about it. */
    static Optional<String> of(SQLException e, DatabaseAddress address) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("unsupported startup parameter")) {
            return Optional.of(POOLER + PoolerCheck.remedy(address.place()));
        }
        if (message.contains("pg_hba.conf")) {
            return Optional.of(NO_RULE.formatted(address.place()));
        }
        if (SqlErrors.TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
            return Optional.of(TOO_MANY);
        }
        if (SqlErrors.CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
            return Optional.of("Run again when the server takes connections.");
        }
        return lacksConnect(e) ? Optional.of(grant(address)) : Optional.empty();
    }

    /** What to do where nothing more is known. */
    static String general(SQLException e, DatabaseAddress address) {
        return "Check " + (DriverErrors.isOfTheNetwork(e) ? address.place() : address.placeAndLogin()) + ".";
    }

    private static boolean lacksConnect(SQLException e) {
        return SqlErrors.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                && SqlErrors.ofServer(e)
                        .filter(server -> "CheckMyDatabase".equals(server.getRoutine()))
                        .isPresent();
    }

    private static String grant(DatabaseAddress address) {
        return "The role may not connect to the database. Grant it: GRANT CONNECT ON DATABASE "
                + Identifiers.quote(address.database()) + " TO "
                + address.role().map(Identifiers::quote).orElse("<the role>") + ";";
    }
}
