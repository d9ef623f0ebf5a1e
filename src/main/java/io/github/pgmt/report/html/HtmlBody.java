package io.github.pgmt.report.html;

import java.util.List;

/** What the pages of different kinds of goals have of their own. */
interface HtmlBody {

    /** The run in one line. */
    String summary();

    /** How many came out how. */
    List<HtmlSections.Count> counts();

    /** Whether it went well, but for something that a person should see. */
    boolean isNotable();

    /** All else. */
    void write(HtmlSections sections);
}
