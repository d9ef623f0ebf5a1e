package io.github.pgmt.report;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunReport;
import io.github.pgmt.migration.TenantResult;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a run as the JUnit XML that build servers read: the goal is a test suite, a tenant a test case. */
final class JUnitXmlReport {

    /** The format's schema has no zone in it; Ant, where it comes from, writes UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final RunReport report;
    private final String suite;
    private final XMLStreamWriter xml;

    private JUnitXmlReport(RunReport report, XMLStreamWriter xml) {
        this.report = report;
        this.suite = "pgmt." + report.goal();
        this.xml = xml;
    }

    /** Writes the whole document; leaves the writer open. */
    static void write(RunReport report, Writer writer) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
            new JUnitXmlReport(report, xml).writeDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void writeDocument() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        writeTotals();
        if (report.error().isPresent()) {
            writeErrorOfRun(report.error().get());
        }
        for (TenantResult tenant : report.tenants()) {
            writeTenant(tenant);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void writeTotals() throws XMLStreamException {
        int errors = report.error().isPresent() ? 1 : 0;
        writeAttribute("name", suite);
        writeAttribute("tests", String.valueOf(report.tenants().size() + errors));
        writeAttribute("failures", String.valueOf(report.count(Outcome.FAILED)));
        writeAttribute("errors", String.valueOf(errors));
        writeAttribute("skipped", String.valueOf(report.count(Outcome.SKIPPED)));
        writeAttribute("time", seconds(report.duration()));
        writeAttribute("timestamp", TIMESTAMP.format(report.startedAt().atOffset(ZoneOffset.UTC)));
    }

    private void writeErrorOfRun(String error) throws XMLStreamException {
        startTestCase(report.goal(), report.duration());
        writeProblem("error", report.result().name(), error, error);
        endTestCase();
    }

    private void writeTenant(TenantResult tenant) throws XMLStreamException {
        startTestCase(tenant.schema(), tenant.duration());
        if (tenant.failure().isPresent()) {
            Failure failure = tenant.failure().get();
            writeProblem("failure", failure.kind().name(), failure.message(), body(failure));
        }
        if (tenant.outcome() == Outcome.SKIPPED) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("skipped");
        }
        endTestCase();
    }

    private void startTestCase(String name, Duration duration) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        writeAttribute("classname", suite);
        writeAttribute("name", name);
        writeAttribute("time", seconds(duration));
    }

    private void endTestCase() throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void writeProblem(String element, String type, String message, String body) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement(element);
        writeAttribute("type", type);
        writeAttribute("message", message.strip().lines().findFirst().orElse(""));
        xml.writeCharacters(XmlText.content(body));
        xml.writeEndElement();
    }

    private static String body(Failure failure) {
        StringBuilder body = new StringBuilder(failure.message());
        failure.changeSet().ifPresent(changeSet -> body.append("\nChangeset: ").append(changeSet));
        failure.sqlState().ifPresent(sqlState -> body.append("\nSQLSTATE: ").append(sqlState));
        return body.toString();
    }

    private void writeAttribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.attribute(value));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
