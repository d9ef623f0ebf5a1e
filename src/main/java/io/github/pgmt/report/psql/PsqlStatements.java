package io.github.pgmt.report.psql;

/**
 * A text for {@code psql}.
 *
 * @param sql without the semicolon after its last statement; blank where there is no statement
 * @param statements how many there are in it
 */
record PsqlStatements(String sql, int statements) {

    /** With the end of its last statement. */
    String ended() {
        if (sql.isEmpty() || sql.endsWith(";")) {
            return sql;
        }
        String last = sql.substring(sql.lastIndexOf('\n') + 1);
        return sql + (last.contains("--") ? "\n;" : ";");
    }
}
