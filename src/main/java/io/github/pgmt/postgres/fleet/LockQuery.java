package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.postgres.connection.Ages;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads who has set the lock rows of many tenants in one statement. {@code LOCKGRANTED} has no time zone: Liquibase writes
 * its own machine's local time. The server compares it with the local time of our session, which pgjdbc sets to the time
 * zone of this JVM, so the age is right when the holder is in the same zone as this machine, and off by the difference
 * when not.
 */
public final class LockQuery {

    /** Who has set the row, in SQL; NULL where it does not say. */
    public static final String HOLDER =
            "nullif(pg_catalog.btrim(pg_catalog.left(lockedby::pg_catalog.text, 300)), ''::pg_catalog.text)";

    /**
     * The condition for a row that is set. One whose {@code locked} is NULL counts: Liquibase takes the lock by an update of a row
     * that is false, so it never gets that one, and it has to be released too.
     */
    public static final String IS_SET = "locked IS NOT FALSE";

    /** When it was set, in SQL; NULL where that is not known, as with an infinite time, of which there is no age. */
    public static final String GRANTED =
            "CASE WHEN pg_catalog.isfinite(lockgranted::timestamp) THEN lockgranted::timestamp END";

    /** The seconds since then, in SQL. */
    public static final String AGE = "extract(epoch FROM (localtimestamp - " + GRANTED + "))::bigint";

    /** As many rows as one message tells of; Liquibase has one. */
    private static final int ROWS = 2;

    private final String table;

    /** @param table the lock table's exact name, without a schema */
    public LockQuery(String table) {
        this.table = table;
    }

    /** The holders by schema; a schema whose row is not set, or is not there, is left out. */
    public Map<String, LockHolder> read(Connection connection, List<Scanned> schemas) throws SQLException {
        Map<String, LockHolder> holders = new HashMap<>();
        if (schemas.isEmpty()) {
            return holders;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql(schemas))) {
                while (rows.next()) {
                    holders.putIfAbsent(schemas.get(rows.getInt("tenant")).schema(), holder(rows));
                }
            }
        }
        return holders;
    }

    /** How many rows there are, by schema, of those that have not exactly one; {@value #ROWS} stand for more, too. */
    public Map<String, Integer> oddNumbers(Connection connection, List<Scanned> schemas) throws SQLException {
        Map<String, Integer> numbers = new HashMap<>();
        if (schemas.isEmpty()) {
            return numbers;
        }
        List<String> selects = new ArrayList<>();
        for (int tenant = 0; tenant < schemas.size(); tenant++) {
            selects.add("SELECT " + tenant + " AS tenant, pg_catalog.count(*) AS number FROM (SELECT FROM ONLY "
                    + Identifiers.qualify(schemas.get(tenant).schema(), table) + " LIMIT " + ROWS + ") AS first");
        }
        String sql = "SELECT tenant, number FROM (" + String.join(" UNION ALL ", selects) + ") AS counted "
                + "WHERE number <> 1";
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    numbers.put(schemas.get(rows.getInt("tenant")).schema(), rows.getInt("number"));
                }
            }
        }
        return numbers;
    }

    private String sql(List<Scanned> schemas) {
        List<String> selects = new ArrayList<>();
        for (int tenant = 0; tenant < schemas.size(); tenant++) {
            selects.add("(SELECT " + tenant + " AS tenant, " + HOLDER + " AS holder, "
                    + GRANTED + " AS granted, " + AGE + " AS age FROM ONLY "
                    + Identifiers.qualify(schemas.get(tenant).schema(), table) + " WHERE " + IS_SET + " LIMIT " + ROWS
                    + ")");
        }
        return String.join(" UNION ALL ", selects) + " ORDER BY tenant, age DESC";
    }

    /** Of a row with the columns {@code holder}, {@code granted} and {@code age}. */
    public static LockHolder holder(ResultSet rows) throws SQLException {
        Optional<String> by = Optional.ofNullable(rows.getString("holder"));
        Optional<LocalDateTime> granted = Optional.ofNullable(rows.getObject("granted", LocalDateTime.class));
        long age = rows.getLong("age");
        return new LockHolder(by, granted, rows.wasNull() ? Ages.UNKNOWN : Ages.words(age));
    }
}
