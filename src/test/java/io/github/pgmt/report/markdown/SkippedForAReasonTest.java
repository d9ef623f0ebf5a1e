package io.github.pgmt.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.json.JsonReport;
import io.github.pgmt.report.junit.JUnitXmlReport;
import io.github.pgmt.report.text.FailedTenantsFile;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why the server kept tenants from being started is in every report, without secrets. */
class SkippedForAReasonTest {

    private static final RunReport REPORT = Reports.report(
            TenantResult.skipped(TenantId.of("acme")),
            TenantResult.skipped(TenantId.of("beta"), Optional.of("The disk of <hunter2> is full.")),
            TenantResult.skipped(TenantId.of("gamma"), Optional.of("The disk of <hunter2> is full.")));

    @Test
    void theReasonIsInEachFormat() throws Exception {
        StringWriter json = new StringWriter();
        StringWriter junit = new StringWriter();
        StringWriter markdown = new StringWriter();

        JsonReport.write(REPORT, Reports.AS_IT_IS, json);
        JUnitXmlReport.write(REPORT, Reports.AS_IT_IS, junit);
        MarkdownReport.write(REPORT, Reports.AS_IT_IS, true, markdown);

        assertThat(json.toString())
                .containsOnlyOnce(
                        "\"schema\": \"acme\",\n      \"outcome\": \"SKIPPED\",\n      \"durationMs\": 0,\n      \"applied\"");
        assertThat(json.toString().split("\"reason\": \"The disk of <hunter2> is full.\"", -1))
                .hasSize(3);
        assertThat(junit.toString())
                .contains("<skipped/>", "<skipped message=\"The disk of &lt;hunter2&gt; is full.\"/>");
        assertThat(markdown.toString()).containsOnlyOnce("is full.");
    }

    @Test
    void whoIsGoneIsToldApartAndIsNothingToRetryAndWhoAppearedIsNamed() throws Exception {
        OperationReport body = Reports.operation(
                false,
                List.of(
                        Reports.upToDate("acme"),
                        TenantResult.gone(TenantId.of("beta"), Duration.ZERO, "The schema is gone.")),
                List.of(),
                Optional.empty(),
                List.of("neu"));
        RunReport report = Reports.report(body);
        StringWriter json = new StringWriter();
        StringWriter junit = new StringWriter();
        StringWriter markdown = new StringWriter();

        JsonReport.write(report, Reports.AS_IT_IS, json);
        JUnitXmlReport.write(report, Reports.AS_IT_IS, junit);
        MarkdownReport.write(report, Reports.AS_IT_IS, true, markdown);

        assertThat(json.toString())
                .contains("\"reason\": \"The schema is gone.\"", "\"gone\": true", "\"skipped\": 1")
                .containsPattern("\"appeared\": \\[\\s*\"neu\"\\s*]");
        assertThat(junit.toString()).contains("<skipped message=\"The schema is gone.\"/>");
        assertThat(markdown.toString())
                .contains("Gone: 1 tenant", "Appeared: 1 tenant", "neu")
                .doesNotContain("Not started", "run the same command again");
        assertThat(FailedTenantsFile.names(body)).isEmpty();
    }
}
