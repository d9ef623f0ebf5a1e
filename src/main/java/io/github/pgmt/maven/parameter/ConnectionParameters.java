package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.postgres.embedded.EmbeddedLogin;
import io.github.pgmt.postgres.embedded.EmbeddedOptions;
import io.github.pgmt.postgres.embedded.EmbeddedPlatform;
import io.github.pgmt.postgres.embedded.EmbeddedServers;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** How to reach the database, or each of those that are listed, as the user gave it. */
public record ConnectionParameters(
        PlexusConfiguration url,
        String username,
        PlexusConfiguration password,
        String serverId,
        File embeddedInitScript,
        int embeddedPort) {

    private static final String USERNAME = "PGMT_USERNAME";
    private static final String PASSWORD = "PGMT_PASSWORD";

    /**
     * The database's address, from the parameters, then {@code settings.xml}, then the environment. Starts the server of
     * {@code url=embedded}, and tells later goals of the build how to connect to it.
     *
     * @throws RunRefusedException when there is no URL, or it or the server entry is wrong
     */
    public DatabaseAddress resolve(MavenSide maven) {
        EmbeddedOptions.requirePort(embeddedPort);
        String address = url(maven)
                .orElseThrow(() -> new RunRefusedException(
                        "No database is given. Set -Dpgmt.url=jdbc:postgresql://host:5432/database (or PGMT_URL), or "
                                + "-Dpgmt.url=embedded for a PostgreSQL to try things out."));
        if (EmbeddedVersion.isEmbedded(address)) {
            return new DatabaseAddress(embedded(address, maven), Optional.empty(), Optional.empty());
        }
        ServerCredentials server = generalServer(maven);
        return new DatabaseAddress(address, generalUsername(server, maven), generalPassword(server, maven));
    }

    /**
     * The address of a listed database: with what is its own, then with what is for all.
     *
     * @throws RunRefusedException when its server entry is wrong
     */
    public DatabaseAddress resolve(ListedDatabase database, MavenSide maven) {
        ServerCredentials own = database.serverId()
                .map(id -> ServerCredentials.of(id, "the server id of the database " + database.name(), maven))
                .orElse(ServerCredentials.NONE);
        ServerCredentials general = generalServer(maven);
        return new DatabaseAddress(
                database.name(),
                database.url(),
                own.username()
                        .or(() -> maven.environment(database.variable(USERNAME)))
                        .or(() -> generalUsername(general, maven)),
                own.password()
                        .or(() -> maven.environment(database.variable(PASSWORD)))
                        .or(() -> generalPassword(general, maven)));
    }

    /** The URL as it was given; empty where there is none. */
    Optional<String> url(MavenSide maven) {
        return new LateParameter(maven).text(url).or(() -> maven.environment("PGMT_URL"));
    }

    private Optional<String> generalUsername(ServerCredentials server, MavenSide maven) {
        return given(username).or(server::username).or(() -> maven.environment(USERNAME));
    }

    private Optional<String> generalPassword(ServerCredentials server, MavenSide maven) {
        return new LateParameter(maven).text(password).or(server::password).or(() -> maven.environment(PASSWORD));
    }

    private ServerCredentials generalServer(MavenSide maven) {
        return given(serverId)
                .map(id -> ServerCredentials.of(id, "-Dpgmt.serverId", maven))
                .orElse(ServerCredentials.NONE);
    }

    /** Environment variables with the password or the role of a database that is not listed. */
    public static List<String> unusedVariables(ListedDatabases databases, MavenSide maven) {
        return Stream.of(USERNAME, PASSWORD)
                .flatMap(general -> maven.environmentNames(general + "_").stream()
                        .filter(name -> databases.all().stream()
                                .noneMatch(
                                        database -> database.variable(general).equals(name))))
                .map(name -> "The environment variable " + name
                        + " is passed over: no database of that name is listed in " + databases.where() + ".")
                .toList();
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
