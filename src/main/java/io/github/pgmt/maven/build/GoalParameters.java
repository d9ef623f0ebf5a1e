package io.github.pgmt.maven.build;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The parameters of all goals of this plugin, as its own descriptor has them: there is no list by hand that could be wrong. */
public final class GoalParameters {

    /** Of a plugin that nothing is known of. */
    static final GoalParameters NONE = new GoalParameters(Map.of());

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{pgmt\\.([^.}]+)}");

    /**
     * A parameter that a user may set.
     *
     * @param elements its names in a POM
     * @param property its name after {@code pgmt.}
     */
    private record Known(List<String> elements, Optional<String> property, boolean isYesOrNo) {}

    private final Map<String, List<Known>> ofGoals;

    private GoalParameters(Map<String, List<Known>> ofGoals) {
        this.ofGoals = ofGoals;
    }

    static GoalParameters of(PluginDescriptor plugin) {
        List<MojoDescriptor> goals = plugin.getMojos();
        if (goals == null) {
            return NONE;
        }
        Map<String, List<Known>> ofGoals = new TreeMap<>();
        for (MojoDescriptor goal : goals) {
            ofGoals.put(goal.getGoal(), known(goal));
        }
        return new GoalParameters(ofGoals);
    }

    private static List<Known> known(MojoDescriptor goal) {
        List<Parameter> parameters = goal.getParameters();
        return parameters == null
                ? List.of()
                : parameters.stream()
                        .filter(Parameter::isEditable)
                        .map(parameter -> known(parameter, goal.getMojoConfiguration()))
                        .toList();
    }

    private static Known known(Parameter parameter, PlexusConfiguration expressions) {
        List<String> elements = Stream.of(parameter.getName(), parameter.getAlias())
                .filter(name -> name != null && !name.isEmpty())
                .toList();
        PlexusConfiguration expression = expressions.getChild(parameter.getName(), false);
        Optional<String> property = Optional.ofNullable(expression)
                .map(PlexusConfiguration::getValue)
                .map(PROPERTY::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
        return new Known(elements, property, "boolean".equals(parameter.getType()));
    }

    /** What may stand after {@code pgmt.} in the name of a property, for one goal. */
    public Set<String> properties(String goal) {
        return names(parameters(List.of(goal)), known -> known.property().stream());
    }

    /** What may stand after {@code pgmt.} in the name of a property, for one goal or another. */
    public Set<String> propertiesOfAnyGoal() {
        return names(parameters(ofGoals.keySet()), known -> known.property().stream());
    }

    /** The parameters of a goal that are <code>true</code> or <code>false</code>. */
    public Set<String> yesOrNo(String goal) {
        return names(parameters(List.of(goal)).filter(Known::isYesOrNo), known -> known.property().stream());
    }

    /** What may be an element of a configuration for any of these goals. */
    public Set<String> elements(Collection<String> goals) {
        return names(parameters(goals), known -> known.elements().stream());
    }

    /** What may be an element of the configuration of the whole plugin. */
    public Set<String> elementsOfAnyGoal() {
        return elements(ofGoals.keySet());
    }

    /**
     * The goals that have a parameter, in alphabetical order.
     *
     * @param property its name after {@code pgmt.}
     */
    public List<String> goalsWith(String property) {
        return ofGoals.keySet().stream()
                .filter(goal -> properties(goal).contains(property))
                .toList();
    }

    /** Whether it is a parameter of other goals, and not of this one. */
    boolean isOfOthersOnly(String property, String goal) {
        return !properties(goal).contains(property) && propertiesOfAnyGoal().contains(property);
    }

    private Stream<Known> parameters(Collection<String> goals) {
        return goals.stream().flatMap(goal -> ofGoals.getOrDefault(goal, List.of()).stream());
    }

    private static Set<String> names(Stream<Known> parameters, Function<Known, Stream<String>> names) {
        return parameters.flatMap(names).collect(Collectors.toCollection(TreeSet::new));
    }
}
