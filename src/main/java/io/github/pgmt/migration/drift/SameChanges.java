package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tenants with the same changesets, in whatever order. Where tenants have them with unlike checksums, of one version of
 * Liquibase's, the changeset was another one when it ran last (as one with {@code runOnChange} may be while a release comes to
 * tenant after tenant), so they are not the same.
 *
 * @param edited how many of the changesets others have with another checksum
 */
record SameChanges(int changeSets, int edited, List<Tenant> tenants) {

    SameChanges {
        tenants = List.copyOf(tenants);
    }

    /** All of them, the largest first. */
    static List<SameChanges> of(Map<Tenant, TenantHistory> histories) {
        Map<Set<ChangeSetId>, List<Tenant>> byChangeSets = new LinkedHashMap<>();
        histories.forEach((tenant, history) -> byChangeSets
                .computeIfAbsent(changeSets(history), absent -> new ArrayList<>())
                .add(tenant));
        List<SameChanges> all = new ArrayList<>();
        byChangeSets.forEach((changeSets, tenants) -> all.addAll(byChecksums(changeSets.size(), tenants, histories)));
        all.sort((one, other) -> one.tenants().size() == other.tenants().size()
                ? other.changeSets() - one.changeSets()
                : other.tenants().size() - one.tenants().size());
        return all;
    }

    private static Set<ChangeSetId> changeSets(TenantHistory history) {
        Set<ChangeSetId> changeSets = new HashSet<>();
        history.rows().forEach(row -> changeSets.add(row.changeSet()));
        return changeSets;
    }

    private static List<SameChanges> byChecksums(
            int changeSets, List<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        Set<ChangeSetId> edited = edited(tenants, histories);
        Map<Map<ChangeSetId, Optional<String>>, List<Tenant>> alike = new LinkedHashMap<>();
        for (Tenant tenant : tenants) {
            Map<ChangeSetId, Optional<String>> checksums = new HashMap<>();
            if (!edited.isEmpty()) {
                histories.get(tenant).rows().stream()
                        .filter(row -> edited.contains(row.changeSet()))
                        .forEach(row -> checksums.put(row.changeSet(), row.checksum()));
            }
            alike.computeIfAbsent(checksums, absent -> new ArrayList<>()).add(tenant);
        }
        return alike.values().stream()
                .map(some -> new SameChanges(changeSets, edited.size(), some))
                .toList();
    }

    private static Set<ChangeSetId> edited(List<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        Map<ChangeSetId, Map<String, String>> checksums = new HashMap<>();
        Set<ChangeSetId> edited = new HashSet<>();
        for (Tenant tenant : tenants) {
            for (HistoryRow row : histories.get(tenant).rows()) {
                row.checksum().ifPresent(checksum -> {
                    String known = checksums
                            .computeIfAbsent(row.changeSet(), absent -> new HashMap<>(1))
                            .putIfAbsent(version(checksum), checksum);
                    if (known != null && !known.equals(checksum)) {
                        edited.add(row.changeSet());
                    }
                });
            }
        }
        return edited;
    }

    /** {@code 9} of {@code 9:d41d8cd98f00b204e9800998ecf8427e}. */
    private static String version(String checksum) {
        return checksum.substring(0, Math.max(0, checksum.indexOf(':')));
    }
}
