package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.GoalParameters;
import io.github.pgmt.maven.build.GoalsOfBuild;
import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.UsedByPom;
import io.github.pgmt.tenant.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.plugin.logging.Log;

/**
 * Whether everything that the user gave to pgmt by name is something that the goal takes. Maven passes over what it does not
 * know, and a mistyped <code>-Dpgmt.dryRun=true</code> would be a run in earnest.
 */
public final class GivenNames {

    private static final String PREFIX = "pgmt.";

    /** Where goals put what is to be known of the server of <code>url=embedded</code>. */
    private static final String OF_THE_EMBEDDED_SERVER = "embedded.";

    private static final String OF_THE_ENVIRONMENT = "PGMT_";
    private static final List<String> ENVIRONMENT = List.of("URL", "USERNAME", "PASSWORD", "PLAN_KEY");

    /** Whose end is a listed database's name; which names there are is known only when the list is read. */
    private static final List<String> OF_DATABASES = List.of("USERNAME_", "PASSWORD_");

    private static final List<String> LISTS = List.of("databases", "databasesFile", "databaseQuery");
    private static final int SHOWN_GOALS = 3;

    private final MavenSide maven;
    private final boolean changing;
    private final GoalParameters parameters;
    private final Set<String> ofGoal;
    private final Set<String> ofAnyGoal;
    private final UsedByPom used;
    private final Objections objections = new Objections();

    private GivenNames(MavenSide maven, boolean changing) {
        this.maven = maven;
        this.changing = changing;
        this.parameters = maven.goalParameters();
        this.ofGoal = parameters.properties(maven.goal());
        this.ofAnyGoal = parameters.propertiesOfAnyGoal();
        this.used = new UsedByPom(maven);
    }

    /**
     * @param changing whether the goal changes something
     * @throws io.github.pgmt.migration.failure.RunRefusedException when there is a name that the goal does not know
     */
    public static void check(MavenSide maven, boolean changing, Log log) {
        GivenNames names = new GivenNames(maven, changing);
        names.checkProperties();
        new StrayProperties(maven, changing, names.used).check(names.objections);
        new PomConfiguration(maven).check(names.objections);
        new GivenValues(maven, changing, names.used).check(names.objections);
        new GivenTogether(maven, names.used).check(names.objections);
        names.checkProject();
        names.checkEnvironment();
        names.objections.tell(maven, log);
    }

    private void checkProperties() {
        Properties typed = maven.session().getUserProperties();
        Properties ofJvm = maven.session().getSystemProperties();
        for (String name : own(typed)) {
            checkProperty(name, typed.getProperty(PREFIX + name), "");
        }
        for (String name : own(ofJvm)) {
            if (!typed.containsKey(PREFIX + name)) {
                checkProperty(name, ofJvm.getProperty(PREFIX + name), " (a property of Maven's JVM)");
            }
        }
    }

    private void checkProperty(String name, String value, String where) {
        String option = "-D" + PREFIX + name;
        if (ofGoal.contains(name)) {
            return;
        }
        if (name.contains(".")) {
            meantByDots(name).ifPresent(meant -> warn(name, option + where + " is passed over." + didYouMean(meant)));
        } else if (ofAnyGoal.contains(name)) {
            checkOfOthers(name, value, option + where);
        } else if (!used.is(PREFIX + name) && !isOfProject(PREFIX + name)) {
            Optional<String> meant = NearNames.nearest(withoutPrefix(name), ofGoal)
                    .or(() -> NearNames.nearest(withoutPrefix(name), ofAnyGoal));
            objections.refuse(option + where + " is no parameter of " + maven.goal() + "."
                    + meant.map(GivenNames::didYouMean).orElse(""));
        }
    }

    /** Such a property is a parameter of the changelog, and is looked at as one of the project. */
    private boolean isOfProject(String property) {
        return maven.project() != null && maven.project().getProperties().containsKey(property);
    }

