package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the rows of many history tables in one statement. Columns that a table of an old Liquibase lacks read as what
 * Liquibase fills in when it adds them.
 */
final class HistoryQuery {

    /** Without these a table is not Liquibase's: it made them in its first version. */
    static final Set<String> REQUIRED_COLUMNS = Set.of("id", "author", "filename");

    private final String table;
    private final HistoryTimes times;

    /** The tenants of a fleet have nearly the same rows; each is kept once, whoever reads it. */
    private final Map<HistoryRow, HistoryRow> known = new ConcurrentHashMap<>();

    HistoryQuery(String table, HistoryTimes times) {
        this.table = table;
        this.times = times;
    }

    /**
     * The rows in order, by schema; a schema without a row is left out.
     *
     * @throws OddHistoryException when a row holds what Liquibase cannot read
     */
    Map<String, List<HistoryRow>> read(Connection connection, List<Scanned> schemas) throws SQLException {
        Map<String, List<HistoryRow>> histories = new HashMap<>();
        if (schemas.isEmpty()) {
            return histories;
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql(schemas))) {
                while (rows.next()) {
                    String schema = schemas.get(rows.getInt("tenant")).schema();
                    HistoryRow row = row(rows, schema);
                    histories
                            .computeIfAbsent(schema, absent -> new ArrayList<>())
                            .add(known.computeIfAbsent(row, unseen -> unseen));
                }
            }
        }
        return histories;
    }

    private String sql(List<Scanned> schemas) {
        List<String> selects = new ArrayList<>();
        for (int tenant = 0; tenant < schemas.size(); tenant++) {
            selects.add(select(tenant, schemas.get(tenant)));
        }
        return String.join(" UNION ALL ", selects) + " ORDER BY tenant, " + times.order() + ", id, author, filename";
    }

    private String select(int tenant, Scanned schema) {
        Set<String> columns = schema.historyColumns().orElseThrow();
        return "SELECT " + tenant + " AS tenant, id::text AS id, author::text AS author, filename::text AS filename, "
                + column(columns, "md5sum", "text", "NULL") + " AS checksum, "
                + (columns.contains("exectype") ? "exectype::text" : "'EXECUTED'::text") + " AS exec_type, "
                + column(columns, "orderexecuted", "int", "-1") + " AS position, "
                + column(columns, "tag", "text", "NULL") + " AS tag, "
                + column(columns, "deployment_id", "text", "NULL") + " AS deployment, "
                + column(columns, "dateexecuted", "timestamp", "NULL") + " AS moment, "
                + (columns.contains("dateexecuted") ? "dateexecuted IS NULL" : "false") + " AS undated FROM ONLY "
                + Identifiers.qualify(schema.schema(), table);
    }

    /** The column in SQL, or what stands for it in a table that lacks it. */
    static String column(Set<String> columns, String column, String type, String absent) {
        String typed = absent + "::" + type;
        return columns.contains(column) ? "coalesce(" + column + "::" + type + ", " + typed + ")" : typed;
    }

    private HistoryRow row(ResultSet rows, String schema) throws SQLException {
        HistoryValues values = new HistoryValues(Identifiers.qualify(schema, table));
        if (rows.getBoolean("undated")) {
            throw values.isNull("dateexecuted");
        }
        return new HistoryRow(
                new ChangeSetId(
                        values.present("filename", rows.getString("filename")),
                        values.present("id", rows.getString("id")),
                        values.present("author", rows.getString("author"))),
                values.checksum(rows.getString("checksum")),
                values.execType(rows.getString("exec_type")),
                rows.getInt("position"),
                Optional.ofNullable(rows.getString("tag")),
                Optional.ofNullable(rows.getString("deployment")),
                executedAt(rows));
    }

    private Optional<LocalDateTime> executedAt(ResultSet rows) throws SQLException {
        if (times.since().isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(rows.getObject("moment", LocalDateTime.class))
                .filter(times.since().get()::isBefore);
    }
}
