package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestEmbeddedVersion {

    @ParameterizedTest
    @CsvSource({
        "embedded, 18",
        "embedded:14, 14",
        "embedded:15, 15",
        "embedded:16, 16",
        "embedded:17, 17",
        "embedded:18, 18",
    })
    void urlNamesTheMajorVersion(String url, String major) {
        EmbeddedVersion version = EmbeddedVersion.of(url);

        assertThat(version.major()).isEqualTo(major);
        assertThat(version.binaries(new EmbeddedPlatform("linux-amd64"))).startsWith(major + ".");
    }

    /** What Maven Central was seen to have. */
    @ParameterizedTest
    @CsvSource({
        "linux-amd64, 14.23.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
        "linux-arm64v8, 14.23.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
        "linux-amd64-alpine, 14.22.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
        "linux-arm64v8-alpine, , , 16.15.0, , ",
        "darwin-amd64, 14.22.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
        "darwin-arm64v8, 14.23.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
        "windows-amd64, 14.22.0, 15.19.0, 16.15.0, 17.11.0, 18.6.0",
    })
    void binariesArePublished(ArgumentsAccessor published) {
        EmbeddedPlatform platform = new EmbeddedPlatform(published.getString(0));
        for (EmbeddedVersion version : EmbeddedVersion.values()) {
            String artifact = published.getString(1 + version.ordinal());
            assertThat(EmbeddedVersion.knownFor(platform).contains(version))
                    .as("%s", version)
                    .isEqualTo(artifact != null);
            if (artifact != null) {
                assertThat(version.binaries(platform)).isEqualTo(artifact);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded:13", "embedded:abc", "embedded:", "embedded:18 ", "embedded:18.6.0"})
    void unknownVersionIsAnErrorThatNamesTheOthers(String url) {
        assertThat(EmbeddedVersion.isEmbedded(url)).isTrue();
        assertThatThrownBy(() -> EmbeddedVersion.of(url))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("There is no -Dpgmt.url=" + url + ". It can be embedded (PostgreSQL 18), embedded:14, "
                        + "embedded:15, embedded:16, embedded:17, embedded:18.");
    }

    @Test
    void otherUrlsAreNotEmbedded() {
        assertThat(EmbeddedVersion.isEmbedded("jdbc:postgresql://embedded:5432/embedded"))
                .isFalse();
        assertThat(EmbeddedVersion.isEmbedded("embeddedx")).isFalse();
    }
}
