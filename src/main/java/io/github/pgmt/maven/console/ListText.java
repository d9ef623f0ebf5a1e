package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.report.text.ByteSizes;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tenants as a table, a line each however many there are: a list is what was asked for. */
final class ListText {

    private static final String INDENT = "  ";
    private static final String GAP = "   ";
    private static final List<Integer> NUMBERS = List.of(2, 3, 4);

    /** @param isProblem something could not be found out */
    record Line(String text, boolean isProblem) {}

    /** One line of the table. */
    private record Row(String tenant, String state, String tables, String changeSets, String size, String node) {

        static final Row HEADLINE = new Row("tenant", "state", "tables", "changesets", "size", "node");

        static Row of(TenantEntry tenant, OutgoingText shown) {
            String schema = shown.name(tenant.displayName());
            String state = word(tenant);
            return tenant.state() == State.MISSING
                    ? new Row(schema, state, "", "", "", "")
                    : new Row(
                            schema,
                            state,
                            String.valueOf(tenant.tables()),
                            tenant.state().isUnread() ? "?" : String.valueOf(tenant.applied()),
                            ByteSizes.text(tenant.bytes()),
                            tenant.node().map(shown::name).orElse(""));
        }

        List<String> cells(boolean withNode) {
            List<String> cells = List.of(tenant, state, tables, changeSets, size, node);
            return withNode ? cells : cells.subList(0, cells.size() - 1);
        }
    }

    private ListText() {}

    /** A headline, then the tenants in the report's order, each with its problem if it has one. */
    static List<Line> lines(ListReport report, OutgoingText shown) {
        List<Row> rows = Stream.concat(
                        Stream.of(Row.HEADLINE), report.tenants().stream().map(tenant -> Row.of(tenant, shown)))
                .toList();
        List<String> texts = TextTable.lines(
                rows.stream().map(row -> row.cells(report.hasNodes())).toList(), NUMBERS);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(texts.get(0), false));
        for (int index = 0; index < report.tenants().size(); index++) {
            TenantEntry tenant = report.tenants().get(index);
            boolean isProblem = tenant.problem().isPresent();
            lines.add(new Line(texts.get(index + 1), isProblem));
            tenant.problem().map(shown::message).stream()
                    .flatMap(problem -> Wording.indented(INDENT + INDENT + INDENT, problem).stream())
                    .forEach(problem -> lines.add(new Line(problem, true)));
        }
        return lines;
    }

    /** {@code 3 tenants (1 missing), 24 tables, 12 MB; 2 left out (…)}. */
    static List<String> total(ListReport report, boolean verbose) {
        int leftOut = report.leftOut().size();
        String why = verbose ? ":" : " (-Dpgmt.verbose=true says which and why)";
        return List.of(Wording.count(report.tenantCount(), "tenant") + notFound(report) + ", " + report.tables()
                + (report.tables() == 1 ? " table, " : " tables, ") + ByteSizes.text(report.bytes())
                + (leftOut == 0 ? "" : "; " + leftOut + " left out" + why));
    }

    private static String notFound(ListReport report) {
        int missing = report.count(State.MISSING);
        return missing == 0 ? "" : " (" + missing + " missing)";
    }

    /** Those that the selection does not reach, a line each. */
    static List<String> leftOut(ListReport report, OutgoingText shown) {
        int width = report.leftOut().stream()
                .mapToInt(tenant -> TextTable.length(shown.name(tenant.displayName())))
                .max()
                .orElse(0);
        return report.leftOut().stream()
                .map(tenant -> {
                    String schema = shown.name(tenant.displayName());
                    String reason = shown.name(shown.message(tenant.reason()));
                    return INDENT + schema + " ".repeat(width - TextTable.length(schema)) + GAP + reason;
                })
                .toList();
    }

    private static String word(TenantEntry tenant) {
        if (tenant.id().isWholeDatabase()) {
            return "unreachable";
        }
        if (tenant.origin() == TenantOrigin.LIST) {
            return "not found";
        }
        return tenant.state().name().toLowerCase(Locale.ROOT);
    }
}
