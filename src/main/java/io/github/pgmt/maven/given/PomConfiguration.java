package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.GoalParameters;
import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.tenant.NearNames;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The elements of the plugin's configuration in the POM that are no parameters. Maven leaves them out of what a goal gets, so
 * the model itself is looked at; what inherits and combines there is decided already.
 */
final class PomConfiguration {

    /** Of goals that are typed on the command line, whichever these are. */
    private static final String OF_THE_COMMAND_LINE = "default-cli";

    private final MavenSide maven;
    private final GoalParameters parameters;

    PomConfiguration(MavenSide maven) {
        this.maven = maven;
        this.parameters = maven.goalParameters();
    }

    void check(Objections objections) {
        Optional<Plugin> plugin = maven.pluginInPom();
        Set<String> ofPlugin = plugin.map(Plugin::getConfiguration)
                .map(PomConfiguration::elements)
                .orElse(Set.of());
        check(ofPlugin, parameters.elementsOfAnyGoal(), "the plugin's configuration", "any goal", objections);
        Optional<PluginExecution> execution =
                plugin.map(own -> own.getExecutionsAsMap().get(maven.execution().getExecutionId()));
        if (execution.isPresent()) {
            // The configuration of the whole plugin is part of each execution's.
            Set<String> ofExecution = elements(execution.get().getConfiguration());
            ofExecution.removeAll(ofPlugin);
            boolean isForAnyGoal = execution.get().getGoals().isEmpty()
                    || execution.get().getId().equals(OF_THE_COMMAND_LINE);
            Set<String> goals = new LinkedHashSet<>(execution.get().getGoals());
            goals.add(maven.goal());
            check(
                    ofExecution,
                    isForAnyGoal ? parameters.elementsOfAnyGoal() : parameters.elements(goals),
                    "the configuration of the execution " + execution.get().getId(),
                    isForAnyGoal ? "any goal" : String.join(" or ", goals),
                    objections);
        }
    }

    private static void check(Set<String> given, Set<String> known, String where, String whose, Objections objections) {
        for (String element : given) {
            if (known.isEmpty() || known.contains(element)) {
                continue;
            }
            String word = element.startsWith("pgmt.") ? element.substring("pgmt.".length()) : element;
            objections.refuse("<" + element + "> in " + where + " in the POM is no parameter of " + whose + "."
                    + NearNames.nearest(word, known)
                            .map(near -> " Did you mean <" + near + ">?")
                            .orElse(""));
        }
    }

    private static Set<String> elements(Object configuration) {
        Set<String> names = new TreeSet<>();
        if (configuration instanceof Xpp3Dom dom) {
            Stream.of(dom.getChildren()).map(Xpp3Dom::getName).forEach(names::add);
        }
        return names;
    }
}