    private void checkOfOthers(String name, String value, String option) {
        List<String> others = parameters.goalsWith(name);
        boolean isForAnother = new GoalsOfBuild(maven).own().stream().anyMatch(others::contains);
        if (changing && HoldingBack.is(name, value) && !(isForAnother && !HoldingBack.isMeantForEach(name, ofGoal))) {
            objections.refuse(option + " is no parameter of " + maven.goal()
                    + ", which would change what you want to hold back. Leave one of the two out.");
        } else if (!isForAnother) {
            warn(
                    name,
                    option + " is no parameter of " + maven.goal() + " and is passed over; " + shown(others)
                            + (others.size() == 1 ? " has it." : " have it."));
        }
    }

    /** What the POM uses for something of its own is not passed over. */
    private void warn(String name, String sentence) {
        if (!used.is(PREFIX + name)) {
            objections.warn(sentence);
        }
    }

    private void checkProject() {
        if (maven.project() == null) {
            return;
        }
        for (String name : own(maven.project().getProperties())) {
            if (ofAnyGoal.contains(name) || name.startsWith(OF_THE_EMBEDDED_SERVER)) {
                continue;
            }
            Optional<String> meant =
                    name.contains(".") ? meantByDots(name) : NearNames.nearest(withoutPrefix(name), ofAnyGoal);
            if (meant.isPresent() || !name.contains(".")) {
                warn(
                        name,
                        "The property " + PREFIX + name + " of the project (of its POM, a parent, a profile or "
                                + "settings.xml) is no parameter of any goal."
                                + meant.map(property -> " Did you mean " + PREFIX + property + "?")
                                        .orElse(""));
            }
        }
    }

    private void checkEnvironment() {
        for (String key : new TreeSet<>(maven.session().getSystemProperties().stringPropertyNames())) {
            String name = key.startsWith("env.") ? key.substring("env.".length()) : "";
            if (!name.toUpperCase(Locale.ROOT).startsWith(OF_THE_ENVIRONMENT)) {
                continue;
            }
            String rest = name.substring(OF_THE_ENVIRONMENT.length());
            if (name.startsWith(OF_THE_ENVIRONMENT) && isLookedAt(rest) || used.is(key)) {
                continue;
            }
            Optional<String> meant = NearNames.nearest(rest, ENVIRONMENT)
                    .map(known -> OF_THE_ENVIRONMENT + known)
                    .or(() -> NearNames.nearest(rest, ofAnyGoal).map(property -> "-D" + PREFIX + property));
            objections.warn("The environment variable " + name + " is passed over: pgmt looks only at PGMT_URL, "
                    + "PGMT_USERNAME, PGMT_PASSWORD and PGMT_PLAN_KEY"
                    + (isOfDatabase(rest) ? ", and at those of databases, which are not listed here." : ".")
                    + meant.map(known -> " Did you mean " + known + "?").orElse(""));
        }
    }

    private boolean isLookedAt(String variable) {
        return ENVIRONMENT.contains(variable)
                || isOfDatabase(variable) && LISTS.stream().anyMatch(this::isGiven);
    }

    private static boolean isOfDatabase(String variable) {
        return OF_DATABASES.stream().anyMatch(variable::startsWith);
    }

    private boolean isGiven(String parameter) {
        return maven.hasElementsInside(parameter) || maven.textOf(parameter).isPresent();
    }

    /** Others may use names with dots, so only what is written like a parameter counts, and not what is inside of one. */
    private Optional<String> meantByDots(String name) {
        boolean isInside = ofAnyGoal.stream().anyMatch(known -> name.startsWith(known + "."));
        return isInside ? Optional.empty() : NearNames.nearest(name, ofAnyGoal);
    }

    private static String withoutPrefix(String name) {
        return name.startsWith("pgmt") ? name.substring("pgmt".length()) : name;
    }

    private static String didYouMean(String property) {
        return " Did you mean -D" + PREFIX + property + "?";
    }

    private static String shown(Collection<String> goals) {
        List<String> shown = new ArrayList<>(goals.stream().limit(SHOWN_GOALS).toList());
        if (goals.size() > SHOWN_GOALS) {
            shown.add((goals.size() - SHOWN_GOALS) + " more");
        }
        String last = shown.remove(shown.size() - 1);
        return shown.isEmpty() ? last : String.join(", ", shown) + " and " + last;
    }

    /** The names after the prefix. */
    private static Set<String> own(Properties properties) {
        Set<String> names = new TreeSet<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                names.add(name.substring(PREFIX.length()));
            }
        }
        return names;
    }
}
