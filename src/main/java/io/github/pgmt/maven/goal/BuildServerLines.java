package io.github.pgmt.maven.goal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines that a build server obeys, which it does only where they begin a line of the log. Maven's log puts a level before each, and
 * Maven 4 also before what plugins print on {@code System.out}; so they go past both, to the file descriptor.
 */
final class BuildServerLines {

    private BuildServerLines() {}

    /** Writes them at once; the first one after a line end, since a line of Maven's may not have its own yet. */
    static void write(List<String> lines) throws IOException {
        // It is never closed: that would close the standard output of Maven.
        FileOutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
        standardOutput.write("\n".getBytes(StandardCharsets.UTF_8));
        for (String line : lines) {
            standardOutput.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
