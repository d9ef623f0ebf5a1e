package io.github.pgmt.report.json;

import static io.github.pgmt.testing.Reports.FLAGS;
import static io.github.pgmt.testing.Reports.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.TenantResult.ChangeSets;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.HostileNames;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void writesARunAsTheContractSays() throws IOException {
        ChangeSets changeSets = ChangeSets.applied(List.of(FLAGS), List.of(USERS), List.of(USERS));
        RunReport report = Reports.report(
                false,
                List.of(
                        Reports.migrated("acme", changeSets),
                        Reports.failed("beta", "Column \"a\" <exists> & it's there.\nSee 'x'."),
                        Reports.refused("gone", Failure.Kind.MISSING, "There is no tenant."),
                        TenantResult.skipped(TenantId.of("zeta"))),
                List.of("table public.stray"));

        assertThat(text(report)).isEqualTo("""
                {
                  "schemaVersion": 1,
                  "goal": "migrate-all",
                  "result": "FAILED",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 41000,
                  "database": "jdbc:postgresql://localhost:5432/app",
                  "summary": {
                    "tenants": 4,
                    "migrated": 1,
                    "upToDate": 0,
                    "failed": 2,
                    "skipped": 1,
                    "changesetsApplied": 1
                  },
                  "outside": [
                    "table public.stray"
                  ],
                  "tenants": [
                    {
                      "schema": "acme",
                      "outcome": "MIGRATED",
                      "durationMs": 400,
                      "applied": [
                        {
                          "id": "add_flags",
                          "author": "app",
                          "file": "db/changelog/005-flags.sql"
                        }
                      ],
                      "notRun": [
                        {
                          "id": "update_users",
                          "author": "app",
                          "file": "db/changelog/006-users.sql"
                        }
                      ],
                      "always": [
                        {
                          "id": "update_users",
                          "author": "app",
                          "file": "db/changelog/006-users.sql"
                        }
                      ]
                    },
                    {
                      "schema": "beta",
                      "outcome": "FAILED",
                      "durationMs": 200,
                      "applied": [],
                      "notRun": [],
                      "always": [],
                      "error": {
                        "kind": "CHANGESET",
                        "changeset": "db/changelog/005-flags.sql::add_flags::app",
                        "sqlState": "42701",
                        "message": "Column \\"a\\" <exists> & it's there.\\nSee 'x'."
                      }
                    },
                    {
                      "schema": "gone",
                      "outcome": "FAILED",
                      "durationMs": 0,
                      "applied": [],
                      "notRun": [],
                      "always": [],
                      "error": {
                        "kind": "MISSING",
                        "message": "There is no tenant."
                      }
                    },
                    {
                      "schema": "zeta",
                      "outcome": "SKIPPED",
                      "durationMs": 0,
                      "applied": [],
                      "notRun": [],
                      "always": []
                    }
                  ]
                }
                """);
    }

    @Test
    void writesAnErrorBeforeTheFirstTenant() throws IOException {
        assertThat(text(Reports.broken("The server is down."))).isEqualTo("""
                {
                  "schemaVersion": 1,
                  "goal": "migrate-all",
                  "result": "ERROR",
                  "error": "The server is down.",
                  "runId": "r00abcdefg",
                  "startedAt": "2026-11-22T10:15:30.123Z",
                  "durationMs": 800,
                  "summary": {
                    "tenants": 0,
                    "migrated": 0,
                    "upToDate": 0,
                    "failed": 0,
                    "skipped": 0,
                    "changesetsApplied": 0
                  },
                  "outside": [],
                  "tenants": []
                }
                """);
    }

    @Test
    void listsWhatIsPendingInADryRun() throws IOException {
        RunReport report =
                Reports.report(true, List.of(Reports.planned("acme", FLAGS), Reports.upToDate("beta")), List.of());

        JsonObject json = parsed(report);

        assertThat(json.getAsJsonObject("summary").get("planned").getAsInt()).isEqualTo(1);
        JsonArray tenants = json.getAsJsonArray("tenants");
        assertThat(tenants.get(0).getAsJsonObject().getAsJsonArray("pending").toString())
                .isEqualTo("[{\"id\":\"add_flags\",\"author\":\"app\",\"file\":\"db/changelog/005-flags.sql\"}]");
        assertThat(tenants.get(1).getAsJsonObject().getAsJsonArray("pending")).isEmpty();
    }

    @Test
    void hasTheSharedSchemaAsAnObjectOfItsOwnWhereThereIsOne() throws IOException {
        RunReport report = Reports.withShared(
                Reports.report(TenantResult.skipped(TenantId.of("acme"))), Reports.failed("public", "No such table."));

        JsonObject json = parsed(report);

        JsonObject shared = json.getAsJsonObject("shared");
        assertThat(shared.get("schema").getAsString()).isEqualTo("public");
        assertThat(shared.get("outcome").getAsString()).isEqualTo("FAILED");
        assertThat(shared.getAsJsonArray("applied")).isEmpty();
        assertThat(shared.getAsJsonObject("error").get("sqlState").getAsString())
                .isEqualTo("42701");
        assertThat(json.getAsJsonObject("summary").get("tenants").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("summary").get("failed").getAsInt()).isZero();
        assertThat(parsed(Reports.report()).has("shared")).isFalse();
    }

    @Test
    void keepsEveryNameAsItIs() throws IOException {
        for (String name : HostileNames.ALL) {
            JsonObject tenant = parsed(Reports.report(Reports.upToDate(name)))
                    .getAsJsonArray("tenants")
                    .get(0)
                    .getAsJsonObject();
            assertThat(tenant.get("schema").getAsString()).isEqualTo(name);
        }
    }

    private static JsonObject parsed(RunReport report) throws IOException {
        return JsonParser.parseString(text(report)).getAsJsonObject();
    }

    private static String text(RunReport report) throws IOException {
        StringWriter writer = new StringWriter();
        JsonReport.write(report, Reports.AS_IT_IS, writer);
        return writer.toString();
    }

    @Test
    void saysHowATenantCameToItsChangesetsAndWhatConfirmsThem() throws IOException {
        Way pilot = Way.liquibase(List.of(new NotReplayed(FLAGS, "runs without a transaction")))
                .confirmed(Way.Verified.HISTORY);
        Way other = Way.REPLAY.confirmed(Way.Verified.CATALOG);
        RunReport report = Reports.report(
                false, List.of(migrated("acme", pilot), migrated("beta", other), migrated("gamma", other)), List.of());

        assertThat(text(report)).contains("""
                          "verified": {
                            "history": 1,
                            "catalog": 2
                          },
                        """).contains("""
                              "engine": "liquibase",
                              "notReplayed": [
                                {
                                  "changeset": "db/changelog/005-flags.sql::add_flags::app",
                                  "why": "runs without a transaction"
                                }
                              ],
                              "verified": "history"
                        """).contains("""
                              "engine": "replay",
                              "verified": "catalog"
                        """);
    }

    @Test
    void saysHowMuchOfATenantsWayWasReplayedAndWhatWasNotJudged() throws IOException {
        Way way = Way.liquibase(List.of(new NotReplayed(FLAGS, "has preconditions that read the database")))
                .after(Way.replayed(103))
                .inSegments(3)
                .confirmed(Way.Verified.CATALOG)
                .butFor(List.of("table flags"));

        assertThat(text(Reports.report(migrated("acme", way)))).contains("""
                              "engine": "mixed",
                              "notReplayed": [
                                {
                                  "changeset": "db/changelog/005-flags.sql::add_flags::app",
                                  "why": "has preconditions that read the database"
                                }
                              ],
                              "replayed": 103,
                              "segments": 3,
                              "verified": "catalog",
                              "leftOut": [
                                "table flags"
                              ]
                        """);
    }

    @Test
    void tellsOfATenantThatWasTriedMoreThanOnceWhoWasInItsWay() throws IOException {
        Blocker blocker = new Blocker(
                4711,
                Optional.of("app"),
                Optional.empty(),
                Optional.of("idle in transaction"),
                Optional.of(Duration.ofMinutes(12)),
                Optional.of("UPDATE \"invoice\""));
        Way way = new Way(
                Optional.of(Way.Engine.REPLAY),
                List.of(),
                Optional.empty(),
                new Waiting(2, Duration.ofMillis(750), List.of(blocker)));

        assertThat(text(Reports.report(migrated("acme", way)))).contains("""
                              "engine": "replay",
                              "tries": 2,
                              "waitedMs": 750,
                              "blockers": [
                                {
                                  "pid": 4711,
                                  "user": "app",
                                  "state": "idle in transaction",
                                  "ageSeconds": 720,
                                  "query": "UPDATE \\"invoice\\""
                                }
                              ]
                        """);
    }

    private static TenantResult migrated(String schema, Way way) {
        TenantResult result = Reports.migrated(schema, ChangeSets.NONE);
        return new TenantResult(
                TenantId.of(schema),
                result.outcome(),
                result.duration(),
                result.changeSets(),
                result.failure(),
                way,
                Optional.empty());
    }
}
