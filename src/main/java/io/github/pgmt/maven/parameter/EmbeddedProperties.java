package io.github.pgmt.maven.parameter;

import io.github.pgmt.postgres.embedded.EmbeddedLogin;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.project.MavenProject;

/** The project's properties by which goals that run later, as Failsafe's, connect to the server of {@code url=embedded}. */
final class EmbeddedProperties {

    private static final String URL = "pgmt.embedded.url";
    private static final String USERNAME = "pgmt.embedded.username";
    private static final String PASSWORD = "pgmt.embedded.password";
    private static final String PORT = "pgmt.embedded.port";

    /** All of them. */
    static final Set<String> NAMES = Set.of(URL, USERNAME, PASSWORD, PORT);

    private EmbeddedProperties() {}

    /** User name and password are kept out of the URL, as Spring's {@code spring.datasource.url} and others are used. */
    static void set(EmbeddedLogin login, MavenProject project) {
        Properties properties = project.getProperties();
        properties.setProperty(URL, login.address());
        properties.setProperty(USERNAME, login.username());
        properties.setProperty(PASSWORD, login.password());
        properties.setProperty(PORT, Integer.toString(login.port()));
    }
}
