package io.github.pgmt.migration.changelog;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is applied to every tenant, or to the schema that they share.
 *
 * @param files the root changelogs, in order, as they are recorded in the history
 * @param contexts Liquibase's context filter; empty means every changeset
 * @param labelFilter Liquibase's label expression; empty means every changeset
 * @param parameters parameters that are the same for every tenant; a tenant's own go before them
 * @param tables where a tenant's history is kept
 * @param howFar where an update of a tenant with it ends
 * @param shared it is for the schema that tenants share: a parameter of a tenant has no value in it
 */
public record Changelog(
        List<String> files,
        Optional<String> contexts,
        Optional<String> labelFilter,
        Map<String, String> parameters,
        HistoryTables tables,
        HowFar howFar,
        boolean shared) {

    public Changelog {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A changelog has at least one file.");
        }
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(tables, "tables is null");
        Objects.requireNonNull(howFar, "howFar is null");
    }

    /** One for tenants, to its end. */
    public Changelog(
            List<String> files,
            Optional<String> contexts,
            Optional<String> labelFilter,
            Map<String, String> parameters,
            HistoryTables tables) {
        this(files, contexts, labelFilter, parameters, tables, HowFar.WHOLE, false);
    }

    /** The same, so far. */
    public Changelog upTo(HowFar other) {
        return new Changelog(files, contexts, labelFilter, parameters, tables, other, shared);
    }

    /**
     * One of these files for the schema that tenants share; all else is the same, but that it goes to its end unless it makes
     * the tag itself.
     */
    public Changelog forSharedSchema(List<String> sharedFiles) {
        return new Changelog(sharedFiles, contexts, labelFilter, parameters, tables, howFar.ofShared(), true);
    }

    /** The changelog with the names of its parameters and without their values. */
    @Override
    public String toString() {
        return "Changelog" + files + ", parameters " + parameters.keySet();
    }
}
