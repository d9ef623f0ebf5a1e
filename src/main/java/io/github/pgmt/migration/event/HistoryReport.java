package io.github.pgmt.migration.event;

import io.github.pgmt.migration.history.Period;
import io.github.pgmt.migration.history.RecordedRun;
import io.github.pgmt.migration.history.RecordedTag;
import io.github.pgmt.migration.outcome.RecordedTenant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The runs that the histories of the selected tenants have.
 *
 * @param runs each once, the newest first
 * @param tenants ordered by schema
 * @param tag who bears it, where that was asked
 * @param ofAll whether these are all tenants that there are
 */
public record HistoryReport(List<RecordedRun> runs, List<RecordedTenant> tenants, Optional<String> tag, boolean ofAll)
        implements LookReport {

    /** Of a run that ends before it has looked. */
    public static final HistoryReport NONE = new HistoryReport(List.of(), List.of(), Optional.empty(), true);

    public HistoryReport {
        runs = List.copyOf(runs);
        tenants = List.copyOf(tenants);
        Objects.requireNonNull(tag, "tag is null");
    }

    /** Of runs and tenants in any order. */
    public static HistoryReport ordered(
            List<RecordedRun> runs, List<RecordedTenant> tenants, Optional<String> tag, boolean ofAll) {
        return new HistoryReport(
                runs.stream().sorted(RecordedRun.NEWEST_FIRST).toList(),
                tenants.stream()
                        .sorted(Comparator.comparing(RecordedTenant::id))
                        .toList(),
                tag,
                ofAll);
    }

    /** How many runs, or days of others', there are. */
    public int count(RecordedRun.Kind kind) {
        return (int) runs.stream().filter(run -> run.kind() == kind).count();
    }

    /** How many rows all histories together have. */
    public long changeSets() {
        return runs.stream().mapToLong(RecordedRun::changeSets).sum();
    }

    /** How many tenants bear the tag that was asked for. */
    public int tagged() {
        return (int) tenants.stream().filter(RecordedTenant::tagged).count();
    }

    /** Those that do not, in order; of tenants that could not be looked at that is not known. */
    public List<String> untagged() {
        return tenants.stream()
                .filter(RecordedTenant::lacksTag)
                .map(RecordedTenant::displayName)
                .toList();
    }

    /** When the rows were written that bear the tag that was asked for. */
    public Period taggedPeriod() {
        return runs.stream()
                .flatMap(run -> run.tags().stream())
                .filter(other -> tag.filter(other.tag()::equalsIgnoreCase).isPresent())
                .map(RecordedTag::period)
                .reduce(Period.UNKNOWN, Period::and);
    }

    /** All tags that there are, in order. */
    public List<String> allTags() {
        return runs.stream()
                .flatMap(run -> run.tags().stream())
                .map(RecordedTag::tag)
                .distinct()
                .sorted()
                .toList();
    }

    /** The newest run of which a rollback can take something back. */
    public Optional<String> newestToTakeBack() {
        return runs.stream()
                .filter(RecordedRun::canBeTakenBack)
                .flatMap(run -> run.key().id().stream())
                .findFirst();
    }
}
