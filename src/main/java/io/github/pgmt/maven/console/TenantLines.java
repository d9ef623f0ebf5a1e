package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.report.text.Durations;
import io.github.pgmt.report.text.FailureText;
import io.github.pgmt.report.text.OutgoingText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** What the console says about a tenant when it is finished. */
final class TenantLines {

    private static final String INDENT = "    ";

    private TenantLines() {}

    /**
     * A tenant that did not fail.
     *
     * @param counter how far the run is, {@code [ 37/120]}
     * @param settings verbose, they have the changesets named too
     */
    static List<String> succeeded(String counter, TenantResult result, ConsoleSettings settings) {
        OutgoingText shown = settings.shown();
        List<String> lines = new ArrayList<>();
        lines.add(counter + " " + shown.name(result.displayName()) + " ... " + whatHappened(result)
                + time(result.duration()));
        if (settings.verbose()) {
            TenantResult.ChangeSets changeSets = result.changeSets();
            lines.addAll(Wording.named(INDENT, changeSets.applied(), shown));
            lines.addAll(Wording.named(INDENT + "taken back: ", changeSets.undone(), shown));
            lines.addAll(Wording.named(INDENT + "not run: ", changeSets.notRun(), shown));
            lines.addAll(Wording.named(INDENT + "runs always: ", changeSets.always(), shown));
        }
        return lines;
    }

    /** A tenant whose lock was released, is to be, or is not set. */
    static List<String> ofLock(String counter, TenantResult result, OutgoingText shown) {
        String what = switch (result.outcome()) {
            case UP_TO_DATE ->
                "no lock"
                        + result.reason()
                                .map(reason -> " (" + shown.message(reason) + ")")
                                .orElse("");
            case PLANNED -> "locked";
            default -> whatHappened(result);
        };
        return List.of(counter + " " + shown.name(result.displayName()) + " ... " + what + time(result.duration()));
    }

    /** A failed tenant: all that is known of it. */
    static List<String> failed(String counter, TenantResult result, OutgoingText shown) {
        int applied = result.changeSets().applied().size();
        int undone = result.changeSets().undone().size();
        String headline = counter + " " + shown.name(result.displayName()) + " ... "
                + MessageUtils.buffer().failure("FAILED").build()
                + (applied == 0 ? "" : " after " + Wording.count(applied, "changeset"))
                + (undone == 0 ? "" : " after " + Wording.count(undone, "changeset") + " taken back")
                + time(result.duration());
        return withFailure(headline, result, shown);
    }

    /** A tenant that was told of as a success before. */
    static List<String> notConfirmed(TenantResult result, OutgoingText shown) {
        String headline = shown.name(result.displayName()) + " ... "
                + MessageUtils.buffer().failure("FAILED").build() + " when the database was asked";
        return withFailure(headline, result, shown);
    }

    private static List<String> withFailure(String headline, TenantResult result, OutgoingText shown) {
        Failure failure = result.failure().orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        lines.add(INDENT + FailureText.cause(failure, shown::name));
        lines.addAll(Wording.indented(INDENT, shown.message(failure.message())));
        return lines;
    }

    private static String whatHappened(TenantResult result) {
        TenantResult.ChangeSets changeSets = result.changeSets();
        String main = switch (result.outcome()) {
            case MIGRATED -> Wording.count(changeSets.applied().size(), "changeset");
            case CREATED -> "created, " + Wording.count(changeSets.applied().size(), "changeset");
            case ROLLED_BACK -> Wording.count(changeSets.undone().size(), "changeset") + " taken back";
            case DROPPED -> "dropped";
            case SYNCED -> Wording.count(changeSets.applied().size(), "changeset") + " recorded as run";
            case TAGGED -> "tagged";
            case RELEASED -> "released";
            case PLANNED -> planned(changeSets);
            case UP_TO_DATE -> "up to date";
            case SKIPPED -> result.gone() ? "skipped, its schema is gone" : "skipped";
            case FAILED -> throw new IllegalArgumentException(result.outcome() + " is no success");
        };
        int notRun = changeSets.notRun().size();
        return main + (notRun == 0 ? "" : ", " + notRun + " not run");
    }

    private static String planned(TenantResult.ChangeSets changeSets) {
        if (changeSets.pending().isEmpty()) {
            return "planned";
        }
        return changeSets.pending().size() + (changeSets.sql().isEmpty() ? " pending" : " to take back");
    }

    private static String time(Duration duration) {
        return duration.isZero() ? "" : " (" + Durations.exact(duration) + ")";
    }
}
