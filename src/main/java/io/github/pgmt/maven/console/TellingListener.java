package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.text.OutgoingText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/** Tells events on Maven's console, those in the same way that all goals have. Says nothing of kinds without words. */
abstract class TellingListener implements MigrationListener {

    final Log log;
    final ConsoleSettings settings;
    final OutgoingText shown;
    private final Map<Class<? extends RunEvent>, Consumer<RunEvent>> words = new HashMap<>();

    TellingListener(Log log, ConsoleSettings settings) {
        this.log = log;
        this.settings = settings;
        this.shown = settings.shown();
        on(RunEvent.Warned.class, event -> tell(log::warn, Wording.indented("", shown.message(event.message()))));
        on(RunEvent.Debugged.class, event -> debug(event.message()));
    }

    /** What is said of events of this kind. */
    final <E extends RunEvent> void on(Class<E> kind, Consumer<? super E> said) {
        words.put(kind, event -> said.accept(kind.cast(event)));
    }

    /** What is said of a run that ended with such a report. An error before the first tenant is Maven's to show. */
    final <R extends GoalReport> void onFinished(Class<R> kind, BiConsumer<RunHead, ? super R> said) {
        on(RunEvent.Finished.class, event -> {
            RunReport report = event.report();
            boolean isForMavenToTell = report.error().isPresent() && report.tenantCount() == 0;
            if (kind.isInstance(report.body()) && !isForMavenToTell) {
                said.accept(report.head(), kind.cast(report.body()));
            }
        });
    }

    @Override
    public final void hear(RunEvent event) {
        words.getOrDefault(event.getClass(), untold -> {}).accept(event);
    }

    /** The kinds of events of which something is said. */
    final Set<Class<? extends RunEvent>> kinds() {
        return words.keySet();
    }

    private void debug(String message) {
        if (log.isDebugEnabled()) {
            tell(log::debug, Wording.indented("", shown.message(message)));
        }
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
