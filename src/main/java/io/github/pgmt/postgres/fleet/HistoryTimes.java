package io.github.pgmt.postgres.fleet;

import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;

/**
 * What a look at histories makes of the times of their rows.
 *
 * @param since rows that were executed after it say when
 * @param first whether rows are in the order of their times, and of their numbers only where these are equal, as Liquibase reads
 *     them
 */
record HistoryTimes(Optional<LocalDateTime> since, boolean first) {

    /** No row says when it was executed. */
    static final HistoryTimes UNTOLD = new HistoryTimes(Optional.empty(), false);

    /** The same, in the order of the times. */
    static final HistoryTimes FIRST = new HistoryTimes(Optional.empty(), true);

    HistoryTimes {
        Objects.requireNonNull(since, "since is null");
    }

    static HistoryTimes since(LocalDateTime time) {
        return new HistoryTimes(Optional.of(time), false);
    }

    /** The columns of {@link HistoryQuery} to sort by. */
    String order() {
        return first ? "moment, position" : "position, moment";
    }
}
