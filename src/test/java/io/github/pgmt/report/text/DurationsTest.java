package io.github.pgmt.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "49, 0.0 s",
        "800, 0.8 s",
        "9949, 9.9 s",
        "9950, 10 s",
        "41400, 41 s",
        "120499, 120 s",
        "120500, 2 min 1 s",
        "125000, 2 min 5 s",
        "180000, 3 min",
        "3599000, 59 min 59 s",
        "3720000, 1 h 2 min",
        "7200000, 2 h"
    })
    void saysHowLongItTook(long millis, String expected) {
        assertThat(Durations.exact(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1 s",
        "4400, 4 s",
        "38400, 40 s",
        "88000, 90 s",
        "92600, 2 min",
        "170000, 3 min",
        "892000, 15 min",
        "2520000, 40 min",
        "3590000, 1 h",
        "5100000, 1 h 30 min",
        "40500000, 11 h"
    })
    void saysRoughlyHowLongItWillTake(long millis, String expected) {
        assertThat(Durations.rough(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @Test
    void saysItTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Durations.exact(Duration.ofMillis(800))).isEqualTo("0.8 s");
        } finally {
            Locale.setDefault(before);
        }
    }
}
