package io.github.pgmt.migration.history;

import io.github.pgmt.migration.RunId;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the histories of many tenants have of one run of pgmt's, or of one day on which somebody else wrote into them. A row
 * counts for the run that wrote it last. Ids of Liquibase's own are the last ten digits of the milliseconds since 1970, which
 * repeat every 116 days, and every tenant has others; hence the day, that of {@code DATEEXECUTED}.
 *
 * @param key which run, or which day
 * @param period when the first and the last of the rows were written
 * @param tenants how many have rows of it
 * @param changeSets how many rows there are in all of these
 * @param ranAgain of these, {@code RERAN}: a rollback does not take them back as the run's work
 * @param markedRan of these, {@code MARK_RAN}: nothing but the row came of them
 * @param tags on the rows
 */
public record RecordedRun(
        Key key, Period period, int tenants, long changeSets, long ranAgain, long markedRan, List<RecordedTag> tags) {

    /**
     * The last one first; those that do not tell when last. An id tells when its run began, whatever a tenant's owner writes beside
     * it and whichever time zone the run was in; so no tenant can make a run of all the others newer than it is.
     */
    public static final Comparator<RecordedRun> NEWEST_FIRST = Comparator.comparing(RecordedRun::time)
            .thenComparing(run -> run.key().id().orElse(""))
            .reversed();

    private LocalDateTime time() {
        return key.id()
                .map(id -> LocalDateTime.ofInstant(new RunId(id).startedAt(), ZoneId.systemDefault()))
                .or(period::last)
                .orElse(LocalDateTime.MIN);
    }

    /** Whose work it was. */
    public enum Kind {
        /** A run of pgmt's that applied changesets. */
        RUN,
        /** A run of pgmt's that only recorded them ({@code changelog-sync}). */
        SYNC,
        /** Liquibase's own, or whoever wrote into the histories, on that day. */
        OTHERS
    }

    /**
     * Tells it from the others.
     *
     * @param day only where there is no id; empty too where the rows do not tell
     * @param id the run's; empty where it was none of pgmt's
     */
    public record Key(Optional<LocalDate> day, Optional<String> id) {

        public Key {
            Objects.requireNonNull(id, "id is null");
            if (id.isPresent() && day.isPresent()) {
                throw new IllegalArgumentException("A run that has an id is not summed up by day: " + id.get());
            }
        }
    }

    public RecordedRun {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(period, "period is null");
        tags = List.copyOf(tags);
    }

    /** See {@link Kind}. */
    public Kind kind() {
        return key.id()
                .map(id -> HistoryRow.isOfSync(id) ? Kind.SYNC : Kind.RUN)
                .orElse(Kind.OTHERS);
    }

    /** Whether it applied something for the first time, which alone a rollback takes back as its work. */
    public boolean canBeTakenBack() {
        return kind() == Kind.RUN && changeSets > ranAgain;
    }

    /** The same with these tags. */
    public RecordedRun with(List<RecordedTag> others) {
        return new RecordedRun(key, period, tenants, changeSets, ranAgain, markedRan, others);
    }

    /** The same in those tenants and in others. */
    public RecordedRun and(RecordedRun inOthers) {
        Map<String, RecordedTag> all = new TreeMap<>();
        Stream.of(tags, inOthers.tags)
                .flatMap(List::stream)
                .forEach(tag -> all.merge(tag.tag(), tag, RecordedTag::and));
        return new RecordedRun(
                key,
                period.and(inOthers.period),
                tenants + inOthers.tenants,
                changeSets + inOthers.changeSets,
                ranAgain + inOthers.ranAgain,
                markedRan + inOthers.markedRan,
                List.copyOf(all.values()));
    }
}
