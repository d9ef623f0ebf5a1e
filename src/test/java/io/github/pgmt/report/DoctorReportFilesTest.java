package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.testing.Examinations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an examination of the fleet leaves behind. */
class DoctorReportFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theFilesAreAsTheManualSays() throws IOException {
        new ReportFiles(
                        directory,
                        EnumSet.allOf(ReportFormat.class),
                        OutgoingText.inFiles(text -> text.replace("hunter2", "***")))
                .write(Examinations.report(false, Examinations.NOTE, Examinations.WARNING, Examinations.ERROR));

        assertThat(directory.resolve("doctor.json")).hasContent("""
                {
                  "schemaVersion": 1,
                  "goal": "doctor",
                  "result": "SUCCESS",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 2000,
                  "database": "jdbc:postgresql://localhost:5432/app",
                  "summary": {
                    "tenants": 4,
                    "errors": 1,
                    "warnings": 1,
                    "infos": 1
                  },
                  "findings": [
                    {
                      "severity": "ERROR",
                      "check": "unmanaged",
                      "tenants": [
                        "beta",
                        "ga\\u0007mma"
                      ],
                      "message": "It is broken.",
                      "advice": "Adopt it."
                    },
                    {
                      "severity": "WARNING",
                      "check": "idle-in-transaction",
                      "tenants": [
                        "acme"
                      ],
                      "message": "1 does nothing, ***:\\npid 4711",
                      "advice": "End it.\\nOr wait."
                    },
                    {
                      "severity": "INFO",
                      "check": "create-schemas",
                      "tenants": [],
                      "message": "The role may not create schemas beside public.",
                      "advice": "Grant it."
                    }
                  ]
                }
                """);
        assertThat(directory.resolve("TEST-pgmt.doctor.xml"))
                .content()
                .contains(
                        "tests=\"3\" failures=\"1\"",
                        "name=\"unmanaged: It is broken.\"",
                        "<failure type=\"ERROR\" message=\"It is broken.\">",
                        "What to do: Adopt it.");
        assertThat(directory.resolve("doctor.md"))
                .content()
                .contains(
                        "**1 error, 1 warning, 1 note; 4 tenants looked at**",
                        "### Error: `unmanaged`",
                        "    Adopt it.");
        assertThat(directory.resolve("doctor.failed.txt")).hasContent("beta\nga\u0007mma\n");
    }

    @Test
    void aWarningFailsWhereItIsToDoSo() {
        assertThat(Examinations.report(false, Examinations.WARNING).failedTenants())
                .isEmpty();
        assertThat(Examinations.report(true, Examinations.WARNING).failedTenants())
                .containsExactly("acme");
    }
}
