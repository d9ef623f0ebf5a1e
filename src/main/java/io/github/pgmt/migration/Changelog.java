package io.github.pgmt.migration;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is applied to every tenant.
 *
 * @param files the root changelogs, in order, as they are recorded in the history
 * @param contexts Liquibase's context filter; empty means every changeset
 * @param labelFilter Liquibase's label expression; empty means every changeset
 * @param parameters parameters that are the same for every tenant; a tenant's own go before them
 * @param tables where a tenant's history is kept
 */
public record Changelog(
        List<String> files,
        Optional<String> contexts,
        Optional<String> labelFilter,
        Map<String, String> parameters,
        HistoryTables tables) {

    public Changelog {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A changelog has at least one file.");
        }
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(tables, "tables is null");
    }

    /** The changelog with the names of its parameters and without their values. */
    @Override
    public String toString() {
        return "Changelog" + files + ", parameters " + parameters.keySet();
    }
}
