package io.github.pgmt.postgres.table;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How large a history may be that is read into memory: whoever can write into one could end the run of all tenants with it. It
 * is measured without reading what is in it.
 *
 * @param rows the most rows, at least 1; each counts as a kilobyte of text, which rows of Liquibase's own do not have
 */
public record HistoryLimit(int rows) {

    /** Ten times what the largest applications have. */
    public static final HistoryLimit DEFAULT = new HistoryLimit(50_000);

    private static final int BYTES_OF_A_ROW = 1000;

    /** What takes no more on the disk is small, even where PostgreSQL has compressed it well. */
    private static final int BYTES_NOT_MEASURED = 256 * 1024;

    public HistoryLimit {
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1, not " + rows + ".");
        }
    }

    /**
     * Why the history is not read, if so.
     *
     * @param history of a sound shape, locked in the connection's transaction
     * @param columns its columns' names
     */
    public Optional<Failure> objection(Connection connection, TableShape.Looked history, Collection<String> columns)
            throws SQLException {
        if (history.bytes() <= BYTES_NOT_MEASURED && history.bytes() <= bytes()) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet row = statement.executeQuery(measuring(history, columns))) {
                row.next();
                long count = row.getLong(1);
                long bytes = row.getLong(2);
                return count > rows || bytes > bytes()
                        ? Optional.of(tooLarge(history, count, bytes))
                        : Optional.empty();
            }
        }
    }

    private long bytes() {
        return (long) rows * BYTES_OF_A_ROW;
    }

    /** The length of a text is known without the text. */
    private String measuring(TableShape.Looked history, Collection<String> columns) {
        String lengths = columns.stream()
                .map(column -> "coalesce(pg_catalog.octet_length(" + Identifiers.quote(column)
                        + "::pg_catalog.text), 0)::pg_catalog.int8")
                .collect(Collectors.joining(" + "));
        return "SELECT pg_catalog.count(*), coalesce(pg_catalog.sum(" + lengths
                + "), 0)::pg_catalog.int8 FROM (SELECT * "
                + "FROM ONLY " + Identifiers.qualify(history.schema(), history.name()) + " LIMIT " + (rows + 1L)
                + ") AS history";
    }

    private Failure tooLarge(TableShape.Looked history, long count, long bytes) {
        String many = count > rows ? "more than " + rows : String.valueOf(count);
        return Failure.of(
                Failure.Kind.CONNECTION,
                "The table " + Identifiers.qualify(history.schema(), history.name()) + " has " + many + " rows with "
                        + bytes / BYTES_OF_A_ROW
                        + " kB of text, more than a changelog's history has, so it was not read. Look "
                        + "who fills it, and delete what is not Liquibase's; if all of it is wanted, raise "
                        + "-Dpgmt.maxHistoryRows (each row counts as 1 kB).");
    }
}
