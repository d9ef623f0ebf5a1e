package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is to be taken back, as the user gave it. */
public record RollbackParameters(
        String rollbackCount, String rollbackTag, String rollbackDate, String rollbackRun, boolean force) {

    /** @throws RunRefusedException unless exactly one of them is given, and rightly */
    public Rollback rollback() {
        List<String> given = Stream.of(rollbackCount, rollbackTag, rollbackDate, rollbackRun)
                .filter(Objects::nonNull)
                .toList();
        if (given.size() != 1) {
            throw new RunRefusedException(
                    (given.isEmpty() ? "How far back? Set" : "How far back is said in " + given.size() + " ways. Set")
                            + " exactly one of -Dpgmt.rollbackCount, -Dpgmt.rollbackTag, -Dpgmt.rollbackDate and "
                            + "-Dpgmt.rollbackRun.");
        }
        return new Rollback(target(), force);
    }

    /**
     * The selection itself.
     *
     * @throws RunRefusedException as {@link #rollback()}
     */
    public SelectionParameters requireOne(SelectionParameters selection) {
        rollback();
        return selection;
    }

    /** Whether the same rollback, asked for again, takes back nothing more. */
    public boolean isRepeatable() {
        return rollbackCount == null;
    }

    private RollbackTarget target() {
        if (rollbackCount != null) {
            return count();
        }
        if (rollbackTag != null) {
            return new RollbackTarget.Tag(rollbackTag);
        }
        return rollbackDate == null ? new RollbackTarget.Runs(runs()) : new RollbackTarget.Date(date());
    }

    private List<String> runs() {
        List<String> runs =
                Stream.of(rollbackRun.split(",", -1)).map(String::trim).toList();
        if (runs.contains("")) {
            throw new RunRefusedException("-Dpgmt.rollbackRun=" + rollbackRun
                    + " has an empty entry. Write the runs' ids with commas between them: r00abcdefg,r00abcdehi.");
        }
        return runs;
    }

    private RollbackTarget count() {
        try {
            return new RollbackTarget.Count(Integer.parseInt(rollbackCount.trim()));
        } catch (IllegalArgumentException e) {
            throw new RunRefusedException(
                    "-Dpgmt.rollbackCount=" + rollbackCount + " is no number of changesets: write 1 or more.", e);
        }
    }

    private LocalDateTime date() {
        LocalDateTime time = parse(rollbackDate.trim());
        if (time.isAfter(LocalDateTime.now())) {
            throw new RunRefusedException("-Dpgmt.rollbackDate=" + rollbackDate
                    + " is in the future (in this machine's time zone), so there is nothing to take back.");
        }
        return time;
    }

    private LocalDateTime parse(String text) {
        try {
            return text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay();
        } catch (DateTimeParseException e) {
            throw new RunRefusedException(
                    "-Dpgmt.rollbackDate=" + rollbackDate + " is no ISO local time. Write 2026-11-24T18:30:00, in this "
                            + "machine's time zone and without an offset, or 2026-11-24 for the start of that day.",
                    e);
        }
    }
}
