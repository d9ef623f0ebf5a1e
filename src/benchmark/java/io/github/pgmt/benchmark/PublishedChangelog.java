package io.github.pgmt.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * A changelog that another project publishes in a jar, which the profile {@code benchmark} has among its dependencies. It is
 * taken out of the jar anew for each benchmark. Changes that are Java classes are left out: no candidate but Liquibase could
 * do them, and they move data, of which a fresh tenant has none.
 *
 * @param artifact the jar's name without its version
 * @param root the changelog in the jar that includes the others
 */
record PublishedChangelog(String artifact, String root) implements Work.Source {

    private static final Pattern JAVA_CHANGE = Pattern.compile("(?s)<customChange\\b[^>]*(?:/>|>.*?</customChange>)");

    @Override
    public void write(Path directory) throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(PublishedChangelog::isWanted).toList()) {
                Path file = directory.resolve(entry.getName()).normalize();
                if (!file.startsWith(directory)) {
                    throw new IOException(entry.getName() + " in " + jar.getName() + " leads out of the directory.");
                }
                Files.createDirectories(file.getParent());
                Files.write(file, content(jar, entry));
            }
        }
        new ChangelogFiles(directory).writeAround(root);
    }

    boolean isIn(Path jar) {
        return jar.getFileName().toString().matches(Pattern.quote(artifact) + "-[0-9].*\\.jar");
    }

    private Path jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(this::isIn)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + artifact + " on the class path."));
    }

    /** What a jar offers to Liquibase as a service, or as a class, must not get into a candidate. */
    private static boolean isWanted(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && !name.endsWith(".class")
                && !name.startsWith("META-INF/services/")
                && !name.startsWith("META-INF/maven/");
    }

    private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
        byte[] content = jar.getInputStream(entry).readAllBytes();
        if (!entry.getName().endsWith(".xml")) {
            return content;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        return JAVA_CHANGE.matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
    }
}
