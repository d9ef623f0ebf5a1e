package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.report.ReportFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that is none of a parameter's few is refused, with the one that may have been meant. */
class MistypedValuesTest {

    @ParameterizedTest
    @CsvSource({
        "fail_fast, changeset, catalog, fail-fast",
        "FAIL-NEVER, changeset, catalog, fail-never",
        "fail-at-end, tennant, catalog, tenant",
        "fail-at-end, changeset, catalogue, catalog",
    })
    void aNearWordIsAskedFor(String onError, String atomicity, String verify, String meant) {
        assertThatThrownBy(() -> parameters(onError, atomicity, verify).options())
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(" is not one of ")
                .hasMessageEndingWith(" Did you mean \"" + meant + "\"?");
    }

    @Test
    void aNearFormatIsAskedFor() {
        assertThatThrownBy(() -> ReportFormat.parseList("json,junti"))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageEndingWith("Valid are: json, junit, markdown, prometheus, html. Did you mean \"junit\"?");
    }

    private static RunParameters parameters(String onError, String atomicity, String verify) {
        return new RunParameters(
                1,
                onError,
                0,
                0,
                0,
                "0",
                "0",
                "0",
                "0",
                0,
                0,
                "0",
                false,
                new ReplayParameters(true, null, verify),
                atomicity);
    }
}
