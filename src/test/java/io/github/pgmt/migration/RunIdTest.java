package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A rollback of a run must not take another one's work back. */
class RunIdTest {

    @Test
    void runsThatStartInTheSameSecondHaveIdsOfTheirOwn() {
        Instant start = Instant.parse("2026-11-25T03:00:00Z");

        assertThat(IntStream.range(0, 36 * 36)
                        .mapToObj(run -> RunId.startingAt(start).value()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("r[0-9a-z]{9}"));
    }

    @Test
    void tellsWhenItsRunBegan() {
        Instant start = Instant.parse("2026-11-24T18:30:05.750Z");

        assertThat(RunId.startingAt(start).startedAt()).isEqualTo("2026-11-24T18:30:05Z");
        assertThat(RunId.startingAt(start).ofSync().startedAt()).isEqualTo("2026-11-24T18:30:05Z");
    }
}
