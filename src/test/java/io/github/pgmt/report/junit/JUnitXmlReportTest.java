package io.github.pgmt.report.junit;

import static io.github.pgmt.testing.Reports.FLAGS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.HostileNames;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.Reports;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JUnitXmlReportTest {

    @Test
    void writesATenantAsATestCase() throws IOException {
        RunReport report = Reports.report(
                Reports.migrated("acme", FLAGS),
                Reports.failed("beta", "Column \"a\" exists.\nDetail: <none>."),
                Reports.refused("gone", Failure.Kind.MISSING, "There is no tenant."),
                Reports.upToDate("same"),
                TenantResult.skipped(TenantId.of("zeta")));

        assertThat(text(report)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="pgmt.migrate-all" tests="5" failures="2" errors="0" skipped="1" time="41.000" timestamp="2026-11-22T10:15:30">
                  <testcase classname="pgmt.migrate-all" name="acme" time="0.400">
                  </testcase>
                  <testcase classname="pgmt.migrate-all" name="beta" time="0.200">
                    <failure type="CHANGESET" message="Column &quot;a&quot; exists.">Column "a" exists.
                Detail: &lt;none&gt;.
                Changeset: db/changelog/005-flags.sql::add_flags::app
                SQLSTATE: 42701</failure>
                  </testcase>
                  <testcase classname="pgmt.migrate-all" name="gone" time="0.000">
                    <failure type="MISSING" message="There is no tenant.">There is no tenant.</failure>
                  </testcase>
                  <testcase classname="pgmt.migrate-all" name="same" time="0.100">
                  </testcase>
                  <testcase classname="pgmt.migrate-all" name="zeta" time="0.000">
                    <skipped/>
                  </testcase>
                </testsuite>
                """);
    }

    @Test
    void writesAnErrorOfTheRunAsATestCaseNamedAfterTheGoal() throws IOException {
        assertThat(text(Reports.broken("The server is down.\nStart it.", Reports.upToDate("acme"))))
                .isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="pgmt.migrate-all" tests="2" failures="0" errors="1" skipped="0" time="0.800" timestamp="2026-11-22T10:15:30">
                  <testcase classname="pgmt.migrate-all" name="migrate-all" time="0.800">
                    <error type="ERROR" message="The server is down.">The server is down.
                Start it.</error>
                  </testcase>
                  <testcase classname="pgmt.migrate-all" name="acme" time="0.100">
                  </testcase>
                </testsuite>
                """);
    }

    @Test
    void writesTheSharedSchemaAsATestCaseOfItsOwn() throws IOException {
        RunReport report = Reports.withShared(
                Reports.report(TenantResult.skipped(TenantId.of("acme"))), Reports.failed("public", "No such table."));

        assertThat(text(report))
                .contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"")
                .contains(
                        "name=\"public (shared)\" time=\"0.200\">\n    <failure type=\"CHANGESET\" message=\"No such table.\">");
    }

    @Test
    void givesPrintableNamesBackExactly() throws Exception {
        for (String name : HostileNames.PRINTABLE) {
            Document document = parsed(Reports.report(Reports.failed(name, "In " + name)));

            assertThat(only(document, "testcase").getAttribute("name")).isEqualTo(name);
            Element failure = only(document, "failure");
            assertThat(failure.getTextContent()).startsWith("In " + name + "\nChangeset: ");
        }
    }

    @Test
    void showsWhatXmlCannotHoldAsPictures() throws Exception {
        for (String name : HostileNames.WITH_CONTROLS) {
            assertThat(only(parsed(Reports.report(Reports.failed(name, "In " + name))), "testcase")
                            .getAttribute("name"))
                    .doesNotContainPattern("[\\x00-\\x1F]")
                    .hasSameSizeAs(name);
        }
        Document document = parsed(Reports.report(Reports.failed("a\u0001b\nc", "x\u0000y\n\uFFFF \uD83D z")));
        assertThat(only(document, "testcase").getAttribute("name")).isEqualTo("a\u2401b\u240Ac");
        assertThat(only(document, "failure").getTextContent()).startsWith("x\u2400y\n\uFFFD \uFFFD z\n");
    }

    @Test
    void writesNumbersTheSameInEveryLanguage() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(text(Reports.report(Reports.upToDate("acme"))))
                    .contains("time=\"0.100\"")
                    .contains("timestamp=\"2026-11-22T10:15:30\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Element only(Document document, String name) {
        assertThat(document.getElementsByTagName(name).getLength()).isEqualTo(1);
        return (Element) document.getElementsByTagName(name).item(0);
    }

    private static Document parsed(RunReport report) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text(report))));
    }

    private static String text(RunReport report) throws IOException {
        StringWriter writer = new StringWriter();
        JUnitXmlReport.write(report, Reports.AS_IT_IS, writer);
        return writer.toString();
    }
}
