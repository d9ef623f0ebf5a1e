package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;

/**
 * What one of an integration test's invocations of Maven said; they are one after the other in {@code build.log}. A failed
 * assertion prints its name and not the whole log.
 */
public final class ItLog {

    private static final String START = "Scanning for projects...";

    private final int invocation;
    private final String text;

    private ItLog(int invocation, String text) {
        this.invocation = invocation;
        this.text = text;
    }

    /** What the only invocation, or the first, said. */
    public static ItLog of(File basedir) {
        return of(basedir, 1);
    }

    /** What the n-th invocation said; 1 is the first. */
    public static ItLog of(File basedir, int invocation) {
        try {
            byte[] log = Files.readAllBytes(basedir.toPath().resolve("build.log"));
            return new ItLog(invocation, new String(log, Charset.defaultCharset()).split(START, -1)[invocation]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this text is in it. */
    public boolean contains(String words) {
        return text.contains(words);
    }

    /** The lines with this text in them. */
    public List<String> linesWith(String words) {
        return text.lines().filter(line -> line.contains(words)).toList();
    }

    @Override
    public String toString() {
        return "build.log of invocation " + invocation;
    }
}
