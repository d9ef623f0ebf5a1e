package io.github.pgmt.migration.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.history.HistoryRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may have come to a history since it was compared with a plan, and what may not. */
class HeldToTest {

    private static final RunId RUN = RunId.startingAt(Instant.EPOCH);
    private static final HistoryRow OLD = row("old", "9:1", "r000000001", "");
    private static final HistoryRow ALWAYS = row("always", "9:2", "r000000001", "");
    private static final HeldTo HELD = held(List.of(OLD, ALWAYS), Optional.empty());

    @Test
    void whatTheRunHasDoneOfItIsNoDifference() {
        assertThat(difference(HELD, OLD, ALWAYS)).isEmpty();
        assertThat(difference(HELD, OLD, own("new"), own("always"))).isEmpty();
    }

    @Test
    void aRowMoreOrLessOrAnotherOneIsOne() {
        assertThat(difference(HELD, OLD)).contains("It does not have file::always::author any more.");
        assertThat(difference(HELD, OLD, ALWAYS, row("other", "9:3", "r000000002", "")))
                .contains("It has got file::other::author.");
        // Planned, and done by somebody else.
        assertThat(difference(HELD, OLD, ALWAYS, row("new", "9:3", "r000000002", "")))
                .contains("It has got file::new::author.");
        // By this run's id, and not planned.
        assertThat(difference(HELD, OLD, ALWAYS, own("other"))).contains("It has got file::other::author.");
        assertThat(difference(HELD, OLD, OLD, ALWAYS)).contains("It has got file::old::author.");
        assertThat(difference(HELD, row("old", "9:2", "r000000001", ""), ALWAYS))
                .contains("The row of file::old::author is another one.");
    }

    @Test
    void anOlderChecksumMayHaveBecomeANewer() {
        HeldTo old = held(
                List.of(row("old", "8:1", "r000000001", ""), row("always", "", "r000000001", "")), Optional.empty());
        assertThat(difference(old, OLD, ALWAYS)).isEmpty();
        assertThat(difference(HELD, row("old", "8:1", "r000000001", ""), ALWAYS))
                .isPresent();
        assertThat(difference(HELD, row("old", "", "r000000001", ""), ALWAYS)).isPresent();
    }

    @Test
    void aTagIsOneWhereAnUpdateEndsWithIt() {
        HistoryRow tagged = row("old", "9:1", "r000000001", "V2");
        assertThat(difference(HELD, tagged, ALWAYS)).isEmpty();
        assertThat(difference(held(List.of(OLD, ALWAYS), Optional.of("v2")), tagged, ALWAYS))
                .isPresent();
        assertThat(difference(held(List.of(OLD, ALWAYS), Optional.of("v1")), tagged, ALWAYS))
                .isEmpty();
    }

    private static HeldTo held(List<HistoryRow> rows, Optional<String> toTag) {
        return new HeldTo(rows, Map.of(id("new"), "9:3", id("always"), "9:2"), toTag, OptionalInt.empty());
    }

    private static Optional<String> difference(HeldTo held, HistoryRow... now) {
        return held.difference(Stream.of(now).toList(), RUN);
    }

    private static HistoryRow own(String id) {
        return row(id, "9:3", RUN.value(), "");
    }

    private static HistoryRow row(String id, String checksum, String run, String tag) {
        return new HistoryRow(
                id(id),
                Optional.of(checksum).filter(text -> !text.isEmpty()),
                "EXECUTED",
                1,
                Optional.of(tag).filter(text -> !text.isEmpty()),
                Optional.of(run),
                Optional.empty());
    }

    private static ChangeSetId id(String id) {
        return new ChangeSetId("file", id, "author");
    }
}
