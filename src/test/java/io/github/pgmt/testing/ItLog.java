package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one of an integration test's invocations of Maven said; they are one after the other in {@code build.log}. A failed
 * assertion prints its name and not the whole log.
 */
public final class ItLog {

    private static final String START = "Scanning for projects...";

    /** Where the part of the next module, or Maven's summary, begins. */
    private static final Pattern END_OF_MODULE = Pattern.compile("^\\[INFO] (-+< |Reactor Summary)", Pattern.MULTILINE);

    private static final Pattern FAILURE =
            Pattern.compile("\\[ERROR] Failed to execute goal \\S+ \\S+ on project ([^:]+):");

    private final String part;
    private final String text;

    private ItLog(String part, String text) {
        this.part = part;
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
            return new ItLog(
                    "invocation " + invocation, new String(log, Charset.defaultCharset()).split(START, -1)[invocation]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said of one of the {@link ItCases} of this invocation: by its goals, and by Maven of its failure. */
    public ItLog ofCase(String name) {
        String begin = " @ " + name + " ---";
        if (!text.contains(begin)) {
            throw new IllegalArgumentException("No goal of " + name + " ran in " + part);
        }
        String fromCase = text.substring(text.indexOf(begin));
        Matcher end = END_OF_MODULE.matcher(fromCase);
        String said = end.find() ? fromCase.substring(0, end.start()) : fromCase;
        String failures = Stream.of(text.split("(?=" + FAILURE.pattern() + ")"))
                .filter(failure -> FAILURE.matcher(failure)
                        .results()
                        .anyMatch(found -> found.group(1).equals(name)))
                .map(failure -> failure.split("\\[ERROR] To see the full stack trace", 2)[0])
                .collect(Collectors.joining());
        return new ItLog(name + " in " + part, said + failures);
    }

    /** The {@link ItCases} of this invocation that failed, in their order; the others succeeded. */
    public List<String> failedCases() {
        return FAILURE.matcher(text).results().map(failure -> failure.group(1)).toList();
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
        return "build.log of " + part;
    }
}
