package io.github.pgmt.maven.console;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.report.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** Tells on Maven's console what an examination has found, the worst first. */
public final class DoctorConsole extends TellingListener {

    private static final String INDENT = "    ";

    public DoctorConsole(Log log, ConsoleSettings settings) {
        super(log, settings);
        onFinished(DoctorReport.class, (head, report) -> doctorFinished(report));
    }

    private void doctorFinished(DoctorReport report) {
        answer(
                log::info,
                List.of("Examination of " + Wording.count(report.tenantCount(), "tenant") + " in "
                        + shown.name(settings.database())));
        for (Finding finding : report.findings()) {
            switch (finding.severity()) {
                case ERROR -> answer(log::error, lines(finding));
                case WARNING -> answer(log::warn, lines(finding));
                case INFO -> answer(log::info, lines(finding));
            }
        }
        answer(
                report.findings().stream().anyMatch(report::failsTheBuild) ? log::error : log::info,
                List.of(Words.found(report)));
    }

    private List<String> lines(Finding finding) {
        List<String> message = Wording.indented("", shown.message(finding.message()));
        List<String> lines = new ArrayList<>();
        lines.add(painted(finding) + " " + shown.name(finding.check()) + ": " + message.get(0));
        lines.addAll(Wording.indented(INDENT, message.subList(1, message.size())));
        if (!finding.tenants().isEmpty()) {
            lines.addAll(tenants(finding.tenants().stream().map(shown::name).toList()));
        }
        lines.addAll(Wording.indented(INDENT, "What to do: " + shown.message(finding.advice())));
        return lines;
    }

    private static String painted(Finding finding) {
        String word = Words.of(finding.severity()).toUpperCase(Locale.ROOT);
        return switch (finding.severity()) {
            case ERROR -> MessageUtils.buffer().failure(word).build();
            case WARNING -> MessageUtils.buffer().warning(word).build();
            case INFO -> MessageUtils.buffer().strong(word).build();
        };
    }

    private List<String> tenants(List<String> schemas) {
        String start = INDENT + "Where: ";
        if (settings.verbose()) {
            return Wording.wrapped(start, INDENT, schemas);
        }
        Path all = settings.reportsDirectory().resolve(settings.goal() + ".json");
        return Wording.some(start, INDENT, schemas, all);
    }
}
