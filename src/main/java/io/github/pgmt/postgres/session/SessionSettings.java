package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What is sent over a tenant's connection between the changesets, so that each meets the session as it was at first. */
public final class SessionSettings {

    /** The same, but for prepared statements. */
    public static final String CLEAN_BUT_STATEMENTS =
            "SET SESSION AUTHORIZATION DEFAULT; RESET ROLE; RESET ALL; CLOSE ALL; "
                    + "UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES";

    /** What {@code DISCARD ALL} does, but for advisory locks: one of them is ours. */
    public static final String CLEAN = CLEAN_BUT_STATEMENTS + "; DEALLOCATE ALL";

    /**
     * What a start of the session gives by name, whatever an earlier changeset made of it: where its statements find what they
     * name, and when its waits and its statements end.
     */
    static final String OF_THE_RUN = "RESET search_path; RESET lock_timeout; RESET statement_timeout";

    /** See {@link TenantSession#state}. What another session would have too is not of interest, whatever it is. */
    private static final String STATE = """
            SELECT pg_catalog.concat_ws('|', session_user, current_user, pg_catalog.pg_my_temp_schema(),
              (SELECT pg_catalog.string_agg(pg_catalog.concat(name, '=', setting), ',' ORDER BY name)
               FROM pg_catalog.pg_settings WHERE source OPERATOR(pg_catalog.=) 'session'::pg_catalog.text
                 AND setting OPERATOR(pg_catalog.<>) reset_val
                 AND name OPERATOR(pg_catalog.<>) 'search_path'::pg_catalog.text),
              (SELECT pg_catalog.string_agg(channel, ',') FROM pg_catalog.pg_listening_channels() AS channel),
              (SELECT pg_catalog.string_agg(name, ',') FROM pg_catalog.pg_prepared_statements
               WHERE from_sql AND NOT pg_catalog.starts_with(name, 'pgmt_')),
              (SELECT pg_catalog.string_agg(name, ',') FROM pg_catalog.pg_cursors WHERE is_holdable),
              (SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks
               WHERE locktype OPERATOR(pg_catalog.=) 'advisory'::pg_catalog.text
                 AND pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()))""";

    /** Sends something. */
    interface Sending<T> {

        T run() throws SQLException;
    }

    private final Connection connection;
    private final HeldCommits commits;

    /** Sets what other servers have to know in each transaction; empty where there are none. */
    private final Optional<String> onNodes;

    /** @param commits of this connection */
    SessionSettings(Connection connection, HeldCommits commits, Server server) {
        this.onNodes = server.citus()
                .map(citus -> Citus.lockTimeoutOfNodes(server.timeouts().lockTimeout()));
        this.connection = connection;
        this.commits = commits;
    }

    /** @throws TenantUnavailableException when the server refuses it */
    void set(String sql) {
        outsideTransaction("The tenant's session cannot be prepared (" + sql + ")", () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    /** To be called in a transaction: what its statements wait for on other servers comes to an end, too. */
    void limitWaits() throws SQLException {
        if (onNodes.isPresent()) {
            PlainSql.execute(connection, onNodes.get());
        }
    }

    /** See {@link TenantSession#state}. */
    String state() {
        return outsideTransaction("The tenant's session cannot be looked at", () -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(STATE)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    /** Rolls back what is open and leaves autocommit mode on. */
    void clean() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        set(CLEAN);
    }

    /** The same after a failure, which stays the one that is told, and for who goes on without autocommit mode. */
    void cleanAfter(Throwable failure) {
        try {
            clean();
            connection.setAutoCommit(false);
        } catch (SQLException | TenantUnavailableException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * A setting made inside a transaction would be gone with its rollback, and Liquibase rolls back often. There is no outside
     * of {@link PostgresSession#asOneTransaction}, where it is made again with each changeset.
     *
     * @throws TenantUnavailableException when the server refuses it
     */
    <T> T outsideTransaction(String whatFails, Sending<T> work) {
        try {
            if (commits.isNested()) {
                return work.run();
            }
            boolean autoCommit = connection.getAutoCommit();
            commits.commitOpen();
            connection.setAutoCommit(true);
            T result = work.run();
            connection.setAutoCommit(autoCommit);
            return result;
        } catch (SQLException e) {
            throw unavailable(whatFails, e);
        }
    }

    static TenantUnavailableException unavailable(String what, SQLException e) {
        return new TenantUnavailableException(SqlErrors.failure(Failure.Kind.CONNECTION, what, e), e);
    }
}
