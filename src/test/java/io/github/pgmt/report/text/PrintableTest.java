package io.github.pgmt.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @Test
    void showsNamesOfEveryScript() {
        String name = "\"a\" <b> \u00E9 \uD83D\uDC68\u200D\uD83D\uDC69 \u05E9\u05DC\u05D5\u05DD";

        assertThat(Printable.name(name)).isEqualTo(name);
    }

    @Test
    void keepsANameFromSteeringTheTerminal() {
        assertThat(Printable.name("a\nb\rc\td\u001B[31m\u0000\u007F\u009B\u202Egpj\u2066\u2028"))
                .isEqualTo("a\u240Ab\u240Dc\u2409d\u241B[31m\u2400\u2421\uFFFD\uFFFDgpj\uFFFD\uFFFD");
    }

    @Test
    void keepsTheLinesOfAText() {
        assertThat(Printable.text("a\r\n\tb\u001Bc")).isEqualTo("a\r\n\tb\u241Bc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "##vso[task.setvariable variable=x]y",
                "a ##vso[task.complete]",
                "###vso[x]",
                "##VSO[x]",
                "##teamcity[buildStatus text='x']",
                "##[error]x",
                "a##[group]b",
                "::error::x",
                "  ::warning file=a,line=1::x",
                "\u00a0\u2003::debug::x",
                "\t::any-name::x",
                "first line\n::stop-commands::x",
                "first line\r\n \n ::add-mask::x",
                "first line\r::set-output name=a::x",
                "The schema \"::error::x\"",
                "(::set-env name=PATH::x)",
                "\u001B[31m::error::x"
            })
    void whatABuildServerObeysIsMadeHarmless(String text) {
        for (String shown : List.of(Printable.name(text), Printable.text(text), Printable.coloured(text))) {
            assertThat(shown).doesNotContainPattern("(?i)##[a-z]*\\[");
            assertThat(shown).doesNotContainPattern("(?m)^[\\s\\p{Z}]*(\u001B\\[31m)?::");
            assertThat(shown).doesNotContainPattern("(?<!\\w)::(error|set-env)");
            assertThat(shown.length()).as("nothing is lost").isEqualTo(text.length());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db/changelog.sql::add::app",
                "db/error.sql::error::app",
                "SELECT a::text, b :: int",
                "x\n  ::jsonb",
                "'a'::text || 'b'::text",
                "# a ## b [c]",
                "std::vector"
            })
    void whatOnlyLooksLikeACommandStaysAsItIs(String text) {
        assertThat(Printable.text(text)).isEqualTo(text);
    }

    @Test
    void coloursOfTheConsoleStayAndNothingElse() {
        assertThat(Printable.coloured("\u001B[1;31mred\u001B[m \u001B[2J\u001B]0;title\u0007 \r\u001B[0K"))
                .isEqualTo("\u001B[1;31mred\u001B[m \u241B[2J\u241B]0;title\u2407 \u240D\u241B[0K");
    }

    @Test
    void aMessageOfManyBlanksIsNoTrouble() {
        String text = "\n ".repeat(200_000) + "::";

        assertThat(Printable.text(text)).isEqualTo(text);
    }
}
