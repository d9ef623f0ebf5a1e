package io.github.pgmt.migration.plan;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What is due in one tenant, or in the shared schema, as it is now.
 *
 * @param version of its server
 * @param rows its history
 * @param due in order
 * @param end where its history bears the tag that the run goes up to; empty where nothing ends it there
 * @param parameters the hash of the values of its own that the changelog reads; empty where it reads none
 * @param key by which hashes are made
 */
public record PlannedTenant(
        TenantId id,
        int version,
        List<HistoryRow> rows,
        List<PlannedChangeSet> due,
        Optional<ChangeSetId> end,
        Optional<String> parameters,
        PlanKey key) {

    public PlannedTenant {
        Objects.requireNonNull(id, "id is null");
        rows = List.copyOf(rows);
        due = List.copyOf(due);
        Objects.requireNonNull(end, "end is null");
        Objects.requireNonNull(parameters, "parameters is null");
        Objects.requireNonNull(key, "key is null");
    }

    /** The hash of values of the tenant's own; another tenant with the same values has another one. */
    public static Optional<String> hashed(PlanKey key, TenantId tenant, SortedMap<String, String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(List.of(tenant.displayName()));
        values.forEach((name, value) -> {
            texts.add(name);
            texts.add(value);
        });
        return Optional.of(key.seal(texts));
    }

    /** The hash of what it has, but for what is due in it. */
    String history() {
        return historyWithout(due);
    }

    /** The hash of what it has, but for these changesets; when and by which run that came does not matter. */
    String historyWithout(List<PlannedChangeSet> changeSets) {
        Set<ChangeSetId> left =
                changeSets.stream().map(one -> normalized(one.id())).collect(Collectors.toSet());
        List<String> texts = new ArrayList<>();
        for (HistoryRow row : rows) {
            if (!left.contains(normalized(row.changeSet()))) {
                texts.add(row.changeSet().toString());
                texts.add(row.checksum().orElse(""));
                texts.add(row.execType());
            }
        }
        return key.seal(texts);
    }

    /** By changeset, the row that it has. */
    Map<ChangeSetId, HistoryRow> rowsByChangeSet() {
        return rows.stream()
                .collect(Collectors.toMap(row -> normalized(row.changeSet()), row -> row, (first, second) -> second));
    }

    /** Liquibase takes paths that differ in how they begin for the same. */
    static ChangeSetId normalized(ChangeSetId id) {
        String file = id.file().replace('\\', '/').replaceFirst("^(classpath:)?/*", "");
        return new ChangeSetId(file, id.id(), id.author());
    }
}
