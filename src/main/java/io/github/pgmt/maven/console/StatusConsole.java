package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.Words;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Tells on Maven's console how the tenants are. */
public final class StatusConsole extends TellingListener {

    public StatusConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        on(RunEvent.Started.class, event -> log.info(headline(event.tenants())));
        onFinished(StatusReport.class, (head, report) -> statusFinished(report));
    }

    private String headline(int tenants) {
        return "Status of " + Wording.count(tenants, "tenant") + " in " + shown.name(settings.database());
    }

    private void statusFinished(StatusReport report) {
        // It was told when the run began, when nobody knew whether there would be an answer.
        settings.answer().accept(headline(report.tenantCount()));
        for (StatusText.Paragraph paragraph : StatusText.paragraphs(report, settings)) {
            switch (paragraph.weight()) {
                case FINE -> answer(log::info, paragraph.lines());
                case NOTABLE -> answer(log::warn, paragraph.lines());
                case FAILS_THE_BUILD -> answer(log::error, paragraph.lines());
            }
        }
        answer(report.isFailed() ? log::error : log::info, List.of(Words.overall(report)));
    }
}
