package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Several cases of an integration test in one Maven, as most of what a case costs is the start of its Maven. Each is a
 * module that has the test's POM as its parent and its goals in the phase {@code validate}; with {@code -fae} none that
 * fails keeps the others from running. For what has to be typed as {@code -D}, an invocation of its own is needed.
 */
public final class ItCases {

    private final Path basedir;
    private final Path directory;
    private final List<String> names = new ArrayList<>();

    private ItCases(Path basedir, Path directory) {
        this.basedir = basedir;
        this.directory = directory;
    }

    /** For {@code mvn -f cases -fae validate}. */
    public static ItCases in(File basedir) {
        return in(basedir, "cases");
    }

    /** For {@code mvn -f} with this directory. */
    public static ItCases in(File basedir, String directory) {
        return new ItCases(basedir.toPath(), basedir.toPath().resolve(directory));
    }

    /** A case whose reports are in {@code target/pgmt} of its directory, which is named after it. */
    public ItCases add(String name, String goals, Map<String, String> properties) throws IOException {
        return add(name, goals, properties, "");
    }

    /**
     * As the other one, with more of the plugin's configuration.
     *
     * @param goals in their order, with a space between them
     * @param properties of the module, in place of {@code -D}
     * @param configuration elements of the plugin's configuration
     */
    public ItCases add(String name, String goals, Map<String, String> properties, String configuration)
            throws IOException {
        StringBuilder executions = new StringBuilder();
        for (String goal : goals.split(" ")) {
            executions.append("""
                              <execution>
                                <id>%s</id>
                                <phase>validate</phase>
                                <goals>
                                  <goal>%s</goal>
                                </goals>
                              </execution>
                    """.formatted(goal, goal));
        }
        write(name, """
                  <parent>
                    <groupId>com.example</groupId>
                    <artifactId>%s</artifactId>
                    <version>1.0</version>
                    <relativePath>../../pom.xml</relativePath>
                  </parent>
                  <artifactId>%s</artifactId>
                  <packaging>pom</packaging>
                  <properties>
                %s
                  </properties>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.pgmt</groupId>
                        <artifactId>pgmt-maven-plugin</artifactId>
                        <configuration>%s</configuration>
                        <executions>
                %s
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                """.formatted(basedir.getFileName(), name, elements(properties), configuration, executions));
        names.add(name);
        return this;
    }

    /** Makes one build of the cases, in the order in which they were added. */
    public void write() throws IOException {
        write(".", """
                  <groupId>com.example</groupId>
                  <artifactId>cases</artifactId>
                  <version>1.0</version>
                  <packaging>pom</packaging>
                  <modules>
                %s
                  </modules>
                """.formatted(
                names.stream().map(name -> "<module>" + name + "</module>").collect(Collectors.joining("\n"))));
    }

    private void write(String name, String content) throws IOException {
        Path module = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                module.resolve("pom.xml"),
                "<project>\n  <modelVersion>4.0.0</modelVersion>\n" + content + "</project>\n",
                StandardCharsets.UTF_8);
    }

    private String elements(Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>(
                Map.of("pgmt.searchPath", basedir.resolve("src/main/resources").toString()));
        all.putAll(properties);
        return all.entrySet().stream()
                .map(property -> "<%s>%s</%1$s>".formatted(property.getKey(), escaped(property.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
