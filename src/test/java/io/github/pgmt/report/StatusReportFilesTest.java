package io.github.pgmt.report;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.NOTES;
import static io.github.pgmt.testing.Reports.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at the tenants leaves behind. */
class StatusReportFilesTest {

    private static final TenantStatus.ChangeSets EVERY_KIND =
            new TenantStatus.ChangeSets(List.of(FLAGS), Set.of(FLAGS), List.of(NOTES), List.of(USERS), List.of(USERS));

    @TempDir
    private Path directory;

    @Test
    void theJsonIsAsTheContractSays() throws IOException {
        write(Statuses.report(
                false,
                Statuses.sound("acme", State.PENDING, 3, EVERY_KIND),
                Statuses.locked("beta", USERS),
                Statuses.troubled("gone", State.MISSING, "There is no tenant hunter2."),
                Statuses.upToDate("same")));

        assertThat(directory.resolve("status.json")).hasContent("""
                {
                  "schemaVersion": 1,
                  "goal": "status",
                  "result": "SUCCESS",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 2000,
                  "database": "jdbc:postgresql://localhost:5432/app",
                  "summary": {
                    "tenants": 4,
                    "current": 1,
                    "pendingChangesets": 2
                  },
                  "tenants": [
                    {
                      "schema": "acme",
                      "state": "PENDING",
                      "applied": 3,
                      "pending": [
                        {
                          "id": "add_flags",
                          "author": "app",
                          "file": "db/changelog/005-flags.sql",
                          "conditional": true
                        }
                      ],
                      "passedOver": [
                        {
                          "id": "add_notes",
                          "author": "app",
                          "file": "db/changelog/007-notes.sql",
                          "conditional": true
                        }
                      ],
                      "always": [
                        {
                          "id": "update_users",
                          "author": "app",
                          "file": "db/changelog/006-users.sql"
                        }
                      ],
                      "unknown": [
                        {
                          "id": "update_users",
                          "author": "app",
                          "file": "db/changelog/006-users.sql"
                        }
                      ]
                    },
                    {
                      "schema": "beta",
                      "state": "LOCKED",
                      "applied": 3,
                      "pending": [
                        {
                          "id": "update_users",
                          "author": "app",
                          "file": "db/changelog/006-users.sql"
                        }
                      ],
                      "always": [],
                      "unknown": [],
                      "lock": {
                        "by": "app-1 (10.0.0.1)",
                        "since": "2026-11-23T21:04:00"
                      },
                      "problem": "Held by app-1."
                    },
                    {
                      "schema": "gone",
                      "state": "MISSING",
                      "applied": 0,
                      "pending": [],
                      "always": [],
                      "unknown": [],
                      "problem": "There is no tenant ***."
                    },
                    {
                      "schema": "same",
                      "state": "UP_TO_DATE",
                      "applied": 5,
                      "pending": [],
                      "always": [],
                      "unknown": []
                    }
                  ]
                }
                """);
    }

    @Test
    void whatIsPassedOverInEveryRunIsToldWithoutBeingPending() throws IOException {
        write(Statuses.report(
                true,
                Statuses.sound("acme", State.UP_TO_DATE, 3, passingOver(NOTES)),
                Statuses.sound("beta", State.UP_TO_DATE, 3, passingOver(NOTES)),
                Statuses.sound("gamma", State.UP_TO_DATE, 3, passingOver(FLAGS, NOTES))));

        assertThat(Files.readString(directory.resolve("status.md")))
                .contains("Passed over in every run, and so not pending")
                .containsPattern("007-notes\\.sql\\S*add\\S*notes\\S*app\\S* *\\| *3 *\\|")
                .containsPattern("005-flags\\.sql\\S*add\\S*flags\\S*app\\S* *\\| *1 *\\|")
                .doesNotContain("Not current");
        assertThat(Files.readString(directory.resolve("status.html")))
                .contains("Passed over in every run, and so not pending", NOTES.toString(), "data-sort=\"3\"");
        assertThat(directory.resolve("status.failed.txt")).doesNotExist();
    }

    private static TenantStatus.ChangeSets passingOver(ChangeSetId... changeSets) {
        return new TenantStatus.ChangeSets(List.of(), Set.of(), List.of(changeSets), List.of(), List.of());
    }

    @Test
    void onlyATenantThatCouldNotBeReadFailsTheBuild() throws IOException {
        write(Statuses.report(false, anyState()));

        assertThat(directory.resolve("TEST-pgmt.status.xml")).hasContent("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="pgmt.status" tests="4" failures="1" errors="0" skipped="0" time="2.000" timestamp="2026-11-22T10:15:30">
                  <testcase classname="pgmt.status" name="acme" time="0.000">
                  </testcase>
                  <testcase classname="pgmt.status" name="beta" time="0.000">
                  </testcase>
                  <testcase classname="pgmt.status" name="gamma" time="0.000">
                    <failure type="UNREADABLE" message="No right to it.">No right to it.</failure>
                  </testcase>
                  <testcase classname="pgmt.status" name="same" time="0.000">
                  </testcase>
                </testsuite>
                """);
        assertThat(directory.resolve("status.failed.txt")).hasContent("gamma\n");
    }

    @Test
    void whereAllMustBeCurrentEachThatIsNotFailsTheBuild() throws IOException {
        write(Statuses.report(true, anyState()));

        assertThat(directory.resolve("TEST-pgmt.status.xml")).content().contains("tests=\"4\" failures=\"3\"", """
                  <testcase classname="pgmt.status" name="acme" time="0.000">
                    <failure type="PENDING" message="2 pending">2 pending
                Pending: db/changelog/005-flags.sql::add_flags::app
                Pending: db/changelog/006-users.sql::update_users::app</failure>
                  </testcase>
                """);
        assertThat(directory.resolve("status.failed.txt")).hasContent("acme\nbeta\ngamma\n");
    }

    @Test
    void whereNoneFailsTheBuildThereIsNoListOfThem() throws IOException {
        write(Statuses.report(false, Statuses.pending("acme", FLAGS)));

        assertThat(directory.resolve("status.failed.txt")).doesNotExist();
    }

    private static TenantStatus[] anyState() {
        return new TenantStatus[] {
            Statuses.pending("acme", FLAGS, USERS),
            Statuses.locked("beta", USERS),
            Statuses.troubled("gamma", State.UNREADABLE, "No right to it."),
            Statuses.upToDate("same")
        };
    }

    @Test
    void theSharedSchemaIsToldApartFromTheTenants() throws IOException {
        RunReport report = Statuses.report(true, Statuses.upToDate("acme"));

        write(Statuses.withShared(report, Statuses.pending("public", FLAGS)));

        assertThat(Files.readString(directory.resolve("status.json")))
                .contains("\"pendingChangesets\": 0")
                .contains(
                        "\"shared\": {\n    \"schema\": \"public\",\n    \"state\": \"PENDING\",\n    \"applied\": 3,");
        assertThat(Files.readString(directory.resolve("TEST-pgmt.status.xml")))
                .contains("tests=\"2\" failures=\"1\"", "name=\"public (shared)\"", "Pending: " + FLAGS);
    }

    private void write(RunReport report) throws IOException {
        new ReportFiles(
                        directory,
                        EnumSet.allOf(ReportFormat.class),
                        OutgoingText.inFiles(text -> text.replace("hunter2", "***")))
                .write(report);
    }
}
