package io.github.pgmt.report.text;

import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.LookedAt;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import java.util.Comparator;
import java.util.List;

/** Puts tenants together that a look found to be the same. */
public final class LookGroups {

    private static final Comparator<TenantGroups.Group<TenantStatus>> WORST_FIRST =
            Comparator.comparing(group -> group.example().state());

    private LookGroups() {}

    /** Those that are not up to date, the worst first: the same in state, in what is pending and in what is wrong. */
    public static List<TenantGroups.Group<TenantStatus>> notCurrent(StatusReport report, OutgoingText shown) {
        return TenantGroups.of(report.tenants().stream()
                        .filter(tenant -> tenant.state() != State.UP_TO_DATE)
                        .map(tenant -> entry(tenant, shown))
                        .toList())
                .stream()
                .sorted(WORST_FIRST)
                .toList();
    }

    private static TenantGroups.Entry<TenantStatus> entry(TenantStatus tenant, OutgoingText shown) {
        return entry(
                tenant,
                shown,
                List.of(
                        tenant.state(),
                        tenant.changeSets().pending(),
                        tenant.changeSets().conditional()));
    }

    private static TenantGroups.Entry<TenantStatus> entry(TenantStatus tenant, OutgoingText shown, Object alike) {
        return TenantGroups.Entry.of(
                tenant,
                shown,
                tenant,
                alike,
                tenant.problem().map(shown::message).orElse(""));
    }

    /** Those with which something is wrong: the same in state and in what it is. */
    public static List<TenantGroups.Group<TenantStatus>> withProblem(StatusReport report, OutgoingText shown) {
        return TenantGroups.of(report.tenants().stream()
                .filter(tenant -> tenant.problem().isPresent())
                .map(tenant -> entry(tenant, shown, tenant.state()))
                .toList());
    }

    /** Those that could not be looked at, by why. */
    public static List<TenantGroups.Group<LookedAt>> unread(LookReport report, OutgoingText shown) {
        return TenantGroups.of(report.tenants().stream()
                .map(LookedAt.class::cast)
                .filter(tenant -> tenant.state().isUnread())
                .map(tenant -> TenantGroups.Entry.of(
                        tenant,
                        shown,
                        tenant,
                        tenant.state(),
                        tenant.problem().map(shown::message).orElse("")))
                .toList());
    }
}
