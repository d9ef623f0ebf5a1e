package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinueParametersTest {

    private static final SelectionParameters SELECTION =
            new SelectionParameters(null, List.of("acme"), null, List.of(), List.of(), true);

    @Test
    void aRunIsGoneOnWith() {
        ContinueParameters given = new ContinueParameters(" r0toxeplhw ");

        assertThat(given.run()).contains(new RunId("r0toxeplhw"));
        assertThat(given.requireRun(SELECTION)).isSameAs(SELECTION);
    }

    @Test
    void withoutOneTheRunIsItsOwn() {
        ContinueParameters none = new ContinueParameters(null);

        assertThat(none.run()).isEmpty();
        assertThat(none.requireRun(SELECTION)).isSameAs(SELECTION);
    }

    /** The second is a sync's, whose rows are no changes, and the third one of Liquibase's own. */
    @ParameterizedTest
    @ValueSource(strings = {"", "s0toxeplhw", "5432123456", "r0toxeplh", "R0TOXEPLHW", "r0toxeplhw,r0toxf02k1"})
    void whatIsNoIdOfSuchARunIsRefused(String text) {
        ContinueParameters given = new ContinueParameters(text);

        assertThat(given.run()).isEmpty();
        assertThatThrownBy(() -> given.requireRun(SELECTION))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageStartingWith("-Dpgmt.continueRun=" + text + " is not the id of a run");
    }
}
