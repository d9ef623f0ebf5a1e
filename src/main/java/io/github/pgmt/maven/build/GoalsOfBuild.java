package io.github.pgmt.maven.build;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** What Maven was called to run, and which of it is this plugin's. */
public final class GoalsOfBuild {

    private final MavenSide maven;
    private final List<String> tasks;

    public GoalsOfBuild(MavenSide maven) {
        this.maven = maven;
        this.tasks = tasks(maven.session());
    }

    /** The goals of this plugin that run in this build; of a phase, all that are bound to any. */
    public Set<String> own() {
        Set<String> goals = new TreeSet<>(Set.of(maven.goal()));
        tasks.stream().flatMap(task -> ownGoal(task).stream()).forEach(goals::add);
        if (tasks.stream().anyMatch(task -> !task.contains(":"))) {
            projects().flatMap(this::bound).forEach(goals::add);
        }
        return goals;
    }

    /** Whether no goal of another plugin and no phase runs, which could want a property. */
    public boolean isNothingElse() {
        return !tasks.isEmpty() && tasks.stream().allMatch(task -> ownGoal(task).isPresent());
    }

    private Stream<MavenProject> projects() {
        List<MavenProject> projects = maven.session().getProjects();
        return projects == null ? Stream.ofNullable(maven.project()) : projects.stream();
    }

    private Stream<String> bound(MavenProject project) {
        Plugin plugin = project.getPlugin(maven.execution().getPlugin().getKey());
        return Stream.ofNullable(plugin)
                .flatMap(own -> own.getExecutions().stream())
                .map(PluginExecution::getGoals)
                .flatMap(List::stream);
    }

    /** Written as <code>prefix:goal</code> or with full coordinates, with or without a version, and maybe with an execution. */
    private Optional<String> ownGoal(String task) {
        MojoExecution execution = maven.execution();
        String written = task.replaceFirst("@.*", "");
        String coordinates = execution.getGroupId() + ":" + execution.getArtifactId() + ":";
        String prefix = execution.getMojoDescriptor().getPluginDescriptor().getGoalPrefix() + ":";
        boolean isOwn = written.startsWith(coordinates)
                || written.startsWith(prefix) && written.indexOf(':') == written.lastIndexOf(':');
        return isOwn ? Optional.of(written.substring(written.lastIndexOf(':') + 1)) : Optional.empty();
    }

    private static List<String> tasks(MavenSession session) {
        List<String> typed = session.getGoals();
        if (typed != null && !typed.isEmpty()) {
            return typed;
        }
        return Stream.ofNullable(session.getTopLevelProject())
                .map(MavenProject::getDefaultGoal)
                .flatMap(goals -> Stream.of(goals == null ? "" : goals.trim()))
                .flatMap(goals -> Stream.of(goals.split("\\s+")))
                .filter(goal -> !goal.isEmpty())
                .toList();
    }
}
