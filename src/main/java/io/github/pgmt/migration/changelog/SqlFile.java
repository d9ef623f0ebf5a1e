package io.github.pgmt.migration.changelog;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of SQL statements that the user wants run.
 *
 * @param parameter the parameter that names it, {@code beforeTenantSql}
 * @param path as the user gave it
 * @param statements what is in it, read once before the run begins
 */
public record SqlFile(String parameter, String path, List<Statement> statements) {

    /**
     * One of them.
     *
     * @param line of the file where it begins, from 1
     * @param text as it is written, with the expressions of changelog parameters
     * @param hasBackslash in a plain string: with {@code standard_conforming_strings} off it would read otherwise
     */
    public record Statement(int line, String text, boolean hasBackslash) {

        public Statement {
            Objects.requireNonNull(text, "text is null");
        }
    }

    public SqlFile {
        Objects.requireNonNull(parameter, "parameter is null");
        Objects.requireNonNull(path, "path is null");
        statements = List.copyOf(statements);
    }

    /** The names of the parameters that it has expressions of, as they are written. */
    public Set<String> parametersRead() {
        return statements.stream()
                .flatMap(statement -> ParameterExpressions.names(statement.text()))
                .collect(Collectors.toSet());
    }

    /** How messages name it: {@code beforeTenantSql db/before.sql}. */
    @Override
    public String toString() {
        return parameter + " " + path;
    }
}
