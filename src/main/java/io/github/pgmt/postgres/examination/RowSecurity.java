package io.github.pgmt.postgres.examination;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What holds of a table's row level security.
 *
 * @param isEnabled whether policies hold for others than the owner
 * @param isForced whether they would hold for the owner, too
 * @param policies how many it has; they are kept, without effect, where it is not enabled
 * @param isActive whether policies hold for our role
 */
record RowSecurity(boolean isEnabled, boolean isForced, int policies, boolean isActive) {

    /** What is read of a row of pg_class by the name {@code relation}. */
    static final String COLUMNS = """
            relation.relrowsecurity AS is_enabled, relation.relforcerowsecurity AS is_forced,
              (SELECT pg_catalog.count(*) FROM pg_catalog.pg_policy AS policy WHERE policy.polrelid = relation.oid)
                AS policies,
              pg_catalog.row_security_active(relation.oid) AS is_active""";

    /** Of a row with {@link #COLUMNS}. */
    static RowSecurity of(ResultSet row) throws SQLException {
        return new RowSecurity(
                row.getBoolean("is_enabled"),
                row.getBoolean("is_forced"),
                row.getInt("policies"),
                row.getBoolean("is_active"));
    }

    /** Whether there is anything of it. */
    boolean exists() {
        return isEnabled || isForced || policies > 0;
    }

    /** In words: {@code enabled and forced, 2 policies}. */
    String describe() {
        List<String> words = new ArrayList<>();
        words.add((isEnabled ? "enabled" : "not enabled") + (isForced ? " and forced" : ""));
        if (policies > 0) {
            words.add(policies + (policies == 1 ? " policy" : " policies"));
        }
        return String.join(", ", words);
    }
}
