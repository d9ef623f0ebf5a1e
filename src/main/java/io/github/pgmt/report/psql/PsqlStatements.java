package io.github.pgmt.report.psql;

/**
 * A text for {@code psql}.
 *
 * @param sql blank where there is no statement
 * @param statements how many there are in it
 * @param isEnded it has the semicolon after its last statement
 */
record PsqlStatements(String sql, int statements, boolean isEnded) {

    /** With the end of its last statement. */
    String ended() {
        if (isEnded) {
            return sql;
        }
        String last = sql.substring(sql.lastIndexOf('\n') + 1);
        return sql + (last.contains("--") ? "\n;" : ";");
    }
}
