package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackParametersTest {

    @Test
    void exactlyOneSaysHowFarBack() {
        assertThat(target("3", null, null, null)).isEqualTo(new RollbackTarget.Count(3));
        assertThat(target(null, "v1", null, null)).isEqualTo(new RollbackTarget.Tag("v1"));
        assertThat(target(null, null, null, "r00abcdefg ")).isEqualTo(new RollbackTarget.Runs(List.of("r00abcdefg")));
        assertThatThrownBy(() -> target(null, null, null, null))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.rollbackRun");
        assertThatThrownBy(() -> target("1", "v1", null, null))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("How far back is said in 2 ways.");
    }

    @Test
    void severalRunsAreAListAtCommas() {
        assertThat(target(null, null, null, "r00abcdefg, r00abcdehi,r00abcdefg"))
                .isEqualTo(new RollbackTarget.Runs(List.of("r00abcdefg", "r00abcdehi")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "r00abcdefg,", ",r00abcdefg", "r00abcdefg, ,r00abcdehi"})
    void aListOfRunsWithAnEmptyEntryIsRefused(String runs) {
        assertThatThrownBy(() -> target(null, null, null, runs))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.rollbackRun=" + runs + " has an empty entry.");
    }

    @Test
    void aDateIsLocalTime() {
        assertThat(target(null, null, "2026-01-31T18:30:05", null))
                .isEqualTo(new RollbackTarget.Date(LocalDateTime.of(2026, 1, 31, 18, 30, 5)));
        assertThat(target(null, null, "2026-01-31", null))
                .isEqualTo(new RollbackTarget.Date(LocalDateTime.of(2026, 1, 31, 0, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-01-31T18:30:05Z", "2026-01-31T18:30:05+01:00", "31.1.2026", "yesterday", "2999-01-01"})
    void aDateThatIsNoneOrLiesInTheFutureIsRefused(String date) {
        assertThatThrownBy(() -> target(null, null, date, null))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.rollbackDate=" + date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "all", ""})
    void aCountIsAtLeastOne(String count) {
        assertThatThrownBy(() -> target(count, null, null, null))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("write 1 or more");
    }

    private static RollbackTarget target(String count, String tag, String date, String run) {
        return new RollbackParameters(count, tag, date, run, false).rollback().target();
    }
}
