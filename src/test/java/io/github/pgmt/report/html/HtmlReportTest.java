package io.github.pgmt.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunCohort;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.preview.CohortPreview;
import io.github.pgmt.migration.preview.RunPreview;
import io.github.pgmt.report.HostileNames;
import io.github.pgmt.report.ReportFiles;
import io.github.pgmt.report.ReportFormat;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.testing.ExampleFleet;
import io.github.pgmt.testing.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The page is written so that a parser of XML reads it as browsers do. */
class HtmlReportTest {

    /** More than fits into blocks of their own. */
    private static final int MANY = 5000;

    private static final int MEGABYTES = 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void theNumbersAreThoseOfTheJson() throws Exception {
        Document page = page(ExampleFleet.of(500));
        JsonObject json = JsonParser.parseString(Files.readString(directory.resolve("migrate-all.json")))
                .getAsJsonObject();

        Map<String, Integer> told = new TreeMap<>();
        all(page, "ul", legend -> legend.getAttribute("class").equals("legend")).stream()
                .flatMap(legend -> all(legend, "li", any -> true).stream())
                .map(HtmlReportTest::words)
                .forEach(words -> told.put(words.split(" ", 3)[2], Integer.parseInt(words.split(" ", 3)[1])));
        Map<String, Integer> counted = new TreeMap<>();
        Map<String, Integer> done = new TreeMap<>();
        Map<String, List<String>> rows = new HashMap<>();
        for (JsonElement element : json.getAsJsonArray("tenants")) {
            JsonObject tenant = element.getAsJsonObject();
            String outcome =
                    tenant.get("outcome").getAsString().toLowerCase(Locale.ROOT).replace('_', ' ');
            counted.merge(outcome, 1, Integer::sum);
            int applied = tenant.getAsJsonArray("applied").size();
            rows.put(
                    tenant.get("schema").getAsString(),
                    List.of(
                            outcome,
                            applied == 0 ? "" : String.valueOf(applied),
                            tenant.has("startedAtMs")
                                    ? tenant.get("startedAtMs").getAsString()
                                    : "-1",
                            tenant.get("durationMs").getAsString()));
            tenant.getAsJsonArray("applied")
                    .forEach(changeSet -> done.merge(
                            changeSet.getAsJsonObject().get("file").getAsString() + "::"
                                    + changeSet.getAsJsonObject().get("id").getAsString() + "::shop",
                            1,
                            Integer::sum));
        }

        assertThat(told).isEqualTo(counted);
        assertThat(doneInMatrix(page)).isEqualTo(done);
        assertThat(tenants(page)).isEqualTo(rows);
        assertThat(text(page))
                .contains(
                        json.getAsJsonObject("summary").get("changesetsApplied").getAsString());
    }

    @Test
    void aCohortHasTheNumberThatItHasInTheJson() throws Exception {
        RunReport fleet = ExampleFleet.of(60);
        RunCourse course = fleet.course();
        List<RunCohort> smallestFirst = new ArrayList<>(course.cohorts());
        Collections.reverse(smallestFirst);
        RunReport report = new RunReport(
                fleet.head(),
                fleet.body(),
                new RunCourse(course.phases(), course.pauses(), smallestFirst, course.pilots(), course.tenants()));

        List<String> heads = matrixHeads(page(report));

        List<String> numbered = JsonParser.parseString(Files.readString(directory.resolve("migrate-all.json")))
                .getAsJsonObject()
                .getAsJsonArray("cohorts")
                .asList()
                .stream()
                .map(JsonElement::getAsJsonObject)
                .map(cohort -> "Cohort " + cohort.get("cohort") + cohort.get("tenants") + " tenants")
                .toList();
        assertThat(heads).containsExactlyElementsOf(numbered).hasSize(2);
    }

