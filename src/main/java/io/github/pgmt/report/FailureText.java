package io.github.pgmt.report;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Operation;
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
    static String cause(Failure failure, UnaryOperator<String> style) {
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
        };
    }

    /** How to go on after a run that did this to its tenants; where the message itself says it, only that it does. */
    public static String wayOn(Failure.Kind kind, Operation operation) {
        return switch (kind) {
            case UNMANAGED, FOREIGN, UNTRUSTED, NAME, MISSING ->
                (operation == Operation.DROP ? "" : "nothing was touched; ") + "do as the message says.";
            case LOCKED -> operation == Operation.RELEASE ? "do as the message says." : "retry when the other is done.";
            case CHANGESET, CONNECTION, HOOK, VERIFY ->
                operation == Operation.SET_UP
                        ? "mend the cause, then retry: a tenant whose schema was not removed again goes on where it is."
                        : wayOnWithATenant(kind, operation);
        };
    }

    private static String wayOnWithATenant(Failure.Kind kind, Operation operation) {
        return switch (kind) {
            case CHANGESET ->
                operation == Operation.ROLL_BACK
                        ? "what was taken back before stays so; do as the message says, or mend what is in the way, then retry."
                        : "what was applied before is kept; mend the changeset or the tenant's data, then retry: it goes on there.";
            case CONNECTION -> "what was done before is kept; do as the message says, then retry.";
            case HOOK -> "what was applied is kept; mend the hook, then retry.";
            default -> "look at the schema first, then retry.";
        };
    }
}
