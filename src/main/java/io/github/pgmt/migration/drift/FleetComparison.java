package io.github.pgmt.migration.drift;

import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.fleet.FleetDrift.Comparison;
import io.github.pgmt.migration.fleet.FleetDrift.Contents;
import io.github.pgmt.migration.fleet.FleetDrift.Look;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares tenants by their groups. A tenant that somebody changes meanwhile looks as if it had drifted, or, where most are
 * changed, makes the others look so: therefore what decides is looked at again, and a group whose measure has moved is
 * compared once more without those that moved.
 */
final class FleetComparison {

    private static final int ROUNDS = 3;

    private static final String MOVED =
            "Its history moved while it was compared, so somebody was changing it: run again.";
    private static final String WORKED_ON = "A run of pgmt was working on it while it was compared: run again.";

    private static final String GONE =
            "Its schema, or that of one which seemed to be like it, was dropped or renamed meanwhile: " + "run again.";

    private final FleetDatabase fleet;
    private final FleetDrift drift;
    private final Optional<Tenant> right;
    private final Map<Tenant, TenantHistory> histories;
    private final Findings findings;
    private final Set<Tenant> settled = new HashSet<>();

    /** @param right the tenant that is as it should be; empty where of each group most are */
    FleetComparison(
            FleetDatabase fleet,
            FleetDrift drift,
            Optional<Tenant> right,
            Map<Tenant, TenantHistory> histories,
            Findings findings) {
        this.fleet = fleet;
        this.drift = drift;
        this.right = right;
        this.histories = histories;
        this.findings = findings;
    }

    void compare() {
        List<SameChanges> groups = new ArrayList<>();
        for (SameChanges same : SameChanges.of(histories, right)) {
            if (right.isPresent() && !same.tenants().contains(right.get())) {
                settlePeerless(
                        same.tenants(),
                        (same.isIn(right.get().home())
                                        ? "It has other changesets than the tenant that is the measure, "
                                        : "It is in another database than the tenant that is the measure, ")
                                + right.get().displayName() + ".");
            } else if (same.tenants().size() == 1 && right.isEmpty()) {
                settlePeerless(same.tenants(), "No other tenant has the same changesets.");
            } else {
                groups.add(same);
            }
        }
        if (groups.isEmpty()) {
            return;
        }
        Look<String> sums = drift.sums(tenants(groups));
        settle(sums);
        settleGone(groups, sums.found());
        for (int round = 1; !groups.isEmpty(); round++) {
            groups = compare(groups, sums.found(), round == ROUNDS);
        }
    }

    /** @return the groups that are to be compared once more */
    private List<SameChanges> compare(List<SameChanges> groups, Map<Tenant, String> sums, boolean last) {
        List<GroupLook> looks = looks(groups, sums);
        Map<Tenant, Tenant> references = new LinkedHashMap<>();
        looks.forEach(look -> references.putAll(look.comparisons()));
        Look<Comparison> compared =
                references.isEmpty() ? new Look<>(Map.of(), Map.of(), Map.of()) : drift.compare(references);
        looks.forEach(look -> settleClasses(look.compared(), compared));
        Map<Tenant, String> busy = busy(looks);
        List<SameChanges> again = new ArrayList<>();
        for (GroupLook look : looks) {
            if (busy.containsKey(look.reference()) && !last && right.isEmpty()) {
                settle(State.BUSY, busyAmong(look.same().tenants()));
                again.add(look.same());
                continue;
            }
            if (busy.containsKey(look.reference())) {
                look.deciding()
                        .forEach(tenant -> busy.putIfAbsent(
                                tenant,
                                "The tenant that it was compared with, "
                                        + look.reference().displayName() + ", was being changed."));
            }
            settle(State.BUSY, only(busy, look.deciding()));
            look.tell(findings.nextGroup(), compared.found(), settled, findings);
        }
        return again;
    }

