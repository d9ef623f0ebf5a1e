package io.github.pgmt.migration;

import java.util.Objects;

/**
 * A file of SQL statements that the user wants run.
 *
 * @param parameter the parameter that names it, {@code beforeTenantSql}
 * @param path as the user gave it
 * @param text what is in it, read once before the run begins
 */
public record SqlFile(String parameter, String path, String text) {

    public SqlFile {
        Objects.requireNonNull(parameter, "parameter is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(text, "text is null");
    }

    /** How messages name it: {@code beforeTenantSql db/before.sql}. */
    @Override
    public String toString() {
        return parameter + " " + path;
    }
}
