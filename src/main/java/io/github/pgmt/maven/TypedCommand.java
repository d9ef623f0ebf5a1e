package io.github.pgmt.maven;

import io.github.pgmt.postgres.DatabaseAddress;
import io.github.pgmt.tenant.message.ShellWord;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;

/**
 * The command line that this run was started with, as far as another one needs it to reach the same tenants with the same
 * settings. All commands that a user is told to type come from here.
 *
 * @param plugin what stands before a goal's name
 * @param maven Maven's own switches, quoted for a shell
 * @param parameters what was typed as {@code -Dpgmt.<name>=<value>}, without secrets
 * @param leavesOutSecrets whether a secret was typed
 */
record TypedCommand(
        String plugin, String goal, List<String> maven, Map<String, String> parameters, boolean leavesOutSecrets) {

    private static final String PREFIX = "pgmt.";
    private static final Set<String> SECRETS = Set.of("password", "changelogParameters", "attributes");

    /** A suggested command names its tenants itself, and whether it only looks. */
    private static final Set<String> SELECTION = Set.of(
            "tenant", "tenants", "tenantsFile", "includes", "excludes", "allTenants", "pilot", "dryRun", "confirm");

    /** What was meant for the goal that ran, and would be dangerous or wrong for another. */
    private static final Set<String> OF_ONE_GOAL = Set.of(
            "force",
            "dropRegistryRow",
            "rollbackCount",
            "rollbackDate",
            "rollbackRun",
            "rollbackTag",
            "tag",
            "toTag",
            "allowCaseClash",
            "failOnPending",
            "failOnWarning",
            "skip");

    TypedCommand {
        maven = List.copyOf(maven);
        parameters = Map.copyOf(parameters);
    }

    /** What Maven was called with. */
    static TypedCommand of(MavenSide side) {
        MavenSession session = side.session();
        Map<String, String> parameters = new TreeMap<>();
        boolean leavesOutSecrets = false;
        for (String property : session.getUserProperties().stringPropertyNames()) {
            if (!property.startsWith(PREFIX)) {
                continue;
            }
            String name = property.substring(PREFIX.length());
            String typed = session.getUserProperties().getProperty(property);
            String value = isSecret(name) ? "" : name.equals("url") ? DatabaseAddress.withoutSecrets(typed) : typed;
            leavesOutSecrets |= !value.equals(typed);
            if (!isSecret(name)) {
                parameters.put(name, value);
            }
        }
        return new TypedCommand(side.goalPrefix(), side.goal(), switches(session), parameters, leavesOutSecrets);
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRETS.contains(name)
                || lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token");
    }

    private static List<String> switches(MavenSession session) {
        MavenExecutionRequest request = session.getRequest();
        Path current = Path.of("").toAbsolutePath();
        List<String> switches = new ArrayList<>();
        addFile(switches, "-f", request.getPom(), current.resolve("pom.xml"));
        addFile(
                switches,
                "-s",
                request.getUserSettingsFile(),
                Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
        addList(switches, "-pl", projects(request));
        addList(switches, "-P", profiles(request));
        return switches;
    }

    private static void addFile(List<String> switches, String name, File file, Path usual) {
        if (file != null && !file.toPath().toAbsolutePath().normalize().equals(usual.normalize())) {
            switches.add(name + " " + ShellWord.quoted(pathOf(file.toPath())));
        }
    }

    private static void addList(List<String> switches, String name, List<String> entries) {
        if (!entries.isEmpty()) {
            switches.add(name + " " + ShellWord.quoted(String.join(",", entries)));
        }
    }

    private static List<String> projects(MavenExecutionRequest request) {
        return Stream.concat(given(request.getSelectedProjects()), excluded(request.getExcludedProjects()))
                .toList();
    }

    /** Those that settings.xml makes active are among them; Maven does not tell them apart. */
    private static List<String> profiles(MavenExecutionRequest request) {
        return Stream.concat(given(request.getActiveProfiles()), excluded(request.getInactiveProfiles()))
                .distinct()
                .toList();
    }

    private static Stream<String> given(List<String> entries) {
        return entries == null ? Stream.of() : entries.stream();
    }

    private static Stream<String> excluded(List<String> entries) {
        return given(entries).map(entry -> "!" + entry);
    }

    /** With slashes, which Java takes on Windows too; a backslash means something to a shell. */
    static String pathOf(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    /**
     * A command for another goal, or for this one with another target.
     *
     * @param options with a blank before, or empty
     */
    String suggested(String otherGoal, String options) {
        return command(otherGoal, options, name -> !SELECTION.contains(name) && !OF_ONE_GOAL.contains(name));
    }

    /** This goal again, for other tenants. */
    String forOthers(List<String> options) {
        return command(goal, joined(options), name -> !SELECTION.contains(name));
    }

    /** This goal again for the same tenants, and confirmed. */
    String confirmed(String text) {
        return command(
                goal,
                " " + ShellWord.quoted("-Dpgmt.confirm=" + text),
                name -> !name.equals("confirm") && !name.equals("dryRun"));
    }

    private static String joined(List<String> options) {
        return options.stream().map(option -> " " + option).collect(Collectors.joining());
    }

    private String command(String name, String options, Predicate<String> isKept) {
        List<String> typed = new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(parameter -> isKept.test(parameter.getKey()))
                        .map(parameter ->
                                ShellWord.quoted("-D" + PREFIX + parameter.getKey() + "=" + parameter.getValue()))
                        .toList();
        return "mvn " + plugin + name + options + joined(maven) + joined(typed);
    }

    /** Without what was typed. */
    @Override
    public String toString() {
        return Objects.toString(plugin) + goal;
    }
}
