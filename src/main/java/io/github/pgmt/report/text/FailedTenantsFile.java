package io.github.pgmt.report.text;

import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file that a retry reads as {@code tenantsFile}: the names of the tenants that failed or were not come to, one a
 * line. A name with a line end in it cannot be in such a file and is left out.
 */
public final class FailedTenantsFile {

    private FailedTenantsFile() {}

    /** Where the file of a goal is. */
    public static Path in(Path directory, String goal) {
        return directory.resolve(goal + ".failed.txt");
    }

    /** The names in the file, in the report's order; when there are none there is no file. */
    public static List<String> names(GoalReport report) {
        return report.tenantsToRetry().stream()
                .filter(FailedTenantsFile::fitsOnALine)
                .toList();
    }

    /** Those whose names cannot be in the file. */
    public static List<String> leftOut(GoalReport report) {
        return report.tenantsToRetry().stream()
                .filter(tenant -> !fitsOnALine(tenant))
                .toList();
    }

    /** How to go on with databases that did not say which tenants they have; empty where all did. */
    public static Optional<String> withoutNames(GoalReport report) {
        List<String> databases = report.databasesToRetry();
        return databases.isEmpty()
                ? Optional.empty()
                : Optional.of("The tenants of " + String.join(", ", databases)
                        + " are in no list, since nobody could tell them: when "
                        + (databases.size() == 1 ? "the database answers" : "the databases answer")
                        + (isRepeatable(report)
                                ? ", run the same command again."
                                : ", run it for them alone, with -Dpgmt.tenants="
                                        + databases.stream()
                                                .map(database -> database + "/*")
                                                .collect(Collectors.joining(",", "'", "'"))
                                        + " as its selection: the same command again would do more in the others."));
    }

    private static boolean isRepeatable(GoalReport report) {
        return !(report instanceof OperationReport operation) || operation.repeatable();
    }

    /** Which tenants are in it: {@code failed}, {@code skipped}, or {@code failed and skipped} ones. */
    public static String which(GoalReport report) {
        Set<String> failed = Set.copyOf(report.failedTenants());
        List<String> toRetry = report.tenantsToRetry();
        if (failed.containsAll(toRetry)) {
            return "failed";
        }
        return toRetry.stream().noneMatch(failed::contains) ? "skipped" : "failed and skipped";
    }

    /** Writes the names, each with a line feed behind it on every platform. The writer is not closed. */
    public static void write(RunReport report, OutgoingText shown, Writer writer) throws IOException {
        for (String name : names(report.body())) {
            writer.write(shown.name(name));
            writer.write('\n');
        }
    }

    private static boolean fitsOnALine(String tenant) {
        return tenant.indexOf('\n') < 0 && tenant.indexOf('\r') < 0;
    }
}
