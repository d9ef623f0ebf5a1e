package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.RunWords;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The runs as a table, who bears a tag, and how the newest run is taken back. */
final class HistoryText {

    private static final int RUNS_SHOWN = 20;
    private static final int NAMES_SHOWN = 10;
    private static final int TENANTS_IN_COMMAND = 20;
    private static final String INDENT = "  ";
    private static final List<Integer> NUMBERS = List.of(3, 4);
    private static final List<String> HEADLINE = List.of("run", "first", "last", "tenants", "changesets", "notes");

    private final HistoryReport report;
    private final ConsoleSettings settings;
    private final OutgoingText shown;

    HistoryText(HistoryReport report, ConsoleSettings settings) {
        this.report = report;
        this.settings = settings;
        this.shown = settings.shown();
    }

    /** The newest, below a headline, and the total. */
    List<String> runs() {
        List<String> lines = new ArrayList<>();
        if (!report.runs().isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(HEADLINE));
            report.runs().stream().limit(RUNS_SHOWN).map(this::row).forEach(rows::add);
            lines.addAll(TextTable.lines(rows, NUMBERS));
        }
        int older = report.runs().size() - RUNS_SHOWN;
        if (older > 0) {
            lines.add(INDENT + "and " + older + " older (all in " + json() + ")");
        }
        lines.add(RunWords.total(report));
        return lines;
    }

    private List<String> row(RecordedRun run) {
        return List.of(
                shown.name(RunWords.name(run)),
                RunWords.first(run.period()),
                RunWords.last(run.period()),
                String.valueOf(run.tenants()),
                String.valueOf(run.changeSets()),
                RunWords.notes(run, shown));
    }

    /** Who bears the tag that was asked for, and who does not. */
    List<String> tag() {
        if (report.tag().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(RunWords.bearers(report, shown) + "."));
        List<String> without = report.untagged().stream().map(shown::name).toList();
        if (report.tagged() == 0) {
            lines.addAll(otherTags());
        } else if (!without.isEmpty()) {
            lines.addAll(Wording.wrapped(
                    "Without it: ", INDENT, without.stream().limit(NAMES_SHOWN).toList()));
            if (without.size() > NAMES_SHOWN) {
                lines.add(INDENT + "and " + (without.size() - NAMES_SHOWN) + " more (all in " + json() + ")");
            }
        }
        return lines;
    }

    private List<String> otherTags() {
        List<String> tags = report.allTags();
        if (tags.isEmpty()) {
            return List.of("No tenant has any tag.");
        }
        String question = DidYouMean.of(report.tag().orElseThrow(), tags);
        List<String> lines = new ArrayList<>(Wording.wrapped(
                "The tags there are: ",
                INDENT,
                tags.stream().limit(NAMES_SHOWN).map(shown::name).toList()));
        if (tags.size() > NAMES_SHOWN) {
            lines.add(INDENT + "and " + (tags.size() - NAMES_SHOWN) + " more (all in " + json() + ")");
        }
        if (!question.isEmpty()) {
            lines.add(shown.name(question.strip()));
        }
        return lines;
    }

    /** Tenants that are not there; without them the answer is as right. */
    List<String> missing() {
        List<String> names = report.tenants().stream()
                .filter(tenant -> tenant.state() == State.MISSING)
                .map(RecordedTenant::schema)
                .map(shown::name)
                .toList();
        return names.isEmpty()
                ? List.of()
                : Wording.some(
                        "Not found: ",
                        INDENT,
                        names,
                        settings.reportsDirectory().resolve(file()));
    }

    /** Tenants whose histories could not be read, so that runs may be missing above. */
    List<String> unread() {
        List<String> lines = new ArrayList<>();
        for (RecordedTenant tenant : report.tenants()) {
            tenant.problem().map(shown::message).ifPresent(problem -> {
                lines.add(INDENT + shown.name(tenant.displayName()) + ": could not be looked at");
                lines.addAll(Wording.indented(INDENT + INDENT + INDENT, problem));
            });
        }
        return lines;
    }

    /** The command that takes the newest run back; nothing where there is none to be taken back. */
    List<String> takingBack() {
        Optional<String> run = report.newestToTakeBack();
        if (run.isEmpty()) {
            return List.of();
        }
        SuggestedCommand rollback = SuggestedCommand.of("rollback").with("rollbackRun", run.get());
        String headline = "To take the newest run back (" + SuggestedCommand.option("dryRun", "true")
                + " shows first what that does):";
        Optional<SuggestedCommand> whole = choosing(rollback);
        return whole.isEmpty()
                ? List.of(
                        "To take the newest run back, with the options that choose its tenants:",
                        INDENT + shown.message(rollback.toString()))
                : List.of(headline, INDENT + shown.message(whole.get().toString()));
    }

    /** With the tenants that were looked at, however these were chosen; empty where they are too many to be named. */
    private Optional<SuggestedCommand> choosing(SuggestedCommand rollback) {
        if (report.ofAll()) {
            return Optional.of(rollback.with("allTenants", "true"));
        }
        List<String> names = report.tenants().stream()
                .filter(tenant -> tenant.state() == State.MANAGED)
                .map(RecordedTenant::schema)
                .toList();
        return names.size() > TENANTS_IN_COMMAND
                ? Optional.empty()
                : Optional.of(rollback.with(
                        "tenants", names.stream().map(ListText::literal).collect(Collectors.joining(","))));
    }

    private String json() {
        return settings.reportsDirectory().resolve(file()).toString();
    }

    private String file() {
        return settings.goal() + ".json";
    }
}
