package io.github.pgmt.report.text;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** The words for how tenants differ. */
public final class DriftWords {

    private DriftWords() {}

    /** {@code 985 tenants with 42 changesets: 981 alike, 4 differ}. */
    public static String headline(DriftGroup group) {
        String edited = group.edited() > 0 ? " (" + group.edited() + " of them elsewhere with another checksum)" : "";
        String own = group.ownChecksums() > 0
                ? " (in " + Words.count(group.ownChecksums(), "tenant") + " with a checksum that no other has)"
                : "";
        String tenants = Words.count(group.tenants(), "tenant") + " with "
                + Words.count(group.changeSets(), "changeset") + edited + own + ": ";
        String names = group.ownNames() > 0
                ? " (in " + group.ownNames() + " of them but for the tenant's own name in the names of objects)"
                : "";
        int differing = group.tenants() - group.alike();
        return differing == 0
                ? tenants + "all alike" + names
                : tenants + group.alike() + " alike" + names + ", " + differing
                        + (differing == 1 ? " differs" : " differ");
    }

    /** {@code 4 of 1000 tenants differ, 1 busy}. */
    public static String overall(DriftReport report) {
        StringJoiner words = new StringJoiner(", ");
        int drifted = report.count(State.DRIFTED);
        words.add((drifted == 0 ? "None" : String.valueOf(drifted)) + " of "
                + Words.count(report.tenantCount(), "tenant")
                + (drifted > 1 ? " differ" : " differs"));
        for (State state : List.of(State.KNOWN, State.BUSY, State.UNREADABLE, State.NOT_COMPARED)) {
            if (report.count(state) > 0) {
                words.add(report.count(state) + " " + of(state));
            }
        }
        return words.toString();
    }

    /** {@code not compared}. */
    public static String of(State state) {
        return switch (state) {
            case ALIKE -> "alike";
            case DRIFTED -> "different";
            case KNOWN -> "known";
            case BUSY -> "busy";
            case UNREADABLE -> "unreadable";
            case NOT_COMPARED -> "not compared";
        };
    }

    /** {@code Not compared}. */
    public static String capital(State state) {
        String word = of(state);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /**
     * What tenants were compared with: {@code the majority, as acme}.
     *
     * @param name how a tenant's name looks
     */
    public static String measure(DriftGroup group, UnaryOperator<String> name) {
        String tenant = name.apply(group.reference().orElse(""));
        return group.byMajority() ? "the majority, as " + tenant : tenant;
    }

    /** Tenants in this state, those together of which the same is to be said. */
    public static List<TenantGroups.Group<TenantDrift>> groups(DriftReport report, State state, OutgoingText shown) {
        return TenantGroups.of(report.tenants().stream()
                .filter(tenant -> tenant.state() == state)
                .map(tenant -> TenantGroups.Entry.of(
                        tenant,
                        shown,
                        tenant,
                        List.of(state),
                        shown.message(tenant.reason().orElse(""))))
                .toList());
    }
}
