package io.github.pgmt.migration.changelog;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expressions of changelog parameters, as Liquibase looks for them: <code>${name}</code>. */
public final class ParameterExpressions {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^${}]+)}");

    private ParameterExpressions() {}

    /** The names in a text, in its order, each as often as it is there. Of one within another, only the inner one counts. */
    public static Stream<String> names(String text) {
        return EXPRESSION.matcher(text).results().map(found -> found.group(1).strip());
    }
}
