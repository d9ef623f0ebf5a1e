package io.github.pgmt.postgres.embedded;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.Utf8File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** The SQL that a new embedded server starts with. */
record InitScript(Path file) {

    /** @throws RunRefusedException when there is no such file */
    InitScript {
        Objects.requireNonNull(file, "file is null");
        if (!Files.isRegularFile(file)) {
            throw new RunRefusedException("The file of -Dpgmt.embeddedInitScript does not exist: " + file);
        }
    }

    /**
     * Runs the statements one by one, so that {@code CREATE DATABASE} can be among them.
     *
     * @throws RunRefusedException when one fails
     */
    void run(Postmaster server) throws IOException {
        String sql = text();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (NativeQuery query : statements(sql)) {
                statement.execute(query.nativeSql);
            }
        } catch (SQLException e) {
            throw new RunRefusedException(
                    "-Dpgmt.embeddedInitScript=" + file + " failed (SQLSTATE " + e.getSQLState() + "): "
                            + SqlErrors.describe(e)
                            + " Nothing of the server is left; the script runs again next time.",
                    e);
        }
    }

    private String text() throws IOException {
        try {
            return Utf8File.read(file);
        } catch (Utf8File.NotUtf8Exception e) {
            throw new RunRefusedException("-Dpgmt.embeddedInitScript=" + file + " " + e.getMessage(), e);
        }
    }

    private static List<NativeQuery> statements(String sql) throws SQLException {
        return Parser.parseJdbcSql(sql, true, false, true, false, false);
    }
}
