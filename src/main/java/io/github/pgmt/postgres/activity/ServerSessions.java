package io.github.pgmt.postgres.activity;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The clients' sessions on this database, in one statement.
 *
 * @param own the session that asks
 * @param others all the others
 */
public record ServerSessions(ServerSession own, List<ServerSession> others) {

    /**
     * {@code pg_locks} can be read by everybody. Of other roles' sessions {@code pg_stat_activity} hides nearly everything,
     * also that they are clients', unless the role has {@code pg_read_all_stats}.
     */
    private static final String SESSIONS = """
            WITH wanted AS MATERIALIZED (
              SELECT namespace.oid, namespace.nspname AS schema FROM pg_catalog.pg_namespace AS namespace
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))),
            taken AS MATERIALIZED (
              SELECT lock.pid, lock.locktype, lock.relation, lock.classid, lock.objid FROM pg_catalog.pg_locks AS lock
              WHERE lock.database = (
                SELECT own.oid FROM pg_catalog.pg_database AS own WHERE own.datname = pg_catalog.current_database())),
            held AS MATERIALIZED (
              SELECT taken.pid, wanted.schema FROM taken
              JOIN pg_catalog.pg_class AS relation ON relation.oid = taken.relation
              JOIN wanted ON wanted.oid = relation.relnamespace WHERE taken.locktype = 'relation'
              UNION SELECT taken.pid, wanted.schema FROM taken JOIN wanted ON wanted.oid = taken.objid
              WHERE taken.locktype = 'object' AND taken.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass)
            SELECT session.pid, session.usename, session.application_name,
              pg_catalog.host(session.client_addr) AS address, session.client_hostname, session.state,
              session.backend_start::timestamp AS started_at, session.query,
              extract(epoch FROM pg_catalog.clock_timestamp() - session.xact_start)::bigint AS in_transaction,
              extract(epoch FROM pg_catalog.clock_timestamp()
                - coalesce(session.state_change, session.backend_start))::bigint AS in_state,
              session.pid = pg_catalog.pg_backend_pid() AS own,
              (SELECT pg_catalog.array_agg(held.schema::text ORDER BY held.schema) FROM held
               WHERE held.pid = session.pid) AS schemas
            FROM pg_catalog.pg_stat_activity AS session
            WHERE session.datname = pg_catalog.current_database() AND session.usesysid IS NOT NULL
              AND (session.backend_type IS NULL OR session.backend_type = 'client backend')
            ORDER BY session.pid
            """;

    /** @param schemas in which locks are looked for */
    public static ServerSessions read(Connection connection, Collection<String> schemas) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SESSIONS)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<ServerSession> own = new ArrayList<>();
                List<ServerSession> others = new ArrayList<>();
                while (rows.next()) {
                    (rows.getBoolean("own") ? own : others).add(session(rows));
                }
                return new ServerSessions(own.get(0), others);
            }
        }
    }

    private static ServerSession session(ResultSet row) throws SQLException {
        long inTransaction = row.getLong("in_transaction");
        Optional<Duration> transaction =
                row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(inTransaction));
        return new ServerSession(
                row.getInt("pid"),
                Objects.requireNonNullElse(row.getString("usename"), ""),
                Objects.requireNonNullElse(row.getString("application_name"), ""),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getString("client_hostname")),
                Optional.ofNullable(row.getString("state")),
                Optional.ofNullable(row.getObject("started_at", LocalDateTime.class)),
                transaction,
                Duration.ofSeconds(row.getLong("in_state")),
                Objects.requireNonNullElse(row.getString("query"), ""),
                names(row.getArray("schemas")));
    }

    private static List<String> names(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
