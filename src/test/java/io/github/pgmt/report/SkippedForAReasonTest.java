package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.OperationReport;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.testing.Reports;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Why the server kept tenants from being started is in every report, without secrets. */
class SkippedForAReasonTest {

    private static final OperationReport REPORT = Reports.report(
            TenantResult.skipped("acme"),
            TenantResult.skipped("beta", Optional.of("The disk of <hunter2> is full.")),
            TenantResult.skipped("gamma", Optional.of("The disk of <hunter2> is full.")));

    @Test
    void theReasonIsInEachFormat() throws Exception {
        StringWriter json = new StringWriter();
        StringWriter junit = new StringWriter();
        StringWriter markdown = new StringWriter();

        JsonReport.write(REPORT, json);
        JUnitXmlReport.write(REPORT, junit);
        MarkdownReport.write(REPORT, true, markdown);

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
    void aReasonIsRewrittenAsMessagesAre() {
        TextRewriting rewriting = new TextRewriting(UnaryOperator.identity(), text -> text.replace("hunter2", "***"));

        assertThat(rewriting.rewrite(REPORT).reasonsToSkip()).containsExactly("The disk of <***> is full.");
    }
}
