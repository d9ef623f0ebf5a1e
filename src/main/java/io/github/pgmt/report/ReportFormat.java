package io.github.pgmt.report;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.DidYouMean;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A kind of file that says what a run did. */
public enum ReportFormat {
    /** {@code <goal>.json}, for programs. */
    JSON,
    /** {@code TEST-pgmt.<goal>.xml}, JUnit XML for build servers: a tenant is a test case. */
    JUNIT,
    /** {@code <goal>.md}, for the pages that build servers show people. */
    MARKDOWN,
    /** {@code <goal>.prom}, numbers for Prometheus. */
    PROMETHEUS,
    /** {@code <goal>.html}, a page for people. */
    HTML;

    /**
     * Reads a format's name; case and surrounding blanks do not matter.
     *
     * @throws RunRefusedException when there is no such format; the message names those that there are
     */
    public static ReportFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /**
     * Reads names that are separated by commas.
     *
     * @throws RunRefusedException when an entry is empty or no format's name
     */
    public static Set<ReportFormat> parseList(String names) {
        Set<ReportFormat> formats = EnumSet.noneOf(ReportFormat.class);
        for (String name : names.split(",", -1)) {
            formats.add(parse(name));
        }
        return Collections.unmodifiableSet(formats);
    }

    private static RunRefusedException unknown(String name) {
        List<String> valid = Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
        return new RunRefusedException(
                "\"" + name.strip() + "\" in -Dpgmt.reportFormats is no report format. Valid are: "
                        + String.join(", ", valid) + "." + DidYouMean.of(name.strip(), valid));
    }
}
