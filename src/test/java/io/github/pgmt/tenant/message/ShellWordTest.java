package io.github.pgmt.tenant.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.SchemaNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ShellWordTest {

    @Test
    void leavesAloneWhatAShellDoesNotMind() {
        assertThat(Stream.of(
                        "-Dpgmt.tenant=acme",
                        "-Dpgmt.tenant=t_01-a.b",
                        "-Dpgmt.url=jdbc:postgresql://h:5432/d",
                        "Köln"))
                .allSatisfy(text -> assertThat(ShellWord.quoted(text)).isEqualTo(text));
    }

    @Test
    void printsNothingThatATerminalOrABuildServerObeys() {
        assertThat(ShellWord.quoted("-Dpgmt.tenant=##vso[x]"))
                .isEqualTo("\"-Dpgmt.tenant=$(printf '\\043\\043vso\\133x\\135')\"");
        assertThat(List.of("a\u001B[31m", "a\nb", "::error::x", "a\u202Eb", "##[error]"))
                .allSatisfy(text -> assertThat(ShellWord.quoted(text)).matches("\"\\$\\(printf '[\\w\\\\]+'\\)\""));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aShellTakesEveryNameForItself() throws Exception {
        List<String> names = Stream.of(
                        SchemaNames.random(1, 150).stream(),
                        Stream.of(
                                "a b",
                                "x,y",
                                "star*",
                                "$(touch x)",
                                "`id`",
                                "!!",
                                "it's",
                                "a\"b",
                                "~",
                                "-n",
                                "a\\b",
                                "\\\\",
                                "a;b&c|d<e>f",
                                "##vso[task.x]y",
                                "##teamcity[x]",
                                "::error::x",
                                "100%d",
                                "%s\n%s",
                                "'\n'",
                                "#x",
                                "\u00a0",
                                "a=b=c",
                                "=##a[",
                                ""))
                .flatMap(stream -> stream)
                .toList();

        for (String name : names) {
            String option = "-Dpgmt.tenant=" + name;
            assertThat(said("LC_ALL=C; printf '<%s>' " + ShellWord.quoted(option)))
                    .as(option)
                    .isEqualTo("<" + option + ">");
        }
    }

    private static String said(String command) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().close();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
