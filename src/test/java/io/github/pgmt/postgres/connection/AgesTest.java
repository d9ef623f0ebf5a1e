package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 seconds",
        "1, 1 second",
        "59, 59 seconds",
        "60, 1 minute",
        "3599, 59 minutes",
        "7200, 2 hours",
        "86400, 1 day",
        "8640000, 100 days",
        "-2, 0 seconds",
        "-3600, an unknown time"
    })
    void anAgeIsSaidInItsLargestUnit(long seconds, String words) {
        assertThat(Ages.words(seconds)).isEqualTo(words);
    }
}
