package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormatTest {

    @Test
    void readsNamesWhateverTheirCaseAndBlanks() {
        assertThat(ReportFormat.parseList("json, JUnit")).containsExactly(ReportFormat.JSON, ReportFormat.JUNIT);
        assertThat(ReportFormat.parseList("junit,junit")).containsExactly(ReportFormat.JUNIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "", "json,", "json junit"})
    void refusesWhatIsNoFormatAndNamesThoseThatAre(String names) {
        assertThatThrownBy(() -> ReportFormat.parseList(names))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.reportFormats")
                .hasMessageContaining("Valid are: json, junit, markdown, prometheus, html.");
    }
}