    private List<GroupLook> looks(List<SameChanges> groups, Map<Tenant, String> sums) {
        Map<SameChanges, Likeness> likenesses = new LinkedHashMap<>();
        for (SameChanges same : groups) {
            List<Tenant> left = same.tenants().stream()
                    .filter(tenant -> !settled.contains(tenant))
                    .toList();
            if (left.size() == 1 && right.isEmpty()) {
                settlePeerless(left, "All other tenants with the same changesets are being changed.");
            } else if (!left.isEmpty()) {
                likenesses.put(same, Likeness.of(left, sums));
            }
        }
        Map<Tenant, List<Tenant>> examples = new LinkedHashMap<>();
        likenesses.values().stream()
                .filter(likeness -> !likeness.isOne())
                .flatMap(likeness -> likeness.classes().stream())
                .forEach(alike -> examples.put(alike.first(), alike.tenants()));
        if (!examples.isEmpty()) {
            Look<Contents> contents = drift.contents(examples);
            likenesses.replaceAll((same, likeness) -> {
                if (likeness.isOne()) {
                    return likeness;
                }
                settleClasses(likeness.classes(), contents);
                return likeness.closer(contents.found());
            });
        }
        List<GroupLook> looks = new ArrayList<>();
        likenesses.forEach((same, likeness) -> GroupLook.of(same, likeness, right)
                .ifPresentOrElse(looks::add, () -> settle(State.BUSY, unmeasured(same))));
        return looks;
    }

    private static Map<Tenant, String> unmeasured(SameChanges same) {
        Map<Tenant, String> reasons = new HashMap<>();
        same.tenants().forEach(tenant -> reasons.put(tenant, "What it is compared with could not be read: run again."));
        return reasons;
    }

    /** Of a class of which the example could not be read, nothing is known. */
    private void settleClasses(List<Likeness.Alike> classes, Look<?> look) {
        for (Likeness.Alike alike : classes) {
            for (Tenant tenant : alike.tenants()) {
                Optional.ofNullable(look.busy().get(alike.first()))
                        .ifPresent(reason -> settle(State.BUSY, Map.of(tenant, reason)));
                Optional.ofNullable(look.unread().get(alike.first()))
                        .ifPresent(reason -> settle(State.UNREADABLE, Map.of(tenant, reason)));
                if (!look.found().containsKey(alike.first())) {
                    settle(State.BUSY, Map.of(tenant, GONE));
                }
            }
        }
    }

    /** Those that decide and were changed, or may have been. */
    private Map<Tenant, String> busy(List<GroupLook> looks) {
        Set<Tenant> deciding = new HashSet<>();
        looks.forEach(look -> deciding.addAll(look.deciding()));
        deciding.removeAll(settled);
        return deciding.isEmpty() ? new HashMap<>() : busyAmong(deciding);
    }

    private Map<Tenant, String> busyAmong(Collection<Tenant> tenants) {
        Map<Tenant, String> busy = new HashMap<>();
        drift.workedOn(tenants).forEach(tenant -> busy.put(tenant, WORKED_ON));
        fleet.histories(tenants).forEach((tenant, history) -> {
            if (history.lock().isPresent()) {
                busy.putIfAbsent(tenant, DriftRun.LOCKED);
            } else if (!history.rows().equals(histories.get(tenant).rows())
                    || history.state() != histories.get(tenant).state()) {
                busy.putIfAbsent(tenant, MOVED);
            }
        });
        busy.keySet().removeAll(settled);
        return busy;
    }

    private static Map<Tenant, String> only(Map<Tenant, String> reasons, Collection<Tenant> tenants) {
        Map<Tenant, String> some = new HashMap<>(reasons);
        some.keySet().retainAll(tenants);
        return some;
    }

    private static List<Tenant> tenants(List<SameChanges> groups) {
        return groups.stream().flatMap(group -> group.tenants().stream()).toList();
    }

    private void settle(Look<?> look) {
        settle(State.BUSY, look.busy());
        settle(State.UNREADABLE, look.unread());
    }

    private void settleGone(List<SameChanges> groups, Map<Tenant, String> sums) {
        for (Tenant tenant : tenants(groups)) {
            if (!sums.containsKey(tenant) && !settled.contains(tenant)) {
                settle(State.BUSY, Map.of(tenant, GONE));
            }
        }
    }

    private void settle(State state, Map<Tenant, String> reasons) {
        Map<Tenant, String> further = new HashMap<>(reasons);
        further.keySet().removeAll(settled);
        findings.add(state, further);
        settled.addAll(further.keySet());
    }

    private void settlePeerless(List<Tenant> tenants, String reason) {
        tenants.stream()
                .filter(settled::add)
                .forEach(tenant -> findings.add(TenantDrift.peerless(tenant.id(), reason)));
    }
}
