package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * Reads parameters that Maven injects unevaluated. {@code mvn -X} prints the value of every parameter of another type, a
 * password's too; and Maven cannot fill a Map from the command line.
 */
public final class LateParameter {

    private final PluginParameterExpressionEvaluator evaluator;

    public LateParameter(MavenSide maven) {
        evaluator = new PluginParameterExpressionEvaluator(maven.session(), maven.execution());
    }

    /** The parameter's text; empty when it is not set, or set to nothing. */
    Optional<String> text(PlexusConfiguration parameter) {
        return parameter == null ? Optional.empty() : evaluated(parameter).filter(value -> !value.isBlank());
    }

    /** The elements inside the parameter, or the pairs of its text, see {@link MapText}. */
    public Map<String, String> map(PlexusConfiguration parameter, String property) {
        if (parameter == null) {
            return Map.of();
        }
        if (parameter.getChildCount() == 0) {
            return text(parameter).map(text -> MapText.parse(property, text)).orElse(Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (PlexusConfiguration child : parameter.getChildren()) {
            values.put(child.getName(), evaluated(child).orElse(""));
        }
        return values;
    }

    private Optional<String> evaluated(PlexusConfiguration parameter) {
        String expression = parameter.getValue(null);
        if (expression == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(evaluator.evaluate(expression)).map(Object::toString);
        } catch (ExpressionEvaluationException e) {
            throw new IllegalArgumentException("The parameter " + parameter.getName() + " cannot be evaluated.", e);
        }
    }
}
