package io.github.pgmt.testing;

import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in containers, which Testcontainers removes when the JVM ends. */
final class DockerServers {

    static {
        // By system properties, so that Maven's own log, where the integration tests run, heeds them too.
        setLogLevel("org.testcontainers", "warn");
        setLogLevel("tc", "warn");
        // That there is no engine is no error.
        setLogLevel("org.testcontainers.dockerclient", "off");
    }

    private DockerServers() {}

    static boolean engineAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static String image(EmbeddedVersion version) {
        return "postgres:" + version.major() + "-alpine";
    }

    /** The JDBC URL, with user and password, of a new server that is as fast as an embedded one. */
    static String start(EmbeddedVersion version) {
        if (!engineAnswers()) {
            throw new IllegalStateException(
                    "-Dpgmt.test.server=docker, but no Docker engine answers; 'docker info' says why");
        }
        PostgreSQLContainer server = new PostgreSQLContainer(image(version))
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        server.start();
        return "jdbc:postgresql://" + server.getHost() + ":"
                + server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/postgres?user=postgres&password="
                + server.getPassword();
    }

    private static void setLogLevel(String logger, String level) {
        System.setProperty("org.slf4j.simpleLogger.log." + logger, level);
    }
}
