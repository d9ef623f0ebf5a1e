package io.github.pgmt.maven.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a copy was made of a text by putting values in the place of expressions. */
class FilteredTextTest {

    private final FilteredText maven = new FilteredText(List.of("${*}", "@"), Optional.of("\\"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "no expression > no expression",
                "a ${b} c > a value c",
                "a ${b} c > a ${b} c",
                "a ${b} c > a  c",
                "${b} > value",
                "${a}${b} > value",
                "a ${b} a ${c} a > a a a a a",
                "a @project.version@ c > a 1.0 c",
                "mail@one.com, mail@two.com > mail@one.com, mail@two.com",
                "a \\${b} c > a ${b} c",
                "${a} x ${b} x > 1 x 2 x",
                "do $body$ ${b} $body$ > do $body$ v $body$",
            })
    void aCopyMayHaveAnyValues(String source, String copy) {
        assertThat(maven.isMadeOf(source, copy)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "no expression > no expressions",
                "no expression > one expression",
                "a ${b} c > b value c",
                "a ${b} c > a value d",
                "a ${b} c > a value c and more",
                "a ${b} c > more a value c",
                "aba ${b} aba > aba",
                "${b} c > value",
                "mail@one.com, mail@two.com > mail@one.com, other@two.com",
                "a@b.com'),('x@c.com > a@b.com'),('y@c.com",
                "a ${b > a value",
            })
    void anythingElseOfTheSourceMustBeInTheCopy(String source, String copy) {
        assertThat(maven.isMadeOf(source, copy)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a @b@ c, a value c, true", "a ${b} c, a value c, false", "a ${b} @c@, a ${b} value, true"})
    void aProjectMayHaveDelimitersOfItsOwn(String source, String copy, boolean made) {
        FilteredText springBoot = new FilteredText(List.of("@"), Optional.empty());

        assertThat(springBoot.isMadeOf(source, copy)).isEqualTo(made);
    }
}
