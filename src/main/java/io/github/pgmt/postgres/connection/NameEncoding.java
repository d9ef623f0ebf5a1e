package io.github.pgmt.postgres.connection;

import io.github.pgmt.migration.Failure;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Whether names mean the same to the database as to us. A session's {@code search_path} is one of its start-up settings, which
 * the server takes byte by byte, as UTF-8; statements it converts into the database's encoding.
 */
public final class NameEncoding {

    /** In the second one nothing is converted. */
    private static final Set<String> SAME = Set.of("UTF8", "SQL_ASCII");

    private NameEncoding() {}

    /** Why the schemas cannot be on a session's {@code search_path}; empty when they can. */
    public static Optional<Failure> objection(Connection connection, List<String> searchPath) throws SQLException {
        Optional<String> other =
                searchPath.stream().filter(name -> !isAscii(name)).findFirst();
        if (other.isEmpty()) {
            return Optional.empty();
        }
        String encoding = String.valueOf(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
        return SAME.contains(encoding) ? Optional.empty() : other.map(name -> failure(name, encoding));
    }

    private static boolean isAscii(String name) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(name);
    }

    private static Failure failure(String name, String encoding) {
        return Failure.of(
                Failure.Kind.NAME,
                "The name of the schema \"" + name
                        + "\" has characters that are not ASCII, and the encoding of the database "
                        + "is " + encoding
                        + ", not UTF8: PostgreSQL does not convert the search_path that a session begins "
                        + "with, so the schema would not be on it. Rename it in ASCII (ALTER SCHEMA … RENAME TO …), or move "
                        + "the database into one WITH ENCODING 'UTF8' (pg_dump, createdb -E UTF8 -T template0). Nothing was "
                        + "changed.");
    }
}
