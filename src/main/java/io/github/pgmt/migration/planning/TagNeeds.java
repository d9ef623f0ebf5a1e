package io.github.pgmt.migration.planning;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import java.util.List;

/**
 * What of a history counts for where a tag goes: which changesets are recorded in what order, which of them have run again, and
 * which have a tag, or this one. When and with what checksum does not matter.
 *
 * @param layout the columns of Liquibase's history table, which differ between its versions
 */
public record TagNeeds(TenantHistory.State state, List<Row> rows, String layout) {

    /**
     * A row of the history.
     *
     * @param isMeant whether it has the tag that is to be put
     */
    record Row(ChangeSetId changeSet, String execType, boolean isTagged, boolean isMeant) {}

    /** @param tag that is to be put */
    public static TagNeeds of(TenantHistory history, String tag) {
        return new TagNeeds(
                history.state(),
                history.rows().stream().map(row -> row(row, tag)).toList(),
                history.layout());
    }

    private static Row row(HistoryRow row, String tag) {
        return new Row(
                row.changeSet(),
                row.execType(),
                row.tag().isPresent(),
                row.tag().filter(tag::equalsIgnoreCase).isPresent());
    }
}
