package io.github.pgmt.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
