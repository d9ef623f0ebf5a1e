package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The two lines of Liquibase that the one binary of pgmt runs on. */
public enum LiquibaseLine {
    /** What pgmt ships. */
    LIQUIBASE_4,
    /** What a user may name under the plugin's dependencies. */
    LIQUIBASE_5;

    private static final List<String> OF_BOTH =
            List.of("jaxb-api", "javax.activation-api", "commons-lang3", "maven-shared-utils");
    private static final List<String> OF_LIQUIBASE_4 =
            List.of("liquibase-core", "opencsv", "snakeyaml", "commons-collections4", "commons-text", "commons-io");

    /** The class path that the plugin would have with this line. */
    public List<URL> pluginClassPath() {
        List<URL> urls = new ArrayList<>();
        urls.add(url(Path.of("target", "classes")));
        urls.addAll(liquibaseClassPath());
        return urls;
    }

    /** Liquibase and what it needs. */
    public List<URL> liquibaseClassPath() {
        List<URL> urls = new ArrayList<>(fromTestClassPath(OF_BOTH));
        urls.addAll(this == LIQUIBASE_4 ? fromTestClassPath(OF_LIQUIBASE_4) : copied());
        return urls;
    }

    /** The classes and resources of the tests, for custom changes among them. */
    public static URL testClasses() {
        return url(Path.of("target", "test-classes"));
    }

    private static List<URL> fromTestClassPath(List<String> artifacts) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> artifacts.stream()
                        .anyMatch(artifact -> path.getFileName().toString().matches(artifact + "-[0-9].*\\.jar")))
                .map(LiquibaseLine::url)
                .toList();
    }

    private static List<URL> copied() {
        try (Stream<Path> jars = Files.list(Path.of("target", "liquibase5"))) {
            return jars.map(LiquibaseLine::url).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Run the build up to generate-test-resources first.", e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
