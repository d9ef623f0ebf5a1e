package io.github.pgmt.report.html;

import io.github.pgmt.report.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * Puts HTML together. Whatever text comes in is escaped, and shown without what would turn the order of letters around; names of
 * elements and attributes are the code's own. What a strict policy forbids cannot be written.
 */
final class HtmlDocument {

    private static final Set<String> VOID = Set.of("meta", "link", "br", "input", "hr");

    private final StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** What stands in an element. */
    interface Content {

        void write();
    }

    /**
     * An element.
     *
     * @param start its name and, after it, names and values of attributes by turns; those with an empty value are left out
     */
    HtmlDocument element(Content content, String name, String... start) {
        begin(name, start);
        content.write();
        return end();
    }

    /** An element of text alone. */
    HtmlDocument element(String text, String name, String... start) {
        return element(() -> text(text), name, start);
    }

    HtmlDocument begin(String name, String... attributes) {
        html.append('<').append(name);
        for (int index = 0; index < attributes.length; index += 2) {
            attribute(attributes[index], attributes[index + 1]);
        }
        if (VOID.contains(name)) {
            html.append("/>");
        } else {
            html.append('>');
            open.push(name);
        }
        return this;
    }

    private void attribute(String name, String value) {
        if (name.equals("style")
                || name.startsWith("on")
                || value.toLowerCase(Locale.ROOT).contains("data:")) {
            throw new IllegalArgumentException("Strict policies forbid it: " + name);
        }
        if (!value.isEmpty()) {
            html.append(' ').append(name).append("=\"");
            escape(Printable.text(value));
            html.append('"');
        }
    }

    HtmlDocument end() {
        html.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Somebody's words, on as many lines as they have. */
    HtmlDocument text(String text) {
        escape(Printable.text(text));
        return this;
    }

    HtmlDocument line() {
        html.append('\n');
        return this;
    }

    /** A style sheet or a script of ours, which is not escaped. */
    HtmlDocument own(String element, String content) {
        if (content.contains("<") || content.contains("&")) {
            throw new IllegalArgumentException("It would not be read alike everywhere: " + element);
        }
        html.append('<')
                .append(element)
                .append(">\n")
                .append(content)
                .append("</")
                .append(element)
                .append(">\n");
        return this;
    }

    private void escape(String text) {
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                default -> html.append(character);
            }
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not ended: " + open);
        }
        return html.toString();
    }
}
