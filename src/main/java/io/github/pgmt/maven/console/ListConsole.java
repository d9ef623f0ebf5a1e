package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.report.text.Printable;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console which tenants there are. */
public final class ListConsole extends TellingListener {

    public ListConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        onFinished(ListReport.class, (head, report) -> listFinished(report));
    }

    private void listFinished(ListReport report) {
        ListReport shown = printable.rewrite(report);
        answer(log::info, List.of("Tenants in " + Printable.name(settings.database())));
        for (ListText.Line line : ListText.lines(shown)) {
            answer(line.isProblem() ? log::error : log::info, List.of(line.text()));
        }
        answer(log::info, ListText.total(shown, settings.verbose()));
        if (settings.verbose()) {
            answer(log::info, ListText.leftOut(shown));
        }
    }
}
