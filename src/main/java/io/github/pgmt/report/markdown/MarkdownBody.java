package io.github.pgmt.report.markdown;

import java.util.List;

/**
 * What a Markdown report says of one kind of run. What it returns is Markdown: other people's texts go through
 * {@link MarkdownSections}.
 */
interface MarkdownBody {

    /** A title's addition to the goal's name, or nothing: {@code (dry run)}. */
    String mode();

    /** What came out, in one line. */
    String summary();

    /** What else is to be known of the run as a whole, each in some words that stand alone. */
    List<String> facts(MarkdownSections sections);

    /** Whether a person should look although the run succeeded. */
    boolean isNotable();

    /** Writes the sections, what failed first. */
    void write(MarkdownSections sections);
}
