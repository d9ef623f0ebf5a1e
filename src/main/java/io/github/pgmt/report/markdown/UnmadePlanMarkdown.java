package io.github.pgmt.report.markdown;

import java.util.List;

/** Of a plan that was not made; the error is told above. */
record UnmadePlanMarkdown() implements MarkdownBody {

    @Override
    public String mode() {
        return "";
    }

    @Override
    public String summary() {
        return "No plan was made";
    }

    @Override
    public List<String> facts(MarkdownSections sections) {
        return List.of();
    }

    @Override
    public boolean isNotable() {
        return false;
    }

    @Override
    public void write(MarkdownSections sections) {
        // There is nothing to add.
    }
}
