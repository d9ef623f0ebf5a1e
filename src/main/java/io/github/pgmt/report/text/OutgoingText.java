package io.github.pgmt.report.text;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How texts look that leave a run, in a file or on the console. Whoever writes puts every text through one of the two
 * functions, and that before it escapes it: escaped, a secret would not be found. Twice is the same as once.
 *
 * @param names applied to what people and programs take up to go on: schemas, the parts of a changeset's name, roles, the
 *     database, objects outside. These are shown also where somebody has chosen one of them as a password
 * @param messages applied to all else, which may quote anything
 */
public record OutgoingText(UnaryOperator<String> names, UnaryOperator<String> messages) {

    public OutgoingText {
        Objects.requireNonNull(names, "names is null");
        Objects.requireNonNull(messages, "messages is null");
    }

    /** In files that programs read: names as they are, messages without secrets. */
    public static OutgoingText inFiles(UnaryOperator<String> redact) {
        return new OutgoingText(UnaryOperator.identity(), redact);
    }

    /** On a console: names on one line, messages without secrets, both without what a terminal obeys. */
    public static OutgoingText onConsole(UnaryOperator<String> redact) {
        return new OutgoingText(Printable::name, message -> Printable.text(redact.apply(message)));
    }

    /** What names something. */
    public String name(String text) {
        return names.apply(text);
    }

    /** What was written for people. */
    public String message(String text) {
        return messages.apply(text);
    }
}
