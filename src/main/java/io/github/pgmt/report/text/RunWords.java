package io.github.pgmt.report.text;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedRun.Kind;
import io.github.pgmt.migration.history.RecordedTag;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words for the runs that histories have, on the console and in reports for people. */
public final class RunWords {

    private static final int TAGS_NAMED = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private RunWords() {}

    /** {@code r0toxeplhw}, {@code s0toxeplhw (sync)}, {@code 2026-11-20 (others)}. */
    public static String name(RecordedRun run) {
        return switch (run.kind()) {
            case RUN -> run.key().id().orElseThrow();
            case SYNC -> run.key().id().orElseThrow() + " (sync)";
            case OTHERS -> run.key().day().map(Object::toString).orElse("undated") + " (others)";
        };
    }

    /** When the first of the rows was written, to the second; empty where they do not tell. */
    public static String first(Period period) {
        return text(period.first());
    }

    /** When the last was. */
    public static String last(Period period) {
        return text(period.last());
    }

    private static String text(Optional<LocalDateTime> time) {
        return time.map(TIME::format).orElse("");
    }

    /** {@code tag v1 (3); 2 ran again, 1 only marked}: the tags with their numbers of tenants, and rows that are not as others. */
    public static String notes(RecordedRun run, OutgoingText shown) {
        List<String> rows = new ArrayList<>();
        if (run.ranAgain() > 0) {
            rows.add(run.ranAgain() + " ran again");
        }
        if (run.markedRan() > 0) {
            rows.add(run.markedRan() + " only marked");
        }
        List<String> notes = new ArrayList<>();
        if (!run.tags().isEmpty()) {
            notes.add(tags(run.tags(), shown));
        }
        if (!rows.isEmpty()) {
            notes.add(String.join(", ", rows));
        }
        return String.join("; ", notes);
    }

    private static String tags(List<RecordedTag> tags, OutgoingText shown) {
        List<String> named = tags.stream()
                .limit(TAGS_NAMED)
                .map(tag -> shown.name(tag.tag()) + " (" + tag.tenants() + ")")
                .toList();
        int more = tags.size() - TAGS_NAMED;
        return (tags.size() == 1 ? "tag " : "tags ")
                + String.join(", ", named)
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** {@code 3 tenants, 2 runs, 1 sync, 1 day of others', 214 changesets}. */
    public static String total(HistoryReport report) {
        List<String> parts = new ArrayList<>(
                List.of(Words.count(report.tenantCount(), "tenant"), Words.count(report.count(Kind.RUN), "run")));
        if (report.count(Kind.SYNC) > 0) {
            parts.add(Words.count(report.count(Kind.SYNC), "sync"));
        }
        if (report.count(Kind.OTHERS) > 0) {
            parts.add(Words.count(report.count(Kind.OTHERS), "day") + " of others'");
        }
        parts.add(report.changeSets() + (report.changeSets() == 1 ? " changeset" : " changesets"));
        return String.join(", ", parts);
    }

    /** {@code 2 of 3 tenants bear the tag v1, on changesets of 2026-11-24 18:30:05 to 2026-11-24 18:31:10}. */
    public static String bearers(HistoryReport report, OutgoingText shown) {
        String tag = " the tag " + shown.name(report.tag().orElseThrow());
        if (report.tagged() == 0) {
            return "No tenant bears" + tag;
        }
        Period period = report.taggedPeriod();
        String dates = period.first().isEmpty()
                ? ""
                : ", on changesets of " + first(period)
                        + (first(period).equals(last(period)) ? "" : " to " + last(period));
        return report.tagged() + " of " + Words.count(report.tenantCount(), "tenant")
                + (report.tagged() == 1 ? " bears" : " bear") + tag + dates;
    }
}
