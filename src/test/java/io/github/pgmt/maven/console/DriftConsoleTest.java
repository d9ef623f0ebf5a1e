package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.testing.Drifts;
import org.junit.jupiter.api.Test;

class DriftConsoleTest {

    private final RecordingLog log = new RecordingLog();

    @Test
    void whoDiffersIsNamedWithWhatDiffers() {
        new DriftConsole(log, Settings.PLAIN).hear(new RunEvent.Finished(Drifts.report()));

        assertThat(log.lines())
                .containsExactly(
                        "info  2 tenants with 42 changesets: 1 alike, 1 differs; compared with the majority, as acme",
                        "warn    Nobody knows.",
                        "error   gamma:",
                        "error     column public_log.at is date, not timestamp",
                        "error     and 1 that are known",
                        "error   beta: unreadable",
                        "error     It is broken.",
                        "error 1 of 3 tenants differs, 1 unreadable (2.0 s)");
    }
}
