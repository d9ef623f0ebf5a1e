package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that Maven hands over as text and that mean more than text. */
class ParameterTextTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "5s,PT5S", "2m,PT2M", "2min,PT2M", "1h,PT1H", "0,PT0S", "' 10 s ',PT10S"})
    void readsDurationsAsPostgresWritesThem(String text, Duration expected) {
        assertThat(DurationText.parse("lockTimeout", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "five seconds", "-1s", "1.5s", "5 d"})
    void refusesOtherDurationsAndNamesTheSwitch(String text) {
        assertThatThrownBy(() -> DurationText.parse("lockTimeout", text))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.lockTimeout=" + text)
                .hasMessageContaining("500ms, 5s, 2m");
    }

    @Test
    void readsMapsFromPairsWithEscapes() {
        assertThat(MapText.parse(
                        "pgmt.changelogParameters", "a=1, b = x\\,y ,c=k\\=v,d=back\\\\slash,e=,f==,g=C:\\dir"))
                .containsExactly(
                        entry("a", "1"),
                        entry("b", " x,y "),
                        entry("c", "k=v"),
                        entry("d", "back\\slash"),
                        entry("e", ""),
                        entry("f", "="),
                        entry("g", "C:\\dir"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-value", "=secret-value", "a=1,,b=2", "a=1,a=secret-value"})
    void refusesWhatIsNoMapWithoutShowingAValue(String text) {
        assertThatThrownBy(() -> MapText.parse("pgmt.changelogParameters", text))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.changelogParameters")
                .hasMessageNotContaining("secret-value");
    }
}
