package io.github.pgmt.maven.build;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.eclipse.aether.RepositorySystem;

/**
 * What Maven hands to a goal.
 *
 * @param project outside a project, Maven's stand-in, which has no file
 */
public record MavenSide(
        MavenSession session,
        MojoExecution execution,
        MavenProject project,
        SettingsDecrypter settingsDecrypter,
        RepositorySystem repositorySystem) {

    /** The name without a prefix: {@code migrate-all}. */
    public String goal() {
        return execution.getGoal();
    }

    /** How a user starts this goal again: outside a project Maven does not know the prefix. */
    public String goalOnTheCommandLine() {
        return goalPrefix() + goal();
    }

    /** What stands before the name of any goal of this plugin. */
    public String goalPrefix() {
        return hasProject()
                ? "pgmt:"
                : execution.getGroupId() + ":" + execution.getArtifactId() + ":" + execution.getVersion() + ":";
    }

    /** The directory that relative paths are relative to. */
    public Path baseDirectory() {
        return hasProject() ? project.getBasedir().toPath() : Path.of("").toAbsolutePath();
    }

    /** The project's; outside a project, {@code target} in the current directory. */
    public Path buildDirectory() {
        return hasProject()
                ? Path.of(project.getBuild().getDirectory())
                : baseDirectory().resolve("target");
    }

    /** Whether there is a POM: outside a project Maven has a stand-in for one. */
    public boolean hasProject() {
        return project != null && project.getFile() != null;
    }

    /** All modules of the build, the project's own and those that the command line left out among them. */
    public List<MavenProject> modules() {
        List<MavenProject> all = session.getAllProjects();
        return all == null || all.isEmpty() ? List.of(project) : all;
    }

    /** The jars of this plugin, of Liquibase and of what the user put under the plugin's dependencies. */
    public List<URL> pluginClassPath() {
        return List.of(execution
                .getMojoDescriptor()
                .getPluginDescriptor()
                .getClassRealm()
                .getURLs());
    }

    /** A property from the command line, as it was typed: Maven itself turns an empty one into an unset parameter. */
    public Optional<String> commandLineProperty(String name) {
        return Optional.ofNullable(session.getUserProperties().getProperty(name));
    }

    /** What all goals of this plugin take. */
    public GoalParameters goalParameters() {
        return GoalParameters.of(execution.getMojoDescriptor().getPluginDescriptor());
    }

    /** This plugin as the POM has it; what is only managed there configures a goal from the command line, too. */
    public Optional<Plugin> pluginInPom() {
        // The plugin that the execution itself knows has no configuration when the goal was typed on the command line.
        if (project == null || execution.getPlugin() == null) {
            return Optional.empty();
        }
        String key = execution.getPlugin().getKey();
        return Optional.ofNullable(project.getPlugin(key))
                .or(() -> Optional.ofNullable(project.getPluginManagement())
                        .map(managed -> managed.getPluginsAsMap().get(key)));
    }

    /**
     * What the POM's configuration of this execution has as a parameter's text, interpolated; an element that came out
     * empty is an empty text, while Maven itself takes it for one that is not there.
     */
    public Optional<String> textInPom(String parameter) {
        Optional<Plugin> plugin = pluginInPom();
        Object ofExecution = plugin.map(own -> own.getExecutionsAsMap().get(execution.getExecutionId()))
                .map(PluginExecution::getConfiguration)
                .orElse(null);
        return Stream.of(ofExecution, plugin.map(Plugin::getConfiguration).orElse(null))
                .filter(Xpp3Dom.class::isInstance)
                .map(configuration -> ((Xpp3Dom) configuration).getChild(parameter))
                .filter(element -> element != null && element.getChildCount() == 0)
                .map(element -> Objects.requireNonNullElse(element.getValue(), ""))
                .findFirst();
    }

    /**
     * The text that Maven fills a parameter of this execution with, wherever it was written: in the configuration, on the
     * command line, as a property of the project, of a profile or of settings.xml.
     */
    public Optional<String> textOf(String parameter) {
        if (hasElementsInside(parameter)) {
            return Optional.empty();
        }
        String expression = element(parameter).map(Xpp3Dom::getValue).orElse("${pgmt." + parameter + "}");
        try {
            return Optional.ofNullable(new PluginParameterExpressionEvaluator(session, execution).evaluate(expression))
                    .map(Object::toString);
        } catch (ExpressionEvaluationException e) {
            throw new IllegalArgumentException("The parameter " + parameter + " cannot be evaluated.", e);
        }
    }

    /** Whether the POM has a parameter's entries as elements, of which Maven makes no text. */
    public boolean hasElementsInside(String parameter) {
        return element(parameter).filter(element -> element.getChildCount() > 0).isPresent();
    }

    /** Whether the POM sets the parameter by itself, whatever is on the command line. */
    public boolean isSetInPom(String parameter) {
        return hasElementsInside(parameter)
                || element(parameter)
                        .map(Xpp3Dom::getValue)
                        .filter(value -> !value.contains("${pgmt." + parameter + "}"))
                        .isPresent();
    }

    /** Of the configuration that Maven has put together for this execution; the property's name stands there as an expression. */
    private Optional<Xpp3Dom> element(String parameter) {
        return Optional.ofNullable(execution.getConfiguration())
                .map(configuration -> configuration.getChild(parameter));
    }

    /** An environment variable of the Maven process; one that is set to nothing counts as not set. */
    public Optional<String> environment(String name) {
        return Optional.ofNullable(session.getSystemProperties().getProperty("env." + name))
                .filter(value -> !value.isBlank());
    }

    /** Whether an environment variable is set, to nothing. */
    public boolean isEmptyInEnvironment(String name) {
        return session.getSystemProperties().getProperty("env." + name) != null
                && environment(name).isEmpty();
    }

    /** The names of the environment variables that are set and begin so, in alphabetical order. */
    public List<String> environmentNames(String beginning) {
        return session.getSystemProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("env." + beginning))
                .map(name -> name.substring("env.".length()))
                .filter(name -> environment(name).isPresent())
                .sorted()
                .toList();
    }
}
