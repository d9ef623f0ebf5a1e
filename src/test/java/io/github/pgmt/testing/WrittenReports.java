package io.github.pgmt.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The names of the tenants, as a program reads them in the report files of a run. */
public record WrittenReports(List<String> namesInJson, List<String> namesInJUnitXml) {

    /** Writes the files and reads them back. */
    public static WrittenReports of(RunReport report, Path directory) {
        try {
            new ReportFiles(directory, Set.of(ReportFormat.values())).write(report);
            return new WrittenReports(
                    json(directory.resolve(report.goal() + ".json")),
                    xml(directory.resolve("TEST-pgmt." + report.goal() + ".xml")));
        } catch (Exception e) {
            throw new AssertionError("A report is not what it should be", e);
        }
    }

    /** What XML can have of a name: pictures where it has control characters, the replacement character for what is no character. */
    public static String inXml(String name) {
        StringBuilder text = new StringBuilder();
        name.chars().forEach(c -> text.append((char) (c < ' ' ? '\u2400' + c : c)));
        return text.toString();
    }

    private static List<String> json(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonElement tenant :
                JsonParser.parseString(Files.readString(file)).getAsJsonObject().getAsJsonArray("tenants")) {
            names.add(tenant.getAsJsonObject().get("schema").getAsString());
        }
        return names;
    }

    private static List<String> xml(Path file) throws Exception {
        List<String> names = new ArrayList<>();
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getElementsByTagName("testcase");
        for (int index = 0; index < cases.getLength(); index++) {
            names.add(((Element) cases.item(index)).getAttribute("name"));
        }
        return names;
    }
}
