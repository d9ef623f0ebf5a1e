package io.github.pgmt.maven.console;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Slowest;
import java.util.ArrayList;
import java.util.List;

/** What took the time of a run over many tenants. */
final class SlowestText {

    private static final int SHOWN = 3;

    private SlowestText() {}

    /** Nothing of a run with so few tenants that each has a line of its own. */
    static List<String> lines(OperationReport report, OutgoingText shown) {
        if (report.tenantCount() <= Progress.TENANTS_WITH_LINES) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        List<Slowest.OfChangeSet> changeSets = Slowest.changeSets(report.tenants(), SHOWN);
        if (!changeSets.isEmpty()) {
            lines.add("Slowest changesets:");
            changeSets.forEach(slow -> lines.add("  " + line(slow, shown)));
        }
        List<TenantResult> tenants = Slowest.tenants(report.tenants(), SHOWN);
        if (!tenants.isEmpty()) {
            lines.add("Slowest tenants: "
                    + String.join(
                            ", ",
                            tenants.stream()
                                    .map(tenant ->
                                            shown.name(tenant.displayName()) + " " + Durations.exact(tenant.duration()))
                                    .toList()));
        }
        return lines;
    }

    private static String line(Slowest.OfChangeSet slow, OutgoingText shown) {
        String total = shown.name(slow.changeSet().toString()) + "  " + Durations.exact(slow.total());
        return slow.tenants() == 1
                ? total + " in " + shown.name(slow.in())
                : total + " in " + slow.tenants() + " tenants, at most " + Durations.exact(slow.longest()) + " in "
                        + shown.name(slow.in());
    }
}
