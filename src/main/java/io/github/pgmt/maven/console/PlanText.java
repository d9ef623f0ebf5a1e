package io.github.pgmt.maven.console;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.report.text.OutgoingText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a dry run found: which tenants would get which changesets. Failed and skipped tenants are told elsewhere. */
final class PlanText {

    /** So many tenants with one list are still told of one by one. */
    private static final int FEW = 3;

    private static final int NAMES_SHOWN = 2;
    private static final String INDENT = "  ";

    /** @param sql as it is shown */
    private record Plan(List<ChangeSetId> pending, List<ChangeSetId> always, List<String> sql) {

        static Plan of(TenantResult tenant, OutgoingText shown) {
            TenantResult.ChangeSets changeSets = tenant.changeSets();
            return new Plan(
                    changeSets.pending(),
                    changeSets.always(),
                    changeSets.sql().stream().map(shown::message).toList());
        }

        String headline() {
            if (!sql.isEmpty()) {
                return pending.size() + " to take back";
            }
            String main = pending.isEmpty() ? "up to date" : pending.size() + " pending";
            return main
                    + (always.isEmpty()
                            ? ""
                            : ", " + always.size() + (always.size() == 1 ? " runs" : " run") + " always");
        }

        List<String> details(String indent, ConsoleSettings settings) {
            List<String> lines = sql.isEmpty()
                    ? Wording.named(indent, pending, settings.shown())
                    : sql.stream()
                            .flatMap(statement -> Wording.indented(indent, statement).stream())
                            .toList();
            return settings.verbose()
                    ? Wording.joined(lines, Wording.named(indent + "runs always: ", always, settings.shown()))
                    : lines;
        }
    }

    private PlanText() {}

    /** The plan, tenant by tenant or, where that would say the same many times, by list of changesets. */
    static List<String> lines(OperationReport report, ConsoleSettings settings) {
        List<TenantResult> tenants = report.tenants().stream()
                .filter(tenant -> tenant.outcome() == Outcome.PLANNED || tenant.outcome() == Outcome.UP_TO_DATE)
                .toList();
        Map<Plan, List<String>> groups = tenants.stream()
                .collect(Collectors.groupingBy(
                        tenant -> Plan.of(tenant, settings.shown()),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                tenant -> settings.shown().name(tenant.displayName()), Collectors.toList())));
        boolean repeats = groups.entrySet().stream()
                .anyMatch(group ->
                        !group.getKey().pending().isEmpty() && group.getValue().size() > FEW);
        boolean grouped = repeats || tenants.size() > Progress.TENANTS_WITH_LINES;
        return Wording.joined(
                shared(report, settings), grouped ? byPlan(groups, settings) : byTenant(tenants, settings));
    }

    /** The shared schema is told of first, as it would be migrated first; a failure is the run's error. */
    private static List<String> shared(OperationReport report, ConsoleSettings settings) {
        return report.shared().stream()
                .filter(shared -> shared.outcome() != Outcome.FAILED)
                .flatMap(shared -> {
                    Plan plan = Plan.of(shared, settings.shown());
                    String schema = settings.shown().name(shared.displayName());
                    String headline = INDENT + "shared schema " + schema + ": " + plan.headline();
                    return Wording.joined(List.of(headline), plan.details(INDENT + INDENT + INDENT, settings)).stream();
                })
                .toList();
    }

    private static List<String> byTenant(List<TenantResult> tenants, ConsoleSettings settings) {
        OutgoingText shown = settings.shown();
        int width = tenants.stream()
                .mapToInt(tenant -> length(shown.name(tenant.displayName())))
                .max()
                .orElse(0);
        String detailIndent = INDENT + " ".repeat(width + 3) + INDENT;
        List<String> lines = new ArrayList<>();
        for (TenantResult tenant : tenants) {
            Plan plan = Plan.of(tenant, shown);
            String schema = shown.name(tenant.displayName());
            String padding = " ".repeat(width - length(schema) + 3);
            lines.add(INDENT + schema + padding + plan.headline());
            lines.addAll(plan.details(detailIndent, settings));
        }
        return lines;
    }

    private static List<String> byPlan(Map<Plan, List<String>> groups, ConsoleSettings settings) {
        List<String> lines = new ArrayList<>();
        groups.forEach((plan, schemas) -> {
            lines.add(INDENT + names(schemas) + ": " + plan.headline());
            lines.addAll(plan.details(INDENT + INDENT + INDENT, settings));
        });
        return lines;
    }

    private static String names(List<String> schemas) {
        if (schemas.size() <= FEW) {
            return String.join(", ", schemas);
        }
        int more = schemas.size() - NAMES_SHOWN;
        return String.join(", ", schemas.subList(0, NAMES_SHOWN)) + " and " + more + " more";
    }

    private static int length(String schema) {
        return schema.codePointCount(0, schema.length());
    }
}
