package io.github.pgmt.migration.history;

import java.util.Objects;

/**
 * A tag on rows of one run, or of one day.
 *
 * @param tag as the histories have it; two that differ in case alone are one to a rollback
 * @param tenants how many bear it there
 * @param period when the rows were written that bear it; when they were tagged, no history tells
 */
public record RecordedTag(String tag, int tenants, Period period) {

    public RecordedTag {
        Objects.requireNonNull(tag, "tag is null");
        Objects.requireNonNull(period, "period is null");
    }

    /** The same in those tenants and in others. */
    RecordedTag and(RecordedTag ofOthers) {
        return new RecordedTag(tag, tenants + ofOthers.tenants, period.and(ofOthers.period));
    }
}
