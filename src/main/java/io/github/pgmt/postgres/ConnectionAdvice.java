package io.github.pgmt.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What to do when no connection is to be had, by the error. Told apart by what the server does not translate. */
final class ConnectionAdvice {

    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private ConnectionAdvice() {}

    /** One or several sentences. */
    static String of(SQLException e, DatabaseAddress address) {
        Optional<ServerErrorMessage> server = e instanceof PSQLException known
                ? Optional.ofNullable(known.getServerErrorMessage())
                : Optional.empty();
        String message = String.valueOf(e.getMessage());
        if (message.contains("unsupported startup parameter")) {
            return "A pooler (PgBouncer, or one like it) is between pgmt and PostgreSQL, and refuses the settings with "
                    + "which pgmt begins its sessions. " + PoolerCheck.REMEDY;
        }
        if (message.contains("pg_hba.conf")) {
            return "The server's pg_hba.conf has no rule for this user, database and address. If it wants TLS (hostssl), "
                    + "add sslmode=require to -Dpgmt.url, or better verify-full.";
        }
        if (server.map(ServerErrorMessage::getRoutine)
                        .filter("CheckMyDatabase"::equals)
                        .isPresent()
                && SqlErrors.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            return "The role may not connect to the database. Grant it: GRANT CONNECT ON DATABASE "
                    + Identifiers.quote(address.database()) + " TO "
                    + address.role().map(Identifiers::quote).orElse("<the role>") + ";";
        }
        if (TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
            return "All connections are taken that the server (max_connections), the database or the role "
                    + "(CONNECTION LIMIT) may have: a run needs twice -Dpgmt.threads and two more. Wait until some are free, "
                    + "take fewer threads, or raise the limit.";
        }
        if (CANNOT_CONNECT_NOW.equals(e.getSQLState())) {
            return "Run again when the server takes connections.";
        }
        return "Check -Dpgmt.url, -Dpgmt.username and the password (-Dpgmt.serverId, PGMT_PASSWORD).";
    }
}
