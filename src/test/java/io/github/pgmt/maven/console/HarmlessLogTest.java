package io.github.pgmt.maven.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.plugin.logging.Log;
import org.junit.jupiter.api.Test;

class HarmlessLogTest {

    private final RecordingLog recorded = new RecordingLog();
    private final Log log = new HarmlessLog(recorded, thrown -> new IllegalStateException("shown"));

    @Test
    void nothingThatABuildServerObeysGetsThroughOnAnyLevel() {
        log.debug("##vso[a]");
        log.info("::error::a");
        log.warn("##teamcity[a]");
        log.error("a\u001B[2J##[error]");

        assertThat(recorded.lines())
                .containsExactly("debug ＃#vso[a]", "info  ：:error::a", "warn  ＃#teamcity[a]", "error a␛[2J＃#[error]");
    }

    @Test
    void whatIsThrownIsShownInAnotherForm() {
        log.debug(new Error("raw"));
        log.info("a", new Error("raw"));
        log.warn("b", new Error("raw"));
        log.error(new Error("raw"));

        assertThat(recorded.lines())
                .hasSize(4)
                .allMatch(line -> line.endsWith("java.lang.IllegalStateException: shown"));
    }
}
