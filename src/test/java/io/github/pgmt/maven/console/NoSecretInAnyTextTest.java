package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import io.github.pgmt.report.StepSummary;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.testing.EveryText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret in every text that a run has, of every kind of report and event, and everything that is written or told of it. The
 * secret has signs that are escaped; that a piece of it comes through says that it was redacted too late, or not at all.
 */
class NoSecretInAnyTextTest {

    private static final String START = "Zw7";
    private static final String SECRET = START + "\"Qx9<Jk3&Vh5\\Pb8'Nn4>Tq6|Bt1,`Cy2 ]]>Dr0ä€ß\uD83D\uDE00Fg5*Hs8";
    private static final List<String> PIECES =
            List.of("Zw7", "Qx9", "Jk3", "Vh5", "Pb8", "Nn4", "Tq6", "Bt1", "Cy2", "Dr0", "ä€ß", "Fg5", "Hs8", "Lk9");

    /**
     * The goal names files, why a run stopped is told from the head, which is made of it, a hook by messages, and nowhere a digest,
     * how a dry run's changesets would be taken back, and the node of a tenant that is dropped. A registry's columns are compared
     * with the names of parameters, which are told.
     */
    private static final Map<String, String> OWN = Map.of(
            "RunHead.goal",
            "migrate-all",
            "OperationResults.error",
            "It stopped.",
            "Failure.hook",
            "afterTenantSql a",
            "CatalogDifference.whole",
            "0f",
            "Checksum.same",
            "0f",
            "Rollback.unknown",
            "is not asked for",
            "SchemaSize.node",
            "node2:5432",
            "InsertedRow.columns",
            "note");

    /** Names, and words of ours that programs compare. Whatever else a run says of somebody else's is no name. */
    private static final Set<String> SHOWN = new TreeSet<>(List.of(
            "Blocker.user",
            "ChangeSetId.author",
            "ChangeSetId.file",
            "ChangeSetId.id",
            "CatalogDifference.aspect",
            "CatalogDifference.object",
            "DriftGroup.reference",
            "DriftVariant.tenants",
            "Failure.sqlState",
            "Finding.check",
            "Finding.tenants",
            "FleetPlan.keyCheck",
            "FleetPlan.liquibase",
            "FleetPlan.options",
            "FleetPlan.parameters",
            "HistoryReport.tag",
            "InsertedRow.given",
            "InsertedRow.nameColumn",
            "InsertedRow.schemaPrefix",
            "InsertedRow.table",
            "Key.id",
            "ListedDatabase.database",
            "ListedDatabase.name",
            "ListedDatabase.system",
            "NewSchema.grantTo",
            "NewSchema.owner",
            "OperationResults.appeared",
            "OperationResults.outside",
            "OperationResults.runs",
            "RunDatabase.name",
            "RunDatabase.url",
            "RunHead.database",
            "RunPreview.sharedSchemas",
            "PlanReport.hash",
            "PlannedChangeSet.checksum",
            "PlannedChangeSet.content",
            "PlannedCohort.history",
            "PlannedCohort.tenants",
            "PlannedDatabase.database",
            "PlannedDatabase.name",
            "PlannedDatabase.system",
            "RecordedTag.tag",
            "SplitCohorts.why",
            "TenantEntry.name",
            "TenantEntry.node",
            "TenantId.database",
            "TenantId.schema",
            "Way.leftOut"));

