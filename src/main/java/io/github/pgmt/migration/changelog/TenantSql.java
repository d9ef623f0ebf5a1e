package io.github.pgmt.migration.changelog;

import java.util.List;
import java.util.Locale;

/**
 * SQL files around the migration of every tenant.
 *
 * @param before run before it, in order
 * @param after run after it when it went well, in order
 */
public record TenantSql(List<SqlFile> before, List<SqlFile> after) {

    /** No file. */
    public static final TenantSql NONE = new TenantSql(List.of(), List.of());

    /** Whether a file before the migration may take an advisory lock, which its session holds until the migration is done. */
    public boolean mayLeaveLocks() {
        return before.stream()
                .flatMap(file -> file.statements().stream())
                .anyMatch(statement -> statement.text().toLowerCase(Locale.ROOT).contains("advisory"));
    }

    /** Whether there is no file. */
    public boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }

    public TenantSql {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
