package io.github.pgmt.liquibase;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Scope;

/**
 * Jars that register something with Liquibase, as extensions do: what that makes of a changeset may be another thing in another
 * version, and nothing of it is in the changelog.
 */
final class ExtensionJars {

    private static final String SERVICES = "META-INF/services/liquibase.";

    private ExtensionJars() {}

    /** Their files' names, which have the versions in them, in alphabetical order. */
    static List<String> names(EngineSettings settings) {
        Set<String> known = Stream.of(LiquibaseEngine.class, Scope.class)
                .map(own -> own.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::toExternalForm)
                .collect(Collectors.toSet());
        return Stream.concat(settings.pluginClassPath().stream(), settings.projectClassPath().stream())
                .filter(place -> !known.contains(place.toExternalForm()))
                .flatMap(place -> file(place).stream())
                .filter(ExtensionJars::registers)
                .map(jar -> jar.getFileName().toString())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Path> file(URL place) {
        try {
            return place.getProtocol().equals("file")
                    ? Optional.of(Path.of(place.toURI())).filter(Files::isRegularFile)
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is no jar registers nothing. */
    private static boolean registers(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().startsWith(SERVICES));
        } catch (IOException e) {
            return false;
        }
    }
}
