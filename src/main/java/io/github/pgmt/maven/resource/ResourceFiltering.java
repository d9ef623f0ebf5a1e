package io.github.pgmt.maven.resource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * How Maven's resources plugin copies and filters in a project, by the plugin's own parameters.
 *
 * @param text tells a filtered copy
 * @param comparable whether a copy can be told by its text: filters of the project's own may do anything to it
 * @param unfiltered lower-case endings of files that are never filtered
 * @param encoding of the files
 * @param defaultExcludes whether files are left out that hardly any build wants, as those of version control
 * @param output where it copies to, if not to the project's own directory for that
 */
record ResourceFiltering(
        FilteredText text,
        boolean comparable,
        Set<String> unfiltered,
        Charset encoding,
        boolean defaultExcludes,
        Optional<String> output) {

    private static final String PLUGIN = "org.apache.maven.plugins:maven-resources-plugin";
    private static final List<String> DELIMITERS = List.of("${*}", "@");
    private static final List<String> IMAGES = List.of("jpg", "jpeg", "gif", "bmp", "png");

    ResourceFiltering {
        unfiltered = Set.copyOf(unfiltered);
    }

    /** @param execution of the resources plugin, {@code default-resources} or {@code default-testResources} */
    static ResourceFiltering of(MavenProject project, String execution) {
        Optional<Xpp3Dom> configuration = configuration(project, execution);
        List<String> delimiters = new ArrayList<>(list(configuration, "delimiters"));
        if (delimiters.isEmpty()
                || value(configuration, "useDefaultDelimiters")
                        .map(Boolean::valueOf)
                        .orElse(true)) {
            delimiters.addAll(DELIMITERS);
        }
        return new ResourceFiltering(
                new FilteredText(delimiters, value(configuration, "escapeString")),
                list(configuration, "mavenFilteringHints").isEmpty(),
                endings(list(configuration, "nonFilteredFileExtensions")),
                encoding(value(configuration, "encoding")
                        .orElse(project.getProperties().getProperty("project.build.sourceEncoding"))),
                value(configuration, "addDefaultExcludes").map(Boolean::valueOf).orElse(true),
                value(configuration, "outputDirectory"));
    }

    private static Set<String> endings(List<String> more) {
        return Stream.concat(IMAGES.stream(), more.stream())
                .map(ending -> ending.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Charset encoding(String name) {
        return name != null && !name.isBlank() && Charset.isSupported(name)
                ? Charset.forName(name)
                : StandardCharsets.ISO_8859_1;
    }

    private static Optional<Xpp3Dom> configuration(MavenProject project, String execution) {
        Plugin plugin = project.getPlugin(PLUGIN);
        if (plugin == null) {
            return Optional.empty();
        }
        PluginExecution own = plugin.getExecutionsAsMap().get(execution);
        Object configuration =
                own == null || own.getConfiguration() == null ? plugin.getConfiguration() : own.getConfiguration();
        return Optional.ofNullable((Xpp3Dom) configuration);
    }

    private static Optional<String> value(Optional<Xpp3Dom> configuration, String name) {
        return configuration
                .map(element -> element.getChild(name))
                .map(Xpp3Dom::getValue)
                .filter(text -> !text.isBlank());
    }

    private static List<String> list(Optional<Xpp3Dom> configuration, String name) {
        return configuration.map(element -> element.getChild(name)).stream()
                .flatMap(element -> Stream.of(element.getChildren()))
                .map(Xpp3Dom::getValue)
                .filter(text -> text != null && !text.isBlank())
                .map(String::trim)
                .toList();
    }
}
