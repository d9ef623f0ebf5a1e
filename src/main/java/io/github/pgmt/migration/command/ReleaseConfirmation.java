package io.github.pgmt.migration.command;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the user says of the locks that are to be released: of a single one the name of its schema, of several their
 * number. A number that is not right any more means that the user has seen others than there are now.
 *
 * @param given {@code -Dpgmt.confirm}
 * @param command the command line that confirms with a text, as the user types it
 */
public record ReleaseConfirmation(Optional<String> given, UnaryOperator<String> command) {

    public ReleaseConfirmation {
        Objects.requireNonNull(given, "given is null");
        Objects.requireNonNull(command, "command is null");
    }

    /**
     * Why these are not to be released; empty when they are, and where there is nothing to release.
     *
     * @param schemas those whose locks could be
     */
    Optional<String> lacking(List<String> schemas) {
        if (schemas.isEmpty() || given.filter(expected(schemas)::equals).isPresent()) {
            return Optional.empty();
        }
        String instead = given.map(text -> " -Dpgmt.confirm=" + text + " is not what would be released now.")
                .orElse("");
        String what = schemas.size() == 1
                ? "the lock of \"" + schemas.get(0) + "\", if the process that set it is dead,"
                : "the locks of these " + schemas.size() + " tenants, if the processes that set them are dead,";
        return Optional.of("Nothing was released." + instead + " To release " + what
                + " run this, with the other options as before:\n  " + command.apply(expected(schemas)));
    }

    private static String expected(List<String> schemas) {
        return schemas.size() == 1 ? schemas.get(0) : String.valueOf(schemas.size());
    }
}
