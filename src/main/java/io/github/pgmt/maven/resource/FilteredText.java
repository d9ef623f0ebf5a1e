package io.github.pgmt.maven.resource;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a text came from another by putting values in the place of expressions, as Maven filters resources. Which values
 * these are does not matter.
 */
final class FilteredText {

    /** Of a property's name; it keeps an expression from reaching from one sign to another that only looks like its end. */
    private static final String NAME = "[^\\s'\",;(){}<>]";

    private final Pattern expression;

    /**
     * @param delimiters around an expression, as the resources plugin has them: {@code ${*}}, or one sign for both sides
     * @param escape what keeps an expression from being one, and goes away
     */
    FilteredText(List<String> delimiters, Optional<String> escape) {
        String before = escape.map(text -> "(?:" + Pattern.quote(text) + ")?").orElse("");
        this.expression = Pattern.compile(
                delimiters.stream().map(FilteredText::between).collect(Collectors.joining("|", before + "(?:", ")")));
    }

    private static String between(String delimiter) {
        int star = delimiter.indexOf('*');
        String begin = Pattern.quote(star < 0 ? delimiter : delimiter.substring(0, star));
        String end = Pattern.quote(star < 0 ? delimiter : delimiter.substring(star + 1));
        return begin + "(?:(?!" + end + ")" + NAME + ")+" + end;
    }

    /** Whether that is so of two files; bytes that are no characters are taken for any. */
    boolean isMadeOf(Path source, Path copy, Charset encoding) throws IOException {
        return isMadeOf(
                new String(Files.readAllBytes(source), encoding), new String(Files.readAllBytes(copy), encoding));
    }

    boolean isMadeOf(String source, String copy) {
        Matcher expressions = expression.matcher(source);
        int inSource = 0;
        int inCopy = 0;
        while (expressions.find()) {
            String literal = source.substring(inSource, expressions.start());
            int found = copy.indexOf(literal, inCopy);
            if (found < 0 || inSource == 0 && found > 0) {
                return false;
            }
            inSource = expressions.end();
            inCopy = found + literal.length();
        }
        String rest = source.substring(inSource);
        return inSource == 0 ? copy.equals(rest) : copy.length() - rest.length() >= inCopy && copy.endsWith(rest);
    }
}
