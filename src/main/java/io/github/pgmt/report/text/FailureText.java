package io.github.pgmt.report.text;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import java.util.function.UnaryOperator;

/** The words for what can fail. */
public final class FailureText {

    private FailureText() {}

    /** What failed, on one line: {@code db/005.sql::add::app (SQLSTATE 42701)}. */
    public static String cause(Failure failure) {
        return cause(failure, UnaryOperator.identity());
    }

    /**
     * What failed, on one line.
     *
     * @param style gives a changeset's name and an SQLSTATE a look
     */
    public static String cause(Failure failure, UnaryOperator<String> style) {
        String what = failure.changeSet().map(ChangeSetId::toString).map(style).orElse(title(failure.kind()));
        return what
                + failure.sqlState()
                        .map(state -> " (SQLSTATE " + style.apply(state) + ")")
                        .orElse("");
    }

    private static String title(Failure.Kind kind) {
        return switch (kind) {
            case CHANGESET -> "at odds with the changelog or the history";
            case UNMANAGED -> "not managed by this changelog";
            case FOREIGN -> "managed by another changelog";
            case UNTRUSTED -> "not to be trusted";
            case NAME -> "not a name to work with";
            case MISSING -> "no such tenant";
            case LOCKED -> "held by somebody else";
            case CONNECTION -> "the session was refused, lost or ended";
            case HOOK -> "a hook failed";
            case VERIFY -> "not confirmed by the database";
            case STALE -> "not as it was planned for";
        };
    }
}
