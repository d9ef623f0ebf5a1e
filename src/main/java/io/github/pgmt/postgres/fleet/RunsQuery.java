package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedTag;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums the rows of many history tables up in one statement, on the server: by run, by run and tag, and by tenant. A fleet of ten
 * thousand tenants has millions of rows, of which only these sums come here. Columns that a table of an old Liquibase lacks read as
 * what Liquibase fills in when it adds them.
 */
final class RunsQuery {

    /** What {@link RunId} makes; all else is somebody else's. */
    private static final String RUN_ID = "'^[rs][0-9a-z]{9}$'";

    /** Clocks differ. What claims to have begun later is made up by a tenant's owner, and would seem the newest for ever. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final int BY_RUN = 0b11;
    private static final int BY_TAG = 0b10;
    private static final int BY_TENANT = 0b01;

    /** The grouping sets say by two bits whether a row is summed up over tenants, and over tags. */
    private static final String SUMS = """
            SELECT GROUPING(tenant, tag) AS summed_up, tenant, run, day, tag, count(*) AS changesets,
              count(*) FILTER (WHERE exec_type = 'RERAN') AS ran_again,
              count(*) FILTER (WHERE exec_type = 'MARK_RAN') AS marked_ran,
              min(moment) AS first, max(moment) AS last, array_agg(DISTINCT tenant) AS tenants
            FROM (
              SELECT tenant, exec_type, moment, tag, CASE WHEN is_run THEN deployment END AS run,
                CASE WHEN NOT is_run THEN moment::date END AS day
              FROM (SELECT recorded.*, coalesce(deployment ~ %s AND substr(deployment, 2) <= %s, false) AS is_run FROM (%s) AS recorded) AS told) AS named
            GROUP BY GROUPING SETS ((run, day), (run, day, tag), (tenant))
            HAVING GROUPING(tag) = 1 OR tag IS NOT NULL
            """;

    private final String table;
    private final Optional<String> tag;

    /** @param tag of which it is told who bears it */
    RunsQuery(String table, Optional<String> tag) {
        this.table = table;
        this.tag = tag;
    }

    /**
     * The sums.
     *
     * @param rows how many rows a schema has; one without any is left out
     * @param tagged the schemas that bear the tag
     */
    record Sums(List<RecordedRun> runs, Map<String, Integer> rows, Set<String> tagged) {}

    Sums read(Connection connection, List<Scanned> schemas) throws SQLException {
        Gathered gathered = new Gathered(schemas);
        if (!schemas.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                try (ResultSet rows = statement.executeQuery(sql(schemas))) {
                    while (rows.next()) {
                        gathered.add(rows);
                    }
                }
            }
        }
        return gathered.sums();
    }

    private String sql(List<Scanned> schemas) {
        List<String> selects = new ArrayList<>();
        for (int tenant = 0; tenant < schemas.size(); tenant++) {
            selects.add(select(tenant, schemas.get(tenant)));
        }
        String latest = RunId.startingAt(Instant.now().plus(AHEAD)).value().substring(1);
        return SUMS.formatted(RUN_ID, Identifiers.literal(latest), String.join(" UNION ALL ", selects));
    }

    /** By the bytes of texts, so that no collation takes two for one. */
    private String select(int tenant, Scanned schema) {
        Set<String> columns = schema.historyColumns().orElseThrow();
        String moment = HistoryQuery.column(columns, "dateexecuted", "timestamp", "NULL");
        return "SELECT " + tenant + " AS tenant, "
                + HistoryQuery.column(columns, "deployment_id", "text", "NULL") + " COLLATE \"C\" AS deployment, "
                + HistoryQuery.column(columns, "exectype", "text", "'EXECUTED'") + " COLLATE \"C\" AS exec_type, "
                + "CASE WHEN isfinite(" + moment + ") THEN " + moment + " END AS moment, "
                + HistoryQuery.column(columns, "tag", "text", "NULL") + " COLLATE \"C\" AS tag FROM ONLY "
                + Identifiers.qualify(schema.schema(), table);
    }

    /** What has come of a statement's answer. */
    private final class Gathered {

        private final List<Scanned> schemas;
        private final List<RecordedRun> runs = new ArrayList<>();
        private final Map<RecordedRun.Key, List<RecordedTag>> tags = new HashMap<>();
        private final Map<String, Integer> rowsOf = new HashMap<>();
        private final Set<String> tagged = new HashSet<>();

        Gathered(List<Scanned> schemas) {
            this.schemas = schemas;
        }

        void add(ResultSet row) throws SQLException {
            switch (row.getInt("summed_up")) {
                case BY_RUN -> runs.add(run(row));
                case BY_TAG -> addTag(row);
                case BY_TENANT -> rowsOf.put(schemas.get(row.getInt("tenant")).schema(), row.getInt("changesets"));
                default -> throw new IllegalStateException("The statement has no such grouping set.");
            }
        }

        private void addTag(ResultSet row) throws SQLException {
            Integer[] tenants = tenants(row);
            String name = row.getString("tag");
            tags.computeIfAbsent(key(row), absent -> new ArrayList<>())
                    .add(new RecordedTag(name, tenants.length, period(row)));
            if (tag.filter(name::equalsIgnoreCase).isPresent()) {
                for (Integer tenant : tenants) {
                    tagged.add(schemas.get(tenant).schema());
                }
            }
        }

        Sums sums() {
            return new Sums(
                    runs.stream()
                            .map(run -> run.with(tags.getOrDefault(run.key(), List.of())))
                            .toList(),
                    rowsOf,
                    tagged);
        }
    }

    private static RecordedRun run(ResultSet row) throws SQLException {
        return new RecordedRun(
                key(row),
                period(row),
                tenants(row).length,
                row.getLong("changesets"),
                row.getLong("ran_again"),
                row.getLong("marked_ran"),
                List.of());
    }

    private static RecordedRun.Key key(ResultSet row) throws SQLException {
        return new RecordedRun.Key(
                Optional.ofNullable(row.getObject("day", LocalDate.class)), Optional.ofNullable(row.getString("run")));
    }

    private static Period period(ResultSet row) throws SQLException {
        return new Period(
                Optional.ofNullable(row.getObject("first", LocalDateTime.class)),
                Optional.ofNullable(row.getObject("last", LocalDateTime.class)));
    }

    private static Integer[] tenants(ResultSet row) throws SQLException {
        return (Integer[]) row.getArray("tenants").getArray();
    }
}
