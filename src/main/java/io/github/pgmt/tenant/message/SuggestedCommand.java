package io.github.pgmt.tenant.message;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that a message suggests to the user. The message holds it marked ({@link MessageText}), so that whoever prints
 * the message can add what this run was called with; to be put where a line or a clause ends, since people paste it.
 *
 * @param goal without prefix, {@code setup-tenant}
 * @param options for a shell, in order
 */
public record SuggestedCommand(String goal, List<String> options) {

    public SuggestedCommand {
        Objects.requireNonNull(goal, "goal is null");
        options = List.copyOf(options);
    }

    /** A goal on its own. */
    public static SuggestedCommand of(String goal) {
        return new SuggestedCommand(goal, List.of());
    }

    /** A goal for one tenant. */
    public static SuggestedCommand of(String goal, String schema) {
        return of(goal).with("tenant", schema);
    }

    /**
     * The same with one parameter more.
     *
     * @param parameter without {@code pgmt.}
     * @param value may be anything
     */
    public SuggestedCommand with(String parameter, String value) {
        return new SuggestedCommand(
                goal,
                Stream.concat(options.stream(), Stream.of(option(parameter, value)))
                        .toList());
    }

    /** An option alone, for a sentence that names a switch with its value: {@code -Dpgmt.tenant='a$b'}, quoted for a shell. */
    public static String option(String parameter, String value) {
        return ShellWord.quoted("-Dpgmt." + parameter + "=" + value);
    }

    /** The command marked as such, for a message. */
    @Override
    public String toString() {
        return MessageText.command(
                Stream.concat(Stream.of("mvn pgmt:" + goal), options.stream()).collect(Collectors.joining(" ")));
    }
}
