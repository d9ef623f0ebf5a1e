package io.github.pgmt.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is in a database, in all schemas but PostgreSQL's own: objects with their definitions, owners, rights and comments,
 * the rows of all tables, and Liquibase's history without its dates and deployment ids.
 *
 * @param lines an object or a row each, sorted
 */
public record DatabaseContents(List<String> lines) {

    private static final String CATALOG = read("/catalog.sql");
    private static final String TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            + "WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname <> 'information_schema' "
            + "UNION ALL SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews";

    public DatabaseContents {
        lines = lines.stream().sorted().toList();
    }

    /** Reads them. */
    public static DatabaseContents of(TestDatabase database) {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
            addRows(statement, CATALOG, lines);
            List<String> tables = new ArrayList<>();
            addRows(statement, TABLES, tables);
            for (String table : tables) {
                addRows(statement, rowsOf(table), lines);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseContents(lines);
    }

    private static String rowsOf(String table) {
        return "SELECT 'row of " + table.replace("'", "''")
                + " ' || (to_jsonb(r) - 'dateexecuted' - 'deployment_id')::text FROM ONLY " + table + " r";
    }

    private static void addRows(Statement statement, String query, List<String> lines) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
    }

    /**
     * What is in one schema, as if it had another name.
     *
     * @param schema must be a name that occurs nowhere but as that schema's
     */
    public DatabaseContents ofSchema(String schema, String name) {
        return new DatabaseContents(lines.stream()
                .filter(line -> line.contains(schema))
                .map(line -> line.replace(schema, name))
                .toList());
    }

    /** What only one of the two has; empty if they are equal. */
    public List<String> differences(DatabaseContents other, String nameOfThis, String nameOfOther) {
        return Stream.concat(
                        missingIn(other.lines, lines).map(line -> "only in " + nameOfThis + ": " + line),
                        missingIn(lines, other.lines).map(line -> "only in " + nameOfOther + ": " + line))
                .toList();
    }

    /** Without the lines: a failed assertion would print them all. */
    @Override
    public String toString() {
        return lines.size() + " lines of database contents";
    }

    private static Stream<String> missingIn(List<String> there, List<String> here) {
        List<String> rest = new ArrayList<>(here);
        there.forEach(rest::remove);
        return rest.stream();
    }

    private static String read(String resource) {
        try (InputStream in = DatabaseContents.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
