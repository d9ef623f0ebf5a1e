package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.HistoryReport;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console which runs there were. */
public final class HistoryConsole extends TellingListener {

    public HistoryConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        onFinished(HistoryReport.class, (head, report) -> historyFinished(report));
    }

    private void historyFinished(HistoryReport report) {
        HistoryText text = new HistoryText(report, settings);
        answer(log::info, List.of("Runs in " + shown.name(settings.database())));
        answer(log::info, text.runs());
        answer(log::info, text.tag());
        answer(log::warn, text.missing());
        answer(log::error, text.unread());
        answer(log::info, text.takingBack());
    }
}
