package io.github.pgmt.maven.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.maven.build.TypedCommand;
import io.github.pgmt.tenant.message.MessageText;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class ShownTextTest {

    private static final TypedCommand TYPED =
            new TypedCommand("pgmt:", "status", List.of(), Map.of("changeLogFile", "db/app.sql"), false);
    private static final ShownText ALL = new ShownText(TYPED, List.of("hunter2"), true);
    private static final ShownText WITHOUT_ROWS = new ShownText(TYPED, List.of("hunter2"), false);

    @Test
    void commandsAreWholeAndSecretsAreGone() {
        assertThat(ALL.apply("hunter2: " + SuggestedCommand.of("setup-tenant", "acme")))
                .isEqualTo("***: mvn pgmt:setup-tenant -Dpgmt.tenant=acme -Dpgmt.changeLogFile=db/app.sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hun'ter$2", "hun\"ter 2", "hun::ter##2", "hun\u0007ter2"})
    void aSecretIsGoneFromACommandHoweverItIsQuoted(String secret) {
        TypedCommand typed =
                new TypedCommand("pgmt:", "status", List.of(), Map.of("username", "as " + secret + "!"), false);
        ShownText shown = new ShownText(typed, List.of(secret), true);

        assertThat(shown.apply("Do this: " + SuggestedCommand.of("doctor")))
                .startsWith("Do this: mvn pgmt:doctor ")
                .contains("***")
                .doesNotContain("hun", "ter");
        assertThat(shown.apply(typed.confirmed("2"))).doesNotContain("hun", "ter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "my acme", "acme$1"})
    void aTenantThatIsCalledAsThePasswordIsNoGlobInACommand(String tenant) {
        ShownText shown =
                new ShownText(new TypedCommand("pgmt:", "status", List.of(), Map.of(), false), List.of("acme"), true);

        assertThat(shown.apply("acme: " + SuggestedCommand.of("setup-tenant", tenant)))
                .startsWith("***: mvn pgmt:setup-tenant ")
                .contains("-Dpgmt.tenant=" + tenant.replace("acme", "\u2026"));
    }

    @Test
    void whatACommandLacksIsSaidOnceAndOnALineOfItsOwn() {
        ShownText shown =
                new ShownText(new TypedCommand("pgmt:", "status", List.of(), Map.of(), true), List.of(), true);
        String text = shown.apply("Do this: " + SuggestedCommand.of("setup-tenant", "acme"));

        assertThat(text.lines())
                .containsExactly(
                        "Do this: mvn pgmt:setup-tenant -Dpgmt.tenant=acme",
                        "Passwords and values of parameters are left out of the command; give them as before.");
        assertThat(shown.apply(text)).isEqualTo(text);
        assertThat(shown.apply("No command.")).isEqualTo("No command.");
    }

    @Test
    void rowsAreLeftOutOfWhatAHookCopiedFromTheDriver() {
        String message = "failed: ERROR: duplicate key\n  Detail: Key (id)=(hush)\nexists.\n  Hint: none";

        assertThat(ALL.apply(message)).isEqualTo(message);
        assertThat(WITHOUT_ROWS.apply(message)).isEqualTo("failed: ERROR: duplicate key\n  Detail: …\n  Hint: none");
        assertThat(WITHOUT_ROWS.apply(MessageText.ofRows("hush"))).isEqualTo("…");
    }

    @Test
    void aStackTraceSaysTheSameWithoutRowsSecretsAndCommandsOfBuildServers() {
        PSQLException error = new PSQLException(new ServerErrorMessage(
                "SERROR\0C23505\0Mduplicate key ##vso[task.complete]\0DKey (id)=(hush) exists\0WSQL function hush\0"));
        IllegalStateException outer = new IllegalStateException("with hunter2:\n::error::" + error.getMessage(), error);
        error.addSuppressed(outer);

        String trace = trace(WITHOUT_ROWS.apply(outer));

        assertThat(trace)
                .startsWith("java.lang.IllegalStateException: with ***:")
                .contains(
                        "Caused by: org.postgresql.util.PSQLException: ERROR: duplicate key",
                        "at " + getClass().getName())
                .doesNotContain("hush", "hunter2", "##vso[", "\0")
                .doesNotContainPattern("(?m)^::");
        assertThat(trace(ALL.apply(outer))).contains("(hush)").doesNotContain("##vso[");
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
