package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "acme,   acme",
        "*,      acme",
        "acme*,  acme",
        "acme*,  acme_corp",
        "*corp,  acme_corp",
        "a*c*,   acme_corp",
        "acm?,   acme",
        "?cm?,   acme",
        "a[b]*,  a[b]c",
        "a{b}?,  a{b}c",
        "a.b*,   a.b",
        "a/*,    a/b/c",
        "a\\\\*, a\\b",
        "$1*,    $1",
        "?,      ü",
        "?,      😀"
    })
    void matches(String glob, String name) {
        assertThat(new Glob(glob).test(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "acme,   Acme",
        "acme,   acme_corp",
        "A*,     acme",
        "acme?,  acme",
        "acme?,  acme12",
        "*corp,  acme_corps",
        "cm?,    acme",
        "a.b*,   axb",
        "a[b]*,  ab",
        "a{b}*,  ab"
    })
    void doesNotMatch(String glob, String name) {
        assertThat(new Glob(glob).test(name)).isFalse();
    }

    @Test
    void aStarMatchesLineBreaksToo() {
        assertThat(new Glob("a*c").test("a\nb\nc")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "a.b", "a[b]", "$user", "100%"})
    void aTextWithoutStarAndQuestionMarkIsLiteral(String text) {
        assertThat(new Glob(text).isLiteral()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "acme*", "a?me"})
    void aTextWithStarOrQuestionMarkIsNotLiteral(String text) {
        assertThat(new Glob(text).isLiteral()).isFalse();
    }

    @Test
    void aBackslashTakesTheMeaningFromAWildcard() {
        assertThat(new Glob("star\\*").isLiteral()).isTrue();
        assertThat(new Glob("star\\*").test("star*")).isTrue();
        assertThat(new Glob("star\\*").test("starry")).isFalse();
        assertThat(new Glob("\\?\\**").test("?*more")).isTrue();
        assertThat(new Glob("\\?\\**").test("a*more")).isFalse();
        assertThat(new Glob("a\\b").test("a\\b"))
                .as("before another character it is itself")
                .isTrue();
    }
}
