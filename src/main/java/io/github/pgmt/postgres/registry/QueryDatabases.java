package io.github.pgmt.postgres.registry;

import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.InvalidSelectionException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the rows of a query on the control database for databases: the columns {@code name} and {@code url}, and perhaps
 * {@code server_id} and {@code threads}. The query runs in a read-only transaction.
 */
public final class QueryDatabases {

    private static final String PARAMETER = "-Dpgmt.databaseQuery";
    private static final String NAME = "name";
    private static final String URL = "url";
    private static final List<String> COLUMNS = List.of(NAME, URL, "server_id", "threads");

    private final Registry registry;
    private final String query;

    /**
     * @param timeout how long the query may run; zero is without limit
     * @throws InvalidSelectionException when the query is blank, or not one statement
     */
    public QueryDatabases(Server control, String query, Duration timeout) {
        if (query.isBlank()) {
            throw new InvalidSelectionException(
                    PARAMETER + " is empty. Leave it out where the databases are not listed by a query.");
        }
        this.registry = new Registry(
                control, new Registry.Asked(PARAMETER, "databases", "-Dpgmt.databaseQueryTimeout"), timeout);
        this.query = OneStatement.of(PARAMETER, "databases", query);
    }

    /**
     * The databases in the order of the rows.
     *
     * @throws InvalidSelectionException when the query fails or has another column
     * @throws io.github.pgmt.migration.failure.RunRefusedException when a row is no database
     */
    public ListedDatabases list() {
        return new ListedDatabases(
                PARAMETER, registry.read(connection -> Registry.Listing.ofUser(query), QueryDatabases::read));
    }

    private static List<ListedDatabase> read(ResultSet rows) throws SQLException {
        Map<String, Integer> columns = columns(rows.getMetaData());
        List<ListedDatabase> databases = new ArrayList<>();
        for (int number = 1; rows.next(); number++) {
            databases.add(ListedDatabase.of(
                    PARAMETER + ", row " + number,
                    text(rows, columns.get(NAME)),
                    text(rows, columns.get(URL)),
                    text(rows, columns.get("server_id")),
                    text(rows, columns.get("threads"))));
        }
        return databases;
    }

    private static Map<String, Integer> columns(ResultSetMetaData found) throws SQLException {
        Map<String, Integer> columns = new HashMap<>();
        for (int column = 1; column <= found.getColumnCount(); column++) {
            String label = found.getColumnLabel(column);
            if (!COLUMNS.contains(label.toLowerCase(Locale.ROOT))) {
                throw new InvalidSelectionException(PARAMETER + " has a column \"" + label
                        + "\", which says nothing of a database." + DidYouMean.of(label, COLUMNS)
                        + " It can have " + String.join(", ", COLUMNS) + "; passwords are given otherwise.");
            }
            if (columns.put(label.toLowerCase(Locale.ROOT), column) != null) {
                throw new InvalidSelectionException(PARAMETER + " has two columns named \"" + label + "\".");
            }
        }
        for (String required : List.of(NAME, URL)) {
            if (!columns.containsKey(required)) {
                throw new InvalidSelectionException(PARAMETER + " has no column \"" + required + "\".");
            }
        }
        return columns;
    }

    private static Optional<String> text(ResultSet rows, Integer column) throws SQLException {
        return column == null ? Optional.empty() : Optional.ofNullable(rows.getString(column));
    }
}
