package io.github.pgmt.maven.goal;

import static java.util.Comparator.comparing;

import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.postgres.error.QuotedRows;
import io.github.pgmt.report.text.Printable;
import io.github.pgmt.tenant.message.MessageText;
import io.github.pgmt.tenant.message.ShellWord;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run's texts look like outside of it: without secrets, with commands as the user types them, and with what quotes
 * tenants' rows as the user wants it.
 *
 * @param secrets texts that must not be shown anywhere
 * @param showDetail whether tenants' rows may be quoted
 */
record ShownText(TypedCommand typed, List<String> secrets, boolean showDetail) implements UnaryOperator<String> {

    /** On a line of its own, since people paste the line with the command. */
    private static final String LEFT_OUT_OF_COMMANDS =
            "\nPasswords and values of parameters are left out of the command; give them as before.";

    /** How the driver writes an error; whoever copies its message into one of its own leaves us no mark. */
    private static final Pattern OF_THE_DRIVER = Pattern.compile(
            "(\\n\\s*(?:Detail|Where|Internal Query): ).*?(?=\\n\\s*(?:Hint|Position|Where|Internal Query|Internal Position|at |Caused by): |\\z)",
            Pattern.DOTALL);

    /** An option of a command that selects tenants. Where one of them is called as the password is, stars would select all. */
    private static final Pattern SELECTING = Pattern.compile(
            "(['\"])-Dpgmt\\.(?:tenants?|includes|excludes)=.*?\\1|-Dpgmt\\.(?:tenants?|includes|excludes)=\\S*");

    ShownText {
        // What is typed is quoted for a shell before it comes here. A secret that another one begins with would leave
        // its end.
        secrets = secrets.stream()
                .flatMap(ShellWord::partsOf)
                .distinct()
                .sorted(comparing(String::length).reversed())
                .toList();
    }

    @Override
    public String apply(String text) {
        AtomicBoolean hasCommand = new AtomicBoolean();
        String shown = MessageText.shown(
                text,
                (goal, options) -> {
                    hasCommand.set(true);
                    return typed.suggested(goal, options);
                },
                showDetail);
        if (!showDetail) {
            shown = OF_THE_DRIVER.matcher(shown).replaceAll("$1" + MessageText.LEFT_OUT);
        }
        if (hasCommand.get() && typed.leavesOutSecrets()) {
            shown = shown + LEFT_OUT_OF_COMMANDS;
        }
        String selecting = SELECTING
                .matcher(shown)
                .replaceAll(option -> Matcher.quoteReplacement(without(option.group(), "\u2026")));
        return without(selecting, "***");
    }

    private String without(String text, String mask) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, mask);
        }
        return shown;
    }

    /** What was thrown, for Maven to print with its stack trace. */
    Throwable apply(Throwable thrown) {
        return ShownThrowable.of(thrown, text -> Printable.text(apply(QuotedRows.marked(text, thrown))));
    }

    /** A message for Maven to print. */
    String message(String text) {
        return Printable.text(apply(text));
    }
}
