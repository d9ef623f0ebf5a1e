package io.github.pgmt.report.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.event.RunDatabase;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Reports;
import io.github.pgmt.testing.Statuses;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusReportTest {

    private static final Pattern HEAD = Pattern.compile("# (?:HELP ([a-z_]+) [A-Z].*\\.|TYPE ([a-z_]+) gauge)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)\\{([a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"(?:,(?!}))?)+} -?\\d+(?:\\.\\d+)?");

    /** As Prometheus' description of the format has it, and as a collector needs it that reads the files of many goals. */
    @ParameterizedTest
    @MethodSource("io.github.pgmt.report.EveryReportTest#examples")
    void everyMetricHasHelpAndTypeAndThenAllItsSamples(RunReport report) throws IOException {
        String text = text(report);
        assertThat(text).endsWith("\n");
        Map<String, List<String>> lines = new LinkedHashMap<>();
        String last = "";
        for (String line : text.split("\n")) {
            String name = name(line);
            if (!name.equals(last)) {
                assertThat(lines).as("one group of lines a metric: %s", line).doesNotContainKey(name);
            }
            lines.computeIfAbsent(name, absent -> new ArrayList<>()).add(line);
            last = name;
        }
        lines.forEach((name, ofMetric) -> {
            assertThat(ofMetric.get(0)).startsWith("# HELP " + name + " ");
            assertThat(ofMetric.get(1)).isEqualTo("# TYPE " + name + " gauge");
            assertThat(ofMetric.subList(2, ofMetric.size())).isNotEmpty().allMatch(line -> line.startsWith(name + "{"));
            assertThat(ofMetric.stream().map(line -> line.replaceFirst(" \\S+$", "")))
                    .doesNotHaveDuplicates();
        });
        assertThat(text).doesNotContain("acme").doesNotContain("beta").contains("pgmt_tenants{goal=");
    }

    private static String name(String line) {
        Matcher head = HEAD.matcher(line);
        if (head.matches()) {
            return head.group(1) == null ? head.group(2) : head.group(1);
        }
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        return sample.group(1);
    }

    @Test
    void aMigrationTellsWhenItEndedHowLongItTookAndWhatCameOfTheTenants() throws IOException {
        RunReport report = Reports.report(
                Reports.migrated("acme", Reports.FLAGS, Reports.USERS),
                Reports.failed("beta", "No."),
                Reports.upToDate("demo"));

        assertThat(samples(report))
                .containsExactly(
                        "pgmt_run_timestamp_seconds{goal=\"migrate-all\"} 1795342571.123",
                        "pgmt_run_duration_seconds{goal=\"migrate-all\"} 41.000",
                        "pgmt_run_success{goal=\"migrate-all\"} 0",
                        "pgmt_tenants{goal=\"migrate-all\",outcome=\"migrated\"} 1",
                        "pgmt_tenants{goal=\"migrate-all\",outcome=\"up_to_date\"} 1",
                        "pgmt_tenants{goal=\"migrate-all\",outcome=\"planned\"} 0",
                        "pgmt_tenants{goal=\"migrate-all\",outcome=\"failed\"} 1",
                        "pgmt_tenants{goal=\"migrate-all\",outcome=\"skipped\"} 0",
                        "pgmt_changesets_applied{goal=\"migrate-all\"} 2");
    }

    @Test
    void aStatusTellsWhatIsPending() throws IOException {
        RunReport report = Statuses.withShared(
                Statuses.report(
                        false,
                        Statuses.upToDate("acme"),
                        Statuses.pending("beta", Reports.FLAGS, Reports.USERS),
                        Statuses.locked("demo", Reports.FLAGS)),
                Statuses.pending("public", Reports.NOTES));

        assertThat(samples(report))
                .contains(
                        "pgmt_run_success{goal=\"status\"} 1",
                        "pgmt_tenants{goal=\"status\",outcome=\"pending\"} 1",
                        "pgmt_tenants{goal=\"status\",outcome=\"locked\"} 1",
                        "pgmt_tenants{goal=\"status\",outcome=\"unreachable\"} 0",
                        "pgmt_pending_changesets{goal=\"status\"} 3",
                        "pgmt_shared_pending_changesets{goal=\"status\"} 1")
                .hasSize(3 + TenantStatus.State.values().length + 2);
    }

    @Test
    void driftAndTheDoctorHaveNumbersOfTheirOwn() throws IOException {
        assertThat(samples(Drifts.report())).contains("pgmt_tenants_drifted{goal=\"drift\"} 1");
        assertThat(samples(Examinations.report(false, Examinations.WARNING, Examinations.ERROR)))
                .contains(
                        "pgmt_findings{goal=\"doctor\",severity=\"error\"} 1",
                        "pgmt_findings{goal=\"doctor\",severity=\"warning\"} 1",
                        "pgmt_findings{goal=\"doctor\",severity=\"info\"} 0");
    }

    /** An alarm on something pending must not be silenced by a night on which nobody could look. */
    @Test
    void aRunThatCameToNoTenantSaysNothingOfThem() throws IOException {
        assertThat(samples(Reports.broken("The database is down.")))
                .extracting(sample -> sample.replaceFirst("\\{.*", ""))
                .containsExactly("pgmt_run_timestamp_seconds", "pgmt_run_duration_seconds", "pgmt_run_success");
    }

    @Test
    void howManySeriesThereAreDoesNotDependOnTheTenants() throws IOException {
        RunReport many = Statuses.report(
                false,
                IntStream.range(0, 1000)
                        .mapToObj(number -> Statuses.pending("t" + number, Reports.changeSet("a.sql", "c" + number)))
                        .toList());

        assertThat(samples(many)).hasSameSizeAs(samples(Statuses.report(false, Statuses.upToDate("acme"))));
    }

    @Test
    void eachListedDatabaseTellsWhetherAllWentWellThereUnderItsNameWhateverThatIs() throws IOException {
        RunReport report = Reports.report(Reports.upToDate("acme"));
        RunHead head = new RunHead(
                "migrate-all",
                Reports.RUN_ID,
                RunReport.Result.FAILED,
                Optional.empty(),
                Reports.STARTED_AT,
                Duration.ofSeconds(41),
                Optional.empty(),
                List.of(
                        new RunDatabase("eu\"1\\\n", "jdbc:postgresql://eu1/app", Optional.empty()),
                        new RunDatabase("us", "jdbc:postgresql://us/app", Optional.of("It is down."))));

        assertThat(samples(new RunReport(head, report.body())))
                .contains(
                        "pgmt_database_success{goal=\"migrate-all\",database=\"eu\\\"1\\\\\\n\"} 1",
                        "pgmt_database_success{goal=\"migrate-all\",database=\"us\"} 0");
    }

    private static List<String> samples(RunReport report) throws IOException {
        return text(report).lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static String text(RunReport report) throws IOException {
        StringWriter writer = new StringWriter();
        PrometheusReport.write(report, Reports.AS_IT_IS, writer);
        return writer.toString();
    }
}