    @Test
    void inADryRunACohortHasTheNumberThatItHasInTheScript() throws Exception {
        List<TenantResult> tenants = List.of(
                Reports.planned("acme", Reports.FLAGS),
                Reports.planned("beta", Reports.USERS),
                Reports.planned("delta", Reports.USERS),
                Reports.planned("gamma", Reports.NOTES));
        RunPreview preview = new RunPreview(List.of(sent("acme"), sent("beta", "delta")), List.of(), List.of(), false);
        OperationResults results = new OperationResults(tenants, List.of()).previewing(preview);

        assertThat(matrixHeads(page(Reports.report(new OperationReport(Operation.MIGRATE, true, results)))))
                .containsExactly("Cohort 11 tenant", "Cohort 22 tenants", "In no cohort1 tenant");
        assertThat(directory.resolve("migrate-all.sql")).content().contains("-- Cohort 2: 2 tenants");
    }

    private static CohortPreview sent(String... schemas) {
        return new CohortPreview(
                Stream.of(schemas).map(TenantId::of).toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new PreviewedScript(List.of(), List.of()));
    }

    /** Without the names that are folded away. */
    private static List<String> matrixHeads(Document page) {
        Element matrix = all(page, "table", table -> table.getAttribute("class").equals("matrix"))
                .get(0);
        return all(matrix, "th", head -> head.getAttribute("scope").equals("col")).stream()
                .skip(1)
                .map(head -> head.getFirstChild().getTextContent()
                        + words(all(head, "summary", any -> true).get(0)))
                .toList();
    }

    private static Map<String, Integer> doneInMatrix(Document page) {
        Map<String, Integer> done = new TreeMap<>();
        Element matrix = all(page, "table", table -> table.getAttribute("class").equals("matrix"))
                .get(0);
        for (Element row : all(body(matrix), "tr", any -> true)) {
            String changeSet = words(all(row, "th", any -> true).get(0));
            all(row, "div", cell -> words(cell).endsWith(" done"))
                    .forEach(cell ->
                            done.merge(changeSet, Integer.parseInt(words(cell).split(" ")[1]), Integer::sum));
        }
        return done;
    }

    /** Each with its outcome, its number of changesets, and what its times are sorted by. */
    private static Map<String, List<String>> tenants(Document page) {
        Map<String, List<String>> tenants = new HashMap<>();
        Element section = all(page, "section", one -> one.getAttribute("id").equals("tenants"))
                .get(0);
        for (Element row : all(body(section), "tr", any -> true)) {
            List<Element> cells = all(row, "td", any -> true);
            tenants.put(
                    words(cells.get(0)),
                    List.of(
                            words(cells.get(1)).substring(2),
                            words(cells.get(4)),
                            cells.get(5).getAttribute("data-sort"),
                            cells.get(6).getAttribute("data-sort")));
        }
        return tenants;
    }

    private static Element body(Element table) {
        return all(table, "tbody", any -> true).get(0);
    }

