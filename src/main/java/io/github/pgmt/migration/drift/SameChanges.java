package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tenants of one database with the same changesets, in whatever order. Where tenants have them with unlike checksums, of one version of
 * Liquibase's, the changeset was another one when it ran last (as one with {@code runOnChange} may be while a release comes to
 * tenant after tenant), so they are not the same. A checksum that is another one in most of the tenants does not count, as where
 * the tenant's name is put into the text; and a tenant that is alone with its checksums is with the others all the same.
 *
 * @param edited how many of the changesets others have with another checksum
 * @param ownChecksums how many of the tenants have checksums that no other has
 */
record SameChanges(int changeSets, int edited, int ownChecksums, List<Tenant> tenants) {

    SameChanges {
        tenants = List.copyOf(tenants);
    }

    /** What makes tenants comparable: objects are looked at and compared within a database. */
    private record Peers(Database home, Set<ChangeSetId> changeSets) {}

    /**
     * All of them, the largest first.
     *
     * @param right the tenant that the others are compared with; empty where of each group most are right
     */
    static List<SameChanges> of(Map<Tenant, TenantHistory> histories, Optional<Tenant> right) {
        Map<Peers, List<Tenant>> byChangeSets = new LinkedHashMap<>();
        histories.forEach((tenant, history) -> byChangeSets
                .computeIfAbsent(new Peers(tenant.home(), changeSets(history)), absent -> new ArrayList<>())
                .add(tenant));
        List<SameChanges> all = new ArrayList<>();
        byChangeSets.forEach(
                (peers, tenants) -> all.addAll(byChecksums(peers.changeSets().size(), tenants, histories, right)));
        all.sort((one, other) -> one.tenants().size() == other.tenants().size()
                ? other.changeSets() - one.changeSets()
                : other.tenants().size() - one.tenants().size());
        return all;
    }

    /** Whether the database of all of them is this one. */
    boolean isIn(Database database) {
        return tenants.get(0).home().equals(database);
    }

    private static Set<ChangeSetId> changeSets(TenantHistory history) {
        Set<ChangeSetId> changeSets = new HashSet<>();
        history.rows().forEach(row -> changeSets.add(row.changeSet()));
        return changeSets;
    }

    private static List<SameChanges> byChecksums(
            int changeSets, List<Tenant> tenants, Map<Tenant, TenantHistory> histories, Optional<Tenant> right) {
        Set<ChangeSetId> edited = edited(tenants, histories);
        Set<Tenant> withOwn = new HashSet<>();
        for (ChangeSetId changeSet : List.copyOf(edited)) {
            Set<Tenant> alone = alone(changeSet, tenants, histories);
            // The text is another one in each tenant, so it tells nobody's release.
            if (2 * alone.size() > tenants.size()) {
                edited.remove(changeSet);
                withOwn.addAll(alone);
            }
        }
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
        return withoutLoners(changeSets, edited.size(), alike.values(), withOwn, right);
    }

    /** To compare a tenant with others that ran another text may say too much; not to compare it says nothing of what it lost. */
    private static List<SameChanges> withoutLoners(
            int changeSets, int edited, Collection<List<Tenant>> alike, Set<Tenant> withOwn, Optional<Tenant> right) {
        List<Tenant> largest = Collections.max(
                alike,
                Comparator.comparing((List<Tenant> some) ->
                                some.size() > 1 && right.filter(some::contains).isPresent())
                        .thenComparing(List::size));
        List<Tenant> loners = alike.stream()
                .filter(some -> some.size() == 1 && some != largest)
                .flatMap(List::stream)
                .toList();
        List<Tenant> together = new ArrayList<>(largest);
        together.addAll(loners);
        List<List<Tenant>> others = alike.stream()
                .filter(some -> some.size() > 1 && some != largest)
                .toList();
        int elsewhere = others.isEmpty() ? 0 : edited;
        Set<Tenant> own = new HashSet<>(withOwn);
        own.addAll(loners);
        if (largest.size() == 1 && !loners.isEmpty()) {
            own.addAll(largest);
        }
        return Stream.concat(Stream.of(together), others.stream())
                .map(some -> new SameChanges(
                        changeSets,
                        elsewhere,
                        (int) some.stream().filter(own::contains).count(),
                        some))
                .toList();
    }

    /** Those that have the changeset with a checksum that no other has. */
    private static Set<Tenant> alone(
            ChangeSetId changeSet, List<Tenant> tenants, Map<Tenant, TenantHistory> histories) {
        Map<String, Set<Tenant>> byChecksum = new HashMap<>();
        for (Tenant tenant : tenants) {
            histories.get(tenant).rows().stream()
                    .filter(row -> row.changeSet().equals(changeSet))
                    .flatMap(row -> row.checksum().stream())
                    .forEach(checksum -> byChecksum
                            .computeIfAbsent(checksum, absent -> new HashSet<>())
                            .add(tenant));
        }
        return byChecksum.values().stream()
                .filter(some -> some.size() == 1)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
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
