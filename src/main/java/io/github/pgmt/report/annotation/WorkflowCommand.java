package io.github.pgmt.report.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An annotation as GitHub Actions takes it from a line of the log:
 * {@code ::error file=db/005.sql,line=3,title=Failed in 2 tenants::…}.
 */
public final class WorkflowCommand {

    private static final String CUT = "\u2026";
    private static final int TITLE_LENGTH = 250;

    /** With this a line has no more bytes than a pipe takes at once, so nobody writes into it. */
    private static final int MESSAGE_LENGTH = 1000;

    private WorkflowCommand() {}

    /** The line without its end; whatever is in the texts, it is one line and one command. */
    public static String of(Annotation annotation, Optional<SourcePlace> place) {
        List<String> properties = new ArrayList<>();
        place.ifPresent(at -> {
            properties.add("file=" + property(at.file()));
            at.line().ifPresent(line -> properties.add("line=" + line));
        });
        properties.add("title=" + property(cut(annotation.title(), TITLE_LENGTH)));
        return "::" + annotation.level().name().toLowerCase(Locale.ROOT) + " " + String.join(",", properties) + "::"
                + message(cut(annotation.message(), MESSAGE_LENGTH));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + CUT;
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
