package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.embedded.EmbeddedLogin;
import io.github.pgmt.postgres.embedded.EmbeddedOptions;
import io.github.pgmt.postgres.embedded.EmbeddedPlatform;
import io.github.pgmt.postgres.embedded.EmbeddedServers;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.io.File;
import java.util.Optional;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** How to reach the database, as the user gave it. */
public record ConnectionParameters(
        PlexusConfiguration url,
        String username,
        PlexusConfiguration password,
        String serverId,
        File embeddedInitScript,
        int embeddedPort) {

    /**
     * The database's address, from the parameters, then {@code settings.xml}, then the environment. Starts the server of
     * {@code url=embedded}, and tells later goals of the build how to connect to it.
     *
     * @throws RunRefusedException when there is no URL, or it or the server entry is wrong
     */
    public DatabaseAddress resolve(MavenSide maven) {
        EmbeddedOptions.requirePort(embeddedPort);
        LateParameter late = new LateParameter(maven);
        String address = late.text(url)
                .or(() -> maven.environment("PGMT_URL"))
                .orElseThrow(() -> new RunRefusedException(
                        "No database is given. Set -Dpgmt.url=jdbc:postgresql://host:5432/database (or PGMT_URL), or "
                                + "-Dpgmt.url=embedded for a PostgreSQL to try things out."));
        if (EmbeddedVersion.isEmbedded(address)) {
            return new DatabaseAddress(embedded(address, maven), Optional.empty(), Optional.empty());
        }
        ServerCredentials server =
                given(serverId).map(id -> ServerCredentials.of(id, maven)).orElse(ServerCredentials.NONE);
        return new DatabaseAddress(
                address,
                given(username).or(server::username).or(() -> maven.environment("PGMT_USERNAME")),
                late.text(password).or(server::password).or(() -> maven.environment("PGMT_PASSWORD")));
    }

    private String embedded(String address, MavenSide maven) {
        EmbeddedVersion version = EmbeddedVersion.of(address);
        EmbeddedArtifacts artifacts = new EmbeddedArtifacts(
                maven.repositorySystem(),
                maven.session().getRepositorySession(),
                maven.project().getRemotePluginRepositories());
        EmbeddedOptions options = new EmbeddedOptions(
                maven.buildDirectory().resolve("pgmt"),
                version,
                Optional.ofNullable(embeddedInitScript).map(File::toPath),
                embeddedPort);
        EmbeddedLogin login = EmbeddedServers.start(options, artifacts.resolve(version, EmbeddedPlatform.current()));
        EmbeddedProperties.set(login, maven.project());
        return login.url();
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    /** The parameters without their values. */
    @Override
    public String toString() {
        return "ConnectionParameters";
    }
}