    private static final List<BiFunction<Log, ConsoleSettings, MigrationListener>> CONSOLES = List.of(
            (log, settings) -> new ConsoleListener(log, settings, hourly()),
            StatusConsole::new,
            ListConsole::new,
            HistoryConsole::new,
            DoctorConsole::new,
            DriftConsole::new,
            PlanConsole::new);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "Zw7\nLk9\t\u001B[1mQx9\r\nJk3"})
    void everyTextIsShownAsItIsToBeBeforeItIsEscaped(String secret) throws IOException {
        UnaryOperator<String> redact = text -> text.replace(secret, "***");
        OutgoingText files = new OutgoingText(redact, redact);
        OutgoingText console = new OutgoingText(
                text -> Printable.name(redact.apply(text)), text -> Printable.text(redact.apply(text)));

        Set<String> told = new TreeSet<>();
        Set<String> places = tell(secret, files, console, text -> {
            assertThat(text).doesNotContain(PIECES);
            places(text, "***").forEach(told::add);
        });

        assertThat(places).as("What is told nowhere is not tried").isEqualTo(told);
    }

    @Test
    void whatIsNoNameIsWithoutSecrets() throws IOException {
        UnaryOperator<String> redact = text -> text.replace(SECRET, "***");

        Set<String> shown = new TreeSet<>();
        tell(
                SECRET,
                OutgoingText.inFiles(redact),
                OutgoingText.onConsole(redact),
                text -> places(text, START).forEach(shown::add));

        assertThat(shown).isEqualTo(SHOWN);
    }

    private static Stream<String> places(String text, String then) {
        return Stream.iterate(text.indexOf(then), at -> at >= 0, at -> text.indexOf(then, at + 1))
                .map(at -> lastName(text, at))
                .filter(name -> !name.isEmpty());
    }

    /** Two words with a dot between, or nothing. By hand: to find it by a pattern takes as long as to write the reports. */
    private static String lastName(String text, int end) {
        int dot = startOfWord(text, end) - 1;
        if (dot < 0 || dot + 1 == end || text.charAt(dot) != '.') {
            return "";
        }
        int start = startOfWord(text, dot);
        return start == dot ? "" : text.substring(start, end);
    }

    private static int startOfWord(String text, int end) {
        int start = end;
        while (start > 0 && isOfWord(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isOfWord(char sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign >= '0' && sign <= '9' || sign == '_';
    }

    /** @return where the secret was */
    private Set<String> tell(String secret, OutgoingText files, OutgoingText console, Consumer<String> reader)
            throws IOException {
        EveryText every = new EveryText(OWN, place -> place + secret);
        List<RunEvent> events = every.of(RunEvent.class);
        for (RunEvent event : events) {
            if (event instanceof RunEvent.Finished finished) {
                write(finished.report(), files, reader);
            }
        }
        for (BiFunction<Log, ConsoleSettings, MigrationListener> listener : CONSOLES) {
            settings(console, reader).forEach(settings -> tell(events, listener, settings, reader));
        }
        return every.places();
    }

    private void write(RunReport report, OutgoingText shown, Consumer<String> reader) throws IOException {
        Path page = directory.resolve("page");
        ReportFiles files = new ReportFiles(directory.resolve("reports"), EnumSet.allOf(ReportFormat.class), shown);
        List<Path> written = new ArrayList<>(files.write(report));
        files.appendTo(new StepSummary(page), report.goal());
        written.add(page);
        for (Path file : written) {
            reader.accept(Files.readString(file));
            Files.delete(file);
        }
    }

    private static void tell(
            List<RunEvent> events,
            BiFunction<Log, ConsoleSettings, MigrationListener> console,
            ConsoleSettings settings,
            Consumer<String> reader) {
        RecordingLog log = new RecordingLog();
        MigrationListener listener = console.apply(log, settings);
        events.stream().filter(NoSecretInAnyTextTest::comesToPass).forEach(listener::hear);
        reader.accept(String.join("\n", log.lines()));
    }

    /** With such a clock nothing is left out because it was told a moment ago. */
    private static LongSupplier hourly() {
        AtomicLong hours = new AtomicLong();
        return () -> Duration.ofHours(hours.incrementAndGet()).toNanos();
    }

    private static boolean comesToPass(RunEvent event) {
        return !(event instanceof RunEvent.TenantNotConfirmed refuted)
                || refuted.result().failure().isPresent();
    }

    /** A command has to work, so it has true names. */
    private static Stream<ConsoleSettings> settings(OutgoingText shown, Consumer<String> answer) {
        return Stream.of(Operation.MIGRATE, Operation.RELEASE)
                .flatMap(operation -> Stream.of(true, false)
                        .map(verbose -> new ConsoleSettings(
                                "migrate-all",
                                "pgmt:migrate-all",
                                false,
                                operation,
                                false,
                                shown.name("jdbc:postgresql://localhost/app"),
                                Path.of("target"),
                                verbose,
                                shown,
                                options -> "mvn",
                                false,
                                answer)));
    }
}
