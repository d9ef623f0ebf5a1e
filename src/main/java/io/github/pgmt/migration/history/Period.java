package io.github.pgmt.migration.history;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From when to when rows of histories were written. {@code DATEEXECUTED} has no time zone: it is the local time of the session
 * that wrote the row, which pgjdbc sets to the time zone of its JVM.
 *
 * @param first when the first was written; empty where no row tells
 * @param last when the last was
 */
public record Period(Optional<LocalDateTime> first, Optional<LocalDateTime> last) {

    /** Of rows that do not tell. */
    public static final Period UNKNOWN = new Period(Optional.empty(), Optional.empty());

    public Period {
        Objects.requireNonNull(first, "first is null");
        Objects.requireNonNull(last, "last is null");
    }

    /** The shortest that has both in it. */
    public Period and(Period other) {
        return new Period(
                Stream.of(first, other.first).flatMap(Optional::stream).min(Comparator.naturalOrder()),
                Stream.of(last, other.last).flatMap(Optional::stream).max(Comparator.naturalOrder()));
    }
}
