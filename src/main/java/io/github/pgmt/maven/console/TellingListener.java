package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.report.text.TextRewriting;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/** What all goals tell on Maven's console in the same way. */
abstract class TellingListener implements MigrationListener {

    final Log log;
    final ConsoleSettings settings;
    final TextRewriting printable;

    TellingListener(Log log, ConsoleSettings settings) {
        this.log = log;
        this.settings = settings;
        this.printable = Printable.rewriting(settings.redact());
    }

    @Override
    public final void warned(String message) {
        tell(log::warn, Wording.indented("", shown(message)));
    }

    @Override
    public final void debugged(String message) {
        if (log.isDebugEnabled()) {
            tell(log::debug, Wording.indented("", shown(message)));
        }
    }

    /** An error before the first tenant is Maven's to show, and nothing else is to be said. */
    static boolean isForMavenToTell(RunReport report) {
        return report.error().isPresent() && report.tenantCount() == 0;
    }

    final String shown(String message) {
        return Printable.text(settings.redact().apply(message));
    }

    /** Tells what the goal was asked for. */
    final void answer(Consumer<CharSequence> level, List<String> lines) {
        tell(level, lines);
        lines.forEach(settings.answer());
    }

    static void tell(Consumer<CharSequence> level, List<String> lines) {
        lines.forEach(level);
    }
}
