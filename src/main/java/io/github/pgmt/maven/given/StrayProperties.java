package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.GoalsOfBuild;
import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.UsedByPom;
import io.github.pgmt.tenant.NearNames;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Properties from the command line that were probably meant for pgmt and do not say so: <code>-Dpgtm.dryRun</code>,
 * <code>-DPGMT.dryRun</code>, <code>-Dpgmt-dryRun</code>, and <code>-DdryRun</code> where nobody else is there to want it.
 */
final class StrayProperties {

    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]+)[._:-](.+)");
    private static final String PREFIX = "pgmt";

    private final MavenSide maven;
    private final boolean changing;
    private final UsedByPom used;
    private final Set<String> ofGoal;
    private final boolean isNothingElse;

    StrayProperties(MavenSide maven, boolean changing, UsedByPom used) {
        this.maven = maven;
        this.changing = changing;
        this.used = used;
        this.ofGoal = maven.goalParameters().properties(maven.goal());
        this.isNothingElse = new GoalsOfBuild(maven).isNothingElse();
    }

    void check(Objections objections) {
        Properties typed = maven.session().getUserProperties();
        for (String name : new TreeSet<>(typed.stringPropertyNames())) {
            Optional<String> meant = meant(name).filter(property -> !isTheUsers(name));
            if (meant.isPresent()) {
                boolean holdsBack = changing && HoldingBack.is(meant.get(), typed.getProperty(name));
                objections.add(
                        holdsBack,
                        "-D" + name + " is no parameter of " + maven.goal()
                                + (holdsBack ? "." : " and is passed over.") + " Did you mean -D" + PREFIX + "."
                                + meant.get() + "?");
            }
        }
    }

    private Optional<String> meant(String name) {
        if (name.startsWith(PREFIX + ".")) {
            return Optional.empty();
        }
        Matcher prefixed = PREFIXED.matcher(name);
        if (prefixed.matches()) {
            return NearNames.nearest(prefixed.group(1), List.of(PREFIX))
                    .flatMap(prefix -> NearNames.nearest(prefixed.group(2), ofGoal));
        }
        return ofGoal.stream()
                .filter(property -> isNothingElse && property.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Properties of the project are parameters of the changelog. */
    private boolean isTheUsers(String name) {
        return used.is(name)
                || maven.project() != null && maven.project().getProperties().containsKey(name);
    }
}
