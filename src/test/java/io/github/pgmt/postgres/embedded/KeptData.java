package io.github.pgmt.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Data directories that are made once in a test JVM, and copied: to make one takes ten times as long as to start its server. */
final class KeptData {

    private static final Map<String, Path> MADE = new HashMap<>();

    interface Maker {

        /** Makes the data of a home that has none, and leaves them without a server. */
        void make(EmbeddedHome home) throws Exception;
    }

    private KeptData() {}

    /** Puts what is made once for all of this name into a home that has no data. */
    static synchronized void put(String name, EmbeddedHome home, Maker maker) throws Exception {
        if (!MADE.containsKey(name)) {
            EmbeddedHome first = new EmbeddedHome(name);
            maker.make(first);
            MADE.put(name, first.data());
        }
        copy(MADE.get(name), home.data());
    }

    /** With all that is in it; whoever may read a file may read the copy. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
