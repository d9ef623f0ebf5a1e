package io.github.pgmt.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestEmbeddedPlatform {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, false, linux-amd64",
        "Linux, amd64, true, linux-amd64-alpine",
        "Linux, aarch64, false, linux-arm64v8",
        "Linux, aarch64, true, linux-arm64v8-alpine",
        "Mac OS X, x86_64, false, darwin-amd64",
        "Mac OS X, aarch64, false, darwin-arm64v8",
        "Windows 11, amd64, false, windows-amd64",
        "Windows Server 2022, aarch64, false, windows-amd64",
    })
    void binariesFitTheMachine(String osName, String osArch, boolean alpine, String platform) {
        assertThat(EmbeddedPlatform.of(osName, osArch, alpine).name()).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource({"Linux, ppc64le", "FreeBSD, amd64", "Windows 10, x86"})
    void machineWithoutBinariesIsAnErrorThatNamesTheWayOut(String osName, String osArch) {
        assertThatThrownBy(() -> EmbeddedPlatform.of(osName, osArch, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(osName + " on " + osArch)
                .hasMessageContaining("-Dpgmt.url=jdbc:postgresql://");
    }

    @Test
    void muslIsToldFromGlibcByItsLoader(@TempDir Path root) throws Exception {
        Path lib = Files.createDirectories(root.resolve("lib"));
        assertThat(EmbeddedPlatform.isMusl(root)).isFalse();

        Files.createFile(lib.resolve("ld-musl-x86_64.so.1"));
        assertThat(EmbeddedPlatform.isMusl(root)).isTrue();

        Files.createFile(Files.createDirectories(root.resolve("lib64")).resolve("ld-linux-x86-64.so.2"));
        assertThat(EmbeddedPlatform.isMusl(root)).isFalse();
    }

    @Test
    void alpineHasMuslEvenBesideGlibc(@TempDir Path root) throws Exception {
        Files.createFile(Files.createDirectories(root.resolve("lib64")).resolve("ld-linux-x86-64.so.2"));
        Files.createFile(Files.createDirectories(root.resolve("etc")).resolve("alpine-release"));

        assertThat(EmbeddedPlatform.isMusl(root)).isTrue();
    }
}
