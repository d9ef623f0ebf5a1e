package io.github.pgmt.report.junit;

import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.text.OutgoingText;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a run as the JUnit XML that build servers read: the goal is a test suite, a tenant a test case. */
public final class JUnitXmlReport {

    /** The format's schema has no zone in it; Ant, where it comes from, writes UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final RunReport report;
    private final OutgoingText shown;
    private final String suite;
    private final List<JUnitTestCase> testCases;
    private final XMLStreamWriter xml;

    private JUnitXmlReport(RunReport report, OutgoingText shown, XMLStreamWriter xml) {
        this.report = report;
        this.shown = shown;
        this.suite = "pgmt." + report.goal();
        this.testCases = JUnitTestCase.of(report, shown);
        this.xml = xml;
    }

    /** Writes the whole document; leaves the writer open. */
    public static void write(RunReport report, OutgoingText shown, Writer writer) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
            new JUnitXmlReport(report, shown, xml).writeDocument();
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
            writeErrorOfRun(shown.message(report.error().get()));
        }
        for (JUnitTestCase testCase : testCases) {
            write(testCase);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void writeTotals() throws XMLStreamException {
        int errors = report.error().isPresent() ? 1 : 0;
        writeAttribute("name", suite);
        writeAttribute("tests", String.valueOf(testCases.size() + errors));
        writeAttribute("failures", count(testCase -> testCase.failure().isPresent()));
        writeAttribute("errors", String.valueOf(errors));
        writeAttribute("skipped", count(JUnitTestCase::skipped));
        writeAttribute("time", seconds(report.duration()));
        writeAttribute("timestamp", TIMESTAMP.format(report.startedAt().atOffset(ZoneOffset.UTC)));
    }

    private void writeErrorOfRun(String error) throws XMLStreamException {
        startTestCase(report.goal(), report.duration());
        writeProblem("error", report.result().name(), error, error);
        endTestCase();
    }

    private String count(Predicate<JUnitTestCase> kind) {
        return String.valueOf(testCases.stream().filter(kind).count());
    }

    private void write(JUnitTestCase testCase) throws XMLStreamException {
        startTestCase(testCase.name(), testCase.time());
        if (testCase.failure().isPresent()) {
            JUnitTestCase.Failed failed = testCase.failure().get();
            writeProblem("failure", failed.type(), failed.message(), failed.body());
        }
        if (testCase.skipped()) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("skipped");
            if (testCase.reason().isPresent()) {
                writeAttribute("message", testCase.reason().get());
            }
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

    private void writeAttribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.attribute(value));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
