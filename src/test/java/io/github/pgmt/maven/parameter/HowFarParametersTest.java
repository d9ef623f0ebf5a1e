package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.failure.RunRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HowFarParametersTest {

    @Test
    void nothingGivenIsToTheEnd() {
        assertThat(new HowFarParameters(null, null).howFar()).isEqualTo(HowFar.WHOLE);
    }

    @Test
    void aTagIsTakenAsItIs() {
        assertThat(new HowFarParameters(" v1", null).howFar()).isEqualTo(HowFar.toTag(" v1"));
    }

    @Test
    void theSameCountAgainAppliesMore() {
        HowFarParameters counting = new HowFarParameters(null, " 3 ");

        assertThat(counting.howFar()).isEqualTo(HowFar.changes(3));
        assertThat(counting.isRepeatable()).isFalse();
        assertThat(new HowFarParameters("v1", null).isRepeatable()).isTrue();
    }

    @Test
    void bothAreRefused() {
        assertThatThrownBy(() -> new HowFarParameters("v1", "3").howFar())
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("How far is said in two ways. Set one of -Dpgmt.toTag and -Dpgmt.changesToApply, not both. "
                        + "Nothing was done.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aBlankTagIsRefused(String tag) {
        assertThatThrownBy(() -> new HowFarParameters(tag, null).howFar())
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.toTag is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "all", "1.5", "99999999999"})
    void whatIsNoNumberOfChangeSetsIsRefused(String count) {
        assertThatThrownBy(() -> new HowFarParameters(null, count).howFar())
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.changesToApply=" + count + " is no number of changesets");
    }
}
