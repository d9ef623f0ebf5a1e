package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.LeftOutTenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.testing.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a list of the tenants leaves behind. */
class ListReportFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theFilesAreAsTheManualSays() throws IOException {
        new ReportFiles(
                        directory,
                        EnumSet.allOf(ReportFormat.class),
                        OutgoingText.inFiles(text -> text.replace("hunter2", "***")))
                .write(Lists.report(
                        List.of(
                                Lists.managed("acme"),
                                Lists.unreadable("closed", "No right for hunter2."),
                                Lists.missing("gone", TenantOrigin.LIST)),
                        new LeftOutTenant(TenantId.of("demo"), "excluded by \"d*\"")));

        assertThat(directory.resolve("list-tenants.json")).hasContent("""
                {
                  "schemaVersion": 1,
                  "goal": "list-tenants",
                  "result": "SUCCESS",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 2000,
                  "database": "jdbc:postgresql://localhost:5432/app",
                  "summary": {
                    "tenants": 3,
                    "missing": 1,
                    "leftOut": 1,
                    "tables": 13,
                    "bytes": 1581056
                  },
                  "tenants": [
                    {
                      "schema": "acme",
                      "name": "acme",
                      "source": "REGISTRY",
                      "state": "MANAGED",
                      "tables": 12,
                      "bytes": 1572864,
                      "applied": 130
                    },
                    {
                      "schema": "closed",
                      "name": "closed",
                      "source": "REGISTRY",
                      "state": "UNREADABLE",
                      "tables": 1,
                      "bytes": 8192,
                      "applied": 0,
                      "problem": "No right for ***."
                    },
                    {
                      "schema": "gone",
                      "name": "gone",
                      "source": "LIST",
                      "state": "MISSING",
                      "tables": 0,
                      "bytes": 0,
                      "applied": 0
                    }
                  ],
                  "leftOut": [
                    {
                      "schema": "demo",
                      "reason": "excluded by \\"d*\\""
                    }
                  ]
                }
                """);
        assertThat(directory.resolve("TEST-pgmt.list-tenants.xml")).hasContent("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="pgmt.list-tenants" tests="3" failures="1" errors="0" skipped="0" time="2.000" timestamp="2026-11-22T10:15:30">
                  <testcase classname="pgmt.list-tenants" name="acme" time="0.000">
                  </testcase>
                  <testcase classname="pgmt.list-tenants" name="closed" time="0.000">
                    <failure type="UNREADABLE" message="No right for ***.">No right for ***.</failure>
                  </testcase>
                  <testcase classname="pgmt.list-tenants" name="gone" time="0.000">
                  </testcase>
                </testsuite>
                """);
        assertThat(directory.resolve("list-tenants.failed.txt")).hasContent("closed\n");
    }

    @Test
    void theServerOfATenantIsThereWhereItIsAnother() throws IOException {
        new ReportFiles(directory, EnumSet.allOf(ReportFormat.class), OutgoingText.inFiles(text -> text))
                .write(Lists.report(List.of(Lists.onNode("acme", "worker-1:5432"), Lists.managed("here"))));

        assertThat(directory.resolve("list-tenants.json"))
                .content()
                .containsOnlyOnce("\"node\": \"worker-1:5432\"")
                .containsOnlyOnce("\"node\"");
        assertThat(directory.resolve("list-tenants.md"))
                .content()
                .contains("| Tenant | State | Tables / changesets | Node | Size |")
                .contains("| `acme` | managed | 12 / 130 | `worker-1:5432` | 1.5 MB |");
    }
}
