package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.testing.Examinations;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoctorConsoleTest {

    private final RecordingLog log = new RecordingLog();

    @Test
    void theWorstIsToldFirstWithWhereItIsAndWhatToDo() {
        tell(Settings.PLAIN, false, Examinations.NOTE, Examinations.WARNING, Examinations.ERROR);

        assertThat(log.lines())
                .containsExactly(
                        "info  Examination of 4 tenants in jdbc:postgresql://localhost:5432/app",
                        "error ERROR unmanaged: It is broken.",
                        "error     Where: beta, ga\u2407mma",
                        "error     What to do: Adopt it.",
                        "warn  WARNING idle-in-transaction: 1 does nothing, ***:",
                        "warn      pid 4711",
                        "warn      Where: acme",
                        "warn      What to do: End it.",
                        "warn      Or wait.",
                        "info  NOTE create-schemas: The role may not create schemas beside public.",
                        "info      What to do: Grant it.",
                        "error 1 error, 1 warning, 1 note; 4 tenants looked at");
    }

    @Test
    void onlyWhatFailsTheBuildEndsInAnError() {
        tell(Settings.PLAIN, false, Examinations.WARNING);
        tell(Settings.PLAIN, true, Examinations.WARNING);

        assertThat(log.lines())
                .contains(
                        "info  0 errors, 1 warning, 0 notes; 4 tenants looked at",
                        "error 0 errors, 1 warning, 0 notes; 4 tenants looked at");
    }

    @Test
    void ofManyTenantsTheFirstAreNamed() {
        List<String> schemas =
                IntStream.range(10, 50).mapToObj(number -> "t" + number).toList();
        Finding finding = new Finding(Severity.ERROR, "unmanaged", schemas, "They are broken.", "Adopt them.");

        tell(Settings.PLAIN, false, finding);
        assertThat(log.lines())
                .anyMatch(line -> line.matches("error +and 20 more [(]all in target.pgmt.migrate-all.json[)]"))
                .noneMatch(line -> line.contains("t49"));
        tell(Settings.VERBOSE, false, finding);
        assertThat(log.lines()).anyMatch(line -> line.contains("t49"));
    }

    private void tell(ConsoleSettings settings, boolean failOnWarning, Finding... findings) {
        new DoctorConsole(log, settings).hear(new RunEvent.Finished(Examinations.report(failOnWarning, findings)));
    }
}
