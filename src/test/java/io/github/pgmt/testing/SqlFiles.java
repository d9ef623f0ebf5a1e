package io.github.pgmt.testing;

import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.postgres.sql.SqlScript;

/** SQL files as a goal reads them. */
public final class SqlFiles {

    private SqlFiles() {}

    public static SqlFile of(String parameter, String path, String text) {
        try {
            return new SqlFile(parameter, path, SqlScript.divide(text));
        } catch (SqlScript.UnreadableException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
