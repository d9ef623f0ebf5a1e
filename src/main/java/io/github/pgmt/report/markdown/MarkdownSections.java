package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.outcome.LookedAt;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.report.text.LookGroups;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.tenant.OfTenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the Markdown reports of all kinds of runs are put together from. Each part is cut short where it would be long, so
 * that a report of many tenants, with the longest names that there are, has half a megabyte at most.
 *
 * @param goal the goal's name
 * @param shown how other people's texts look
 * @param whole where everything is; Markdown
 */
record MarkdownSections(MarkdownDocument document, String goal, OutgoingText shown, String whole) {

    private static final int NAMES_SHOWN = 20;
    private static final int LINES_SHOWN = 10;
    private static final int GROUPS_SHOWN = 20;

    void title(String markdown) {
        document.heading(2, markdown);
    }

    void heading(String markdown) {
        document.heading(3, markdown);
    }

    void groupHeading(String markdown) {
        document.heading(4, markdown);
    }

    void paragraph(String markdown) {
        document.paragraph(markdown);
    }

    /** Each group, and how many more there are. */
    <T> void groups(List<T> groups, Consumer<T> writer) {
        groups.stream().limit(GROUPS_SHOWN).forEach(writer);
        if (groups.size() > GROUPS_SHOWN) {
            paragraph("... " + more(groups.size() - GROUPS_SHOWN) + ".");
        }
    }

    /** A name as code, for within a line. */
    String name(String text) {
        return MarkdownText.code(shown.name(text));
    }

    /** The beginning of a line about a shared schema, which has a name only where several databases have one. */
    String sharedSchema(OfTenant shared) {
        return "Shared schema" + (shared.id().isListed() ? " " + name(shared.displayName()) : "");
    }

    /** A message as it is shown. */
    void message(String message) {
        String text = shown.message(message);
        document.verbatim(MarkdownText.message(text));
        if (MarkdownText.isCut(text)) {
            paragraph("The message goes on; it is whole in " + whole + ".");
        }
    }

    /** Names or changesets, a line each. */
    void lines(String introduction, List<?> things) {
        if (things.isEmpty()) {
            return;
        }
        paragraph(introduction);
        document.verbatim(things.stream()
                .limit(LINES_SHOWN)
                .map(thing -> MarkdownText.line(shown.name(thing.toString())))
                .toList());
        if (things.size() > LINES_SHOWN) {
            paragraph("... " + more(things.size() - LINES_SHOWN) + ".");
        }
    }

    /** {@code Tenants: `acme`, `beta`}. */
    void tenants(List<String> schemas) {
        String listed = schemas.stream().limit(NAMES_SHOWN).map(this::name).collect(Collectors.joining(", "));
        String more = schemas.size() > NAMES_SHOWN ? " " + more(schemas.size() - NAMES_SHOWN) : "";
        paragraph((schemas.size() == 1 ? "Tenant: " : "Tenants: ") + listed + more);
    }

    /** The tenants that could not be looked at, by why. */
    void unread(LookReport report, Function<TenantGroups.Group<LookedAt>, String> heading) {
        groups(LookGroups.unread(report, shown), group -> {
            heading(heading.apply(group));
            message(group.message());
            tenants(group.names());
        });
    }

    /** Where the names of failed and skipped tenants are, for a run of just those; of a single tenant nothing. */
    void failedTenantsFile(GoalReport report) {
        if (report.tenantCount() > 1 && !FailedTenantsFile.names(report).isEmpty()) {
            Path file = FailedTenantsFile.in(Path.of(""), goal);
            paragraph("The names of the " + FailedTenantsFile.which(report) + " tenants are in "
                    + MarkdownText.code(file.toString()) + "; a run of just those takes it as "
                    + MarkdownText.code("-Dpgmt.tenantsFile") + ".");
        }
        FailedTenantsFile.withoutNames(report).ifPresent(this::paragraph);
    }

    /** In how many tenants each of these changesets was. */
    void changeSetTable(Map<ChangeSetId, Integer> counts) {
        table(
                List.of("Changeset", "Tenants"),
                counts.entrySet().stream()
                        .map(entry -> List.of(
                                name(entry.getKey().toString()),
                                entry.getValue().toString()))
                        .toList());
    }

    /** Rows of a table, the last column numbers; all cells are Markdown on one line. */
    void table(List<String> head, List<List<String>> rows) {
        document.table(head, rows.stream().limit(GROUPS_SHOWN).toList());
        if (rows.size() > GROUPS_SHOWN) {
            paragraph("... " + more(rows.size() - GROUPS_SHOWN) + ".");
        }
    }

    private String more(int number) {
        return "and " + number + " more (all in " + whole + ")";
    }
}