    @Test
    void nothingIsOnThePageThatAStrictPolicyForbidsOrThatNeedsANetwork() throws Exception {
        Document page = page(ExampleFleet.of(60));

        for (Element element : all(page, "*", any -> true)) {
            for (int index = 0; index < element.getAttributes().getLength(); index++) {
                Attr attribute = (Attr) element.getAttributes().item(index);
                assertThat(attribute.getName()).isNotEqualTo("style").doesNotStartWith("on");
                assertThat(attribute.getValue()).doesNotContain("data:", "http:", "https:", "//");
            }
        }
        assertThat(all(page, "link", any -> true))
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("pgmt.css");
        assertThat(all(page, "script", script -> script.hasAttribute("src"))).isEmpty();
        assertThat(words(all(page, "style", any -> true).get(0)))
                .isEqualTo(Files.readString(directory.resolve("pgmt.css")).strip());
        assertThat(HtmlReport.style()).doesNotContain("url(", "@import");
        assertThatThrownBy(() -> new HtmlDocument().begin("p", "style", "color: red"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HtmlDocument().begin("p", "onclick", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThatMeanSomethingToABrowserAreShownAsTheyAre() throws Exception {
        List<String> names = new ArrayList<>(HostileNames.ALL);
        names.add("\u00E4".repeat(31) + "z");
        names.add("</script><img src=x onerror=alert(1)>");

        Document page = page(ExampleFleet.of(names.size(), index -> names.get(index)));

        assertThat(tenants(page).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(Printable::name).map(String::strip).toList());
        assertThat(all(page, "img", any -> true)).isEmpty();
        Document shared =
                page(Reports.withShared(Reports.report(Reports.migrated("acme")), Reports.migrated("\u05D0: b")));
        assertThat(words(all(all(shared, "h3", any -> true).get(0), "bdi", any -> true)
                        .get(0)))
                .isEqualTo("\u05D0: b");
        assertThat(all(page, "script", any -> true)).hasSize(1);
    }

    @Test
    void aPageOfManyTenantsIsSmallEnough() throws Exception {
        Document page = page(ExampleFleet.of(
                MANY, index -> String.format("tenant_with_a_name_that_is_as_long_as_one_may_be_in_pg_%08d", index)));

        assertThat(Files.size(directory.resolve("migrate-all.html"))).isLessThan(3L * MEGABYTES);
        assertThat(tenants(page)).hasSize(MANY);
        assertThat(all(page, "div", wide -> wide.getAttribute("class").contains("long")))
                .as("laid out when somebody comes to it")
                .singleElement()
                .satisfies(wide -> assertThat(wide.getAttribute("aria-label")).isEqualTo("Tenants"));
        assertThat(all(page, "rect", any -> true)).hasSizeLessThan(8 * 480 + 50).hasSizeGreaterThan(100);
    }

    @Test
    void everyTryAndEveryWaitIsInTheTimeline() throws Exception {
        Document page = page(ExampleFleet.of(60));

        List<String> titles = all(page, "svg", svg -> svg.getAttribute("class").equals("timeline")).stream()
                .flatMap(svg -> all(svg, "title", any -> true).stream())
                .map(HtmlReportTest::words)
                .toList();
        assertThat(titles)
                .filteredOn(title -> title.contains("another session was in its way (0.7 s)"))
                .hasSize(2)
                .anyMatch(title -> title.startsWith("granite: waited"));
        assertThat(titles).filteredOn(title -> title.startsWith("granite:")).hasSize(3);
        assertThat(IntStream.range(0, 60).filter(index -> index % 20 != 19).count() + 2 * 2 + 5)
                .isEqualTo(titles.size());
    }

    @Test
    void aRetryDoesWhatIsLeftAndNoMore() throws Exception {
        TenantResult skipped = TenantResult.skipped(TenantId.of("beta"));
        TenantResult failed = Reports.failed("acme", "No.");

        assertThat(retry(Reports.operation(Reports.migrated("acme"), skipped)))
                .contains("Retry the skipped tenants alone", "-Dpgmt.tenantsFile=")
                .doesNotContain("dryRun");
        assertThat(retry(Reports.operation(true, List.of(failed, skipped), List.of())))
                .contains("-Dpgmt.tenantsFile=", "-Dpgmt.dryRun=true");
        assertThat(retry(Reports.operation(failed)))
                .contains("run the same command again.")
                .doesNotContain("tenantsFile");
        TenantResult halfWay = TenantResult.failed(
                failed.id(),
                failed.duration(),
                TenantResult.ChangeSets.undone(List.of(Reports.FLAGS)),
                failed.failure().orElseThrow());
        assertThat(retry(new OperationReport(
                        Operation.ROLL_BACK,
                        false,
                        false,
                        false,
                        false,
                        new OperationResults(List.of(halfWay, skipped), List.of()))))
                .contains("Do not repeat the command", "Retry the skipped tenants alone");
    }

    private String retry(OperationReport report) throws Exception {
        return words(all(
                        page(Reports.report(report)),
                        "section",
                        section -> section.getAttribute("id").equals("retry"))
                .get(0));
    }

    private Document page(RunReport report) throws Exception {
        new ReportFiles(directory, EnumSet.of(ReportFormat.JSON, ReportFormat.HTML)).write(report);
        return parsed(directory.resolve("migrate-all.html"));
    }

    private static Document parsed(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static List<Element> all(Node within, String name, Predicate<Element> which) {
        NodeList found = within instanceof Document page
                ? page.getElementsByTagName(name)
                : ((Element) within).getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .map(Element.class::cast)
                .filter(which)
                .toList();
    }

    private static String text(Document page) throws IOException {
        return page.getDocumentElement().getTextContent();
    }

    private static String words(Element element) {
        return element.getTextContent().strip();
    }
}
