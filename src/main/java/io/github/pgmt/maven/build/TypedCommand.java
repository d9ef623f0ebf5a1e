package io.github.pgmt.maven.build;

import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.tenant.message.SecretName;
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
import java.util.regex.Pattern;
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
 * @param properties what else was typed as {@code -D<name>=<value>} and may matter, without secrets
 * @param references where the POM refers to these
 * @param known which goal has which parameters
 * @param leavesOutSecrets whether a secret was typed, or the value of a changelog parameter
 */
public record TypedCommand(
        String plugin,
        String goal,
        List<String> maven,
        Map<String, String> parameters,
        Map<String, String> properties,
        PropertyReferences references,
        GoalParameters known,
        boolean leavesOutSecrets) {

    private static final String PREFIX = "pgmt.";
    private static final Set<String> SECRETS = Set.of("password", "changelogParameters", "attributes");

    private static final Pattern SECRET_PAIR =
            Pattern.compile(SecretName.WORD + "[\\w.-]*\\s*[=:]", Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile("^jdbc:|://");

    /** A suggested command names its tenants itself, and whether it only looks. */
    private static final Set<String> SELECTION = Set.of(
            "tenant",
            "tenants",
            "tenantsFile",
            "includes",
            "excludes",
            "allTenants",
            "pilot",
            "dryRun",
            "confirm",
            "continueRun");

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
            "changesToApply",
            "failOnPending",
            "failOnWarning",
            "skip");

    public TypedCommand {
        maven = List.copyOf(maven);
        parameters = Map.copyOf(parameters);
        properties = Map.copyOf(properties);
    }

    /** Of a command line with nothing on it but the plugin's own parameters. */
    public TypedCommand(
            String plugin, String goal, List<String> maven, Map<String, String> parameters, boolean leavesOutSecrets) {
        this(plugin, goal, maven, parameters, Map.of(), PropertyReferences.NONE, GoalParameters.NONE, leavesOutSecrets);
    }

    /** What Maven was called with. */
    public static TypedCommand of(MavenSide side) {
        MavenSession session = side.session();
        PropertyReferences references = PropertyReferences.of(session, side.project());
        Set<String> secrets = references.inside(TypedCommand::isSecret);
        GoalParameters known = side.goalParameters();
        Set<String> own = known.propertiesOfAnyGoal();
        Map<String, String> parameters = new TreeMap<>();
        Map<String, String> properties = new TreeMap<>();
        boolean leavesOutSecrets = false;
        for (String property : session.getUserProperties().stringPropertyNames()) {
            String typed = session.getUserProperties().getProperty(property);
            // What no goal has is the user's, whatever its name begins with.
            boolean isOwn = property.startsWith(PREFIX) && own.contains(parameter(property));
            if (!isOwn && !mayMatter(property, side, references)) {
                continue;
            }
            boolean isLeftOut = isOwn
                    ? isSecret(parameter(property))
                    // A property of the project is a changelog parameter, whose value is shown only where it is more.
                    : isSecretOfTheUsers(property, typed)
                            || secrets.contains(property)
                            || !references.hasOutside(property, name -> false);
            String value = isOwn && !property.equals(PREFIX + "url") ? typed : withoutSecrets(typed);
            leavesOutSecrets |= isLeftOut || !value.equals(typed);
            if (!isLeftOut) {
                (isOwn ? parameters : properties).put(isOwn ? parameter(property) : property, value);
            }
        }
        return new TypedCommand(
                side.goalPrefix(),
                side.goal(),
                switches(session),
                parameters,
                properties,
                references,
                known,
                leavesOutSecrets);
    }

    /** A parameter's name without what stands before it in a property's name. */
    static String parameter(String property) {
        return property.startsWith(PREFIX) ? property.substring(PREFIX.length()) : property;
    }

    /** Whether the project would be another one without the property. What Maven 4 adds by itself was not typed. */
    private static boolean mayMatter(String property, MavenSide side, PropertyReferences references) {
        boolean isProjects = side.hasProject() && side.project().getProperties().containsKey(property);
        return !property.startsWith("session.") && (isProjects || references.hasOutside(property, name -> false));
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SECRETS.contains(name)
                || lower.contains("password")
                || lower.contains("secret")
                || lower.contains("token");
    }

    /** Names that users choose follow no rule of ours, so this one is wide. */
    private static boolean isSecretOfTheUsers(String property, String value) {
        return SecretName.isOfSecret(property, value)
                || SECRET_PAIR.matcher(withoutSecrets(value)).find();
    }

    private static String withoutSecrets(String value) {
        return URL.matcher(value).find() ? DatabaseAddress.withoutSecrets(value) : value;
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
    public static String pathOf(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    /**
     * A command for another goal, or for this one with another target.
     *
     * @param options with a blank before, or empty
     */
    public String suggested(String otherGoal, String options) {
        return command("", otherGoal, options, name -> !SELECTION.contains(name) && !OF_ONE_GOAL.contains(name));
    }

    /** This goal again, for other tenants. */
    public String forOthers(List<String> options) {
        return command("", goal, joined(options), name -> !SELECTION.contains(name));
    }

    /** This goal again for the same tenants, and confirmed. */
    public String confirmed(String text) {
        return command(
                "",
                goal,
                " " + ShellWord.quoted("-Dpgmt.confirm=" + text),
                name -> !name.equals("confirm") && !name.equals("dryRun"));
    }

    /** This goal again for the same tenants, behind phases of the build. */
    public String after(String phases) {
        return command(phases + " ", goal, "", name -> true);
    }

    private static String joined(List<String> options) {
        return options.stream().map(option -> " " + option).collect(Collectors.joining());
    }

    private String command(String phases, String name, String options, Predicate<String> isKept) {
        // The other parameters were for another goal of the same build.
        Predicate<String> isKnown = parameter -> !known.isOfOthersOnly(parameter, name);
        Stream<String> ofOurs = kept(parameters, isKept.and(isKnown)).map(option -> PREFIX + option);
        Stream<String> ofTheUsers = kept(properties, property -> references.hasOutside(property, isKept.negate()));
        List<String> typed = Stream.concat(ofOurs, ofTheUsers)
                .map(option -> ShellWord.quoted("-D" + option))
                .toList();
        return "mvn " + phases + plugin + name + options + joined(maven) + joined(typed);
    }

    private static Stream<String> kept(Map<String, String> typed, Predicate<String> isKept) {
        return new TreeMap<>(typed)
                .entrySet().stream()
                        .filter(option -> isKept.test(option.getKey()))
                        .map(option -> option.getKey() + "=" + option.getValue());
    }

    /** Without what was typed. */
    @Override
    public String toString() {
        return Objects.toString(plugin) + goal;
    }
}
