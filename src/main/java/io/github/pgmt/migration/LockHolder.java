package io.github.pgmt.migration;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Who has set Liquibase's lock row.
 *
 * @param by host and address, as Liquibase records them; empty where the row does not say, which Liquibase never leaves so
 * @param since when, in the holder's own time zone, which is not recorded; empty where the time is not recorded either
 * @param age how long ago, in words, for example {@code 3 minutes}
 */
public record LockHolder(Optional<String> by, Optional<LocalDateTime> since, String age) {

    public LockHolder {
        Objects.requireNonNull(by, "by is null");
        Objects.requireNonNull(since, "since is null");
        Objects.requireNonNull(age, "age is null");
    }

    /** Whether both were set by the same at the same time; the age differs with every look. */
    public boolean isSameAs(LockHolder other) {
        return by.equals(other.by) && since.equals(other.since);
    }

    /** When, to the second: {@code 2026-11-23T21:04:05}. */
    public Optional<String> sinceText() {
        return since.map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                .map(DateTimeFormatter.ISO_LOCAL_DATE_TIME::format);
    }

    /**
     * With all that is known of it, and what is not.
     *
     * @param set the words before it: {@code locked}
     */
    public String text(String set) {
        Optional<String> time = sinceText().map(text -> " since " + text + ", for " + age);
        return by.map(name -> set + " by " + name + time.orElse(", since when its row does not say"))
                .orElseGet(() -> set
                        + time.map(text -> text + ", by whom its row does not say")
                                .orElse(", by whom and since when its row does not say"));
    }

    @Override
    public String toString() {
        return by.orElse("a holder that its row does not name") + " for " + age;
    }
}
