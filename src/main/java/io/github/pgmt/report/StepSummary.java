package io.github.pgmt.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of Markdown that a build server shows as the page of a step; GitHub Actions names it in
 * {@code GITHUB_STEP_SUMMARY}. Other programs of the step write to it as well.
 */
public record StepSummary(Path file) {

    /** Of more, GitHub shows nothing at all. */
    private static final long LIMIT = 1024 * 1024;

    /** Adds Markdown after what there is. */
    void append(String markdown) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        // An empty line ends whatever paragraph or HTML the last program left without a line end.
        byte[] added = ((size == 0 ? "" : "\n\n") + markdown).getBytes(StandardCharsets.UTF_8);
        if (size + added.length > LIMIT) {
            throw new IOException("with it the page would have more than 1 MiB, and GitHub would show none of it");
        }
        Files.write(file, added, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
