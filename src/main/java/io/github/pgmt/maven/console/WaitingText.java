package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.OutgoingText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the console says while tenants take their time. */
final class WaitingText {

    private static final int NAMED = 5;
    private static final String INDENT = "    ";

    private WaitingText() {}

    /** A tenant that comes once more. */
    static List<String> triedAgain(String schema, Failure failure, Duration pause, OutgoingText shown) {
        List<String> lines = new ArrayList<>();
        lines.add(shown.name(schema) + " is tried again in " + Durations.exact(pause) + ":");
        lines.add(INDENT + FailureText.cause(failure, shown::name));
        lines.addAll(Wording.indented(INDENT, shown.message(failure.message())));
        failure.obstacle().map(Obstacle::blockers).orElse(List.of()).stream()
                .map(Blocker::text)
                .map(shown::message)
                .forEach(text -> lines.addAll(Wording.indented(INDENT, "In its way: " + text)));
        return lines;
    }

    /** For how long the tenants have been worked on, and for whom they wait. */
    static List<String> stillRunning(List<RunEvent.AtWork> running, OutgoingText shown) {
        List<RunEvent.AtWork> told = running.stream().limit(NAMED).toList();
        String named = told.stream()
                .map(tenant -> shown.name(tenant.tenant().displayName()) + " (" + Durations.exact(tenant.time()) + ")")
                .collect(Collectors.joining(", "));
        int more = running.size() - NAMED;
        List<String> lines = new ArrayList<>();
        lines.add("Still at work on " + named + (more > 0 ? " and " + more + " more" : ""));
        told.forEach(tenant -> tenant.blockers().stream()
                .limit(NAMED)
                .map(blocker ->
                        shown.name(tenant.tenant().displayName()) + " waits for " + shown.message(blocker.text()))
                .forEach(text -> lines.addAll(Wording.indented(INDENT, text))));
        return lines;
    }
}
