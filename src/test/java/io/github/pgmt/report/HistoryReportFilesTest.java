package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.HistoryReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.RecordedTenant;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Histories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at the runs leaves behind. */
class HistoryReportFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theFilesAreAsTheManualSays() throws IOException {
        new ReportFiles(
                        directory,
                        EnumSet.allOf(ReportFormat.class),
                        OutgoingText.inFiles(text -> text.replace("hunter2", "***")))
                .write(Histories.report(HistoryReport.ordered(
                        List.of(Histories.others(18), Histories.run("r0tosuo00a", 20, Histories.tag("v|1", 1, 20))),
                        List.of(
                                Histories.tenant("acme", true),
                                Histories.tenant("beta", false),
                                Histories.unreadable("closed", "No right for hunter2."),
                                RecordedTenant.without(TenantId.of("gone"), State.MISSING)),
                        Optional.of("V|1"),
                        true)));

        assertThat(directory.resolve("history.json")).hasContent("""
                {
                  "schemaVersion": 1,
                  "goal": "history",
                  "result": "SUCCESS",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 2000,
                  "database": "jdbc:postgresql://localhost:5432/app",
                  "summary": {
                    "tenants": 4,
                    "runs": 1,
                    "syncs": 0,
                    "daysOfOthers": 1,
                    "changesets": 206
                  },
                  "tag": {
                    "tag": "V|1",
                    "tenants": 1,
                    "first": "2026-11-20T12:00:00",
                    "last": "2026-11-20T12:00:01",
                    "without": [
                      "beta"
                    ]
                  },
                  "runs": [
                    {
                      "id": "r0tosuo00a",
                      "kind": "RUN",
                      "first": "2026-11-20T12:00:00",
                      "last": "2026-11-20T12:00:01",
                      "tenants": 3,
                      "changesets": 6,
                      "ranAgain": 0,
                      "markedRan": 0,
                      "tags": [
                        {
                          "tag": "v|1",
                          "tenants": 1,
                          "first": "2026-11-20T12:00:00",
                          "last": "2026-11-20T12:00:01"
                        }
                      ]
                    },
                    {
                      "day": "2026-11-18",
                      "kind": "OTHERS",
                      "first": "2026-11-18T12:00:00",
                      "last": "2026-11-18T12:00:01",
                      "tenants": 2,
                      "changesets": 200,
                      "ranAgain": 2,
                      "markedRan": 1,
                      "tags": []
                    }
                  ],
                  "tenants": [
                    {
                      "schema": "acme",
                      "state": "MANAGED",
                      "applied": 4,
                      "tagged": true
                    },
                    {
                      "schema": "beta",
                      "state": "MANAGED",
                      "applied": 4,
                      "tagged": false
                    },
                    {
                      "schema": "closed",
                      "state": "UNREADABLE",
                      "applied": 0,
                      "tagged": false,
                      "problem": "No right for ***."
                    },
                    {
                      "schema": "gone",
                      "state": "MISSING",
                      "applied": 0,
                      "tagged": false
                    }
                  ]
                }
                """);
        assertThat(directory.resolve("TEST-pgmt.history.xml")).hasContent("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="pgmt.history" tests="4" failures="1" errors="0" skipped="0" time="2.000" timestamp="2026-11-22T10:15:30">
                  <testcase classname="pgmt.history" name="acme" time="0.000">
                  </testcase>
                  <testcase classname="pgmt.history" name="beta" time="0.000">
                  </testcase>
                  <testcase classname="pgmt.history" name="closed" time="0.000">
                    <failure type="UNREADABLE" message="No right for ***.">No right for ***.</failure>
                  </testcase>
                  <testcase classname="pgmt.history" name="gone" time="0.000">
                  </testcase>
                </testsuite>
                """);
        assertThat(directory.resolve("history.failed.txt")).hasContent("closed\n");
        assertThat(directory.resolve("history.md")).hasContent("""
                ## \u26A0\uFE0F `pgmt:history` SUCCESS in `jdbc:postgresql://localhost:5432/app`

                **4 tenants, 1 run, 1 day of others', 206 changesets**

                1 missing \u00B7 1 unreadable

                Run `r00abcdefg`, started 2026-11-22 10:15:30 UTC, took 2.0 s

                ### Could not be looked at: 1

                    No right for ***.

                Tenant: `closed`

                ### The tag that was asked for

                **`1 of 4 tenants bears the tag V|1, on changesets of 2026-11-20 12:00:00 to 2026-11-20 12:00:01`**

                Without it:

                Tenant: `beta`

                ### Runs, the newest first

                | Run | First | Last | Notes | Tenants | Changesets |
                | --- | --- | --- | --- | --- | ---: |
                | `r0tosuo00a` | 2026-11-20 12:00:00 | 2026-11-20 12:00:01 | `tag v\\|1 (1)` | 3 | 6 |
                | `2026-11-18 (others)` | 2026-11-18 12:00:00 | 2026-11-18 12:00:01 | `2 ran again, 1 only marked` | 2 | 200 |
                """);
    }
}
