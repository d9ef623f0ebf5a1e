package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.ListReport;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console which tenants there are. */
public final class ListConsole extends TellingListener {

    public ListConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        onFinished(ListReport.class, (head, report) -> listFinished(report));
    }

    private void listFinished(ListReport report) {
        answer(log::info, List.of("Tenants in " + shown.name(settings.database())));
        for (ListText.Line line : ListText.lines(report, shown)) {
            answer(line.isProblem() ? log::error : log::info, List.of(line.text()));
        }
        answer(log::info, ListText.total(report, settings.verbose()));
        if (settings.verbose()) {
            answer(log::info, ListText.leftOut(report, shown));
        }
    }
}
