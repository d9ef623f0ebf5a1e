package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.GoalParameters;
import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.UsedByPom;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Values that Maven would turn into others without a word: it takes all but <code>true</code> for false, an empty text for one
 * that is not there, and an element of the POM before what was typed.
 */
final class GivenValues {

    /** What has words of its own where it is read, or may be nothing: a password, and the URL before PGMT_URL. */
    private static final Set<String> MAY_BE_EMPTY = Set.of(
            "password",
            "url",
            "confirm",
            "tenant",
            "tenants",
            "tenantsFile",
            "includes",
            "excludes",
            "tenantQuery",
            "tenantTable",
            "schemaPrefix",
            "beforeAllSql",
            "beforeTenantSql",
            "afterTenantSql",
            "afterAllSql",
            "schemaOwner",
            "grantTo",
            "attributes",
            "outputFile");

    private final MavenSide maven;
    private final boolean changing;
    private final UsedByPom used;
    private final GoalParameters parameters;

    GivenValues(MavenSide maven, boolean changing, UsedByPom used) {
        this.maven = maven;
        this.changing = changing;
        this.used = used;
        this.parameters = maven.goalParameters();
    }

    void check(Objections objections) {
        parameters.yesOrNo(maven.goal()).forEach(parameter -> checkYesOrNo(parameter, objections));
        parameters.properties(maven.goal()).forEach(parameter -> checkTyped(parameter, objections));
        checkEmpty(objections);
    }

    private void checkEmpty(Objections objections) {
        Set<String> checked = new TreeSet<>(parameters.properties(maven.goal()));
        checked.removeAll(parameters.yesOrNo(maven.goal()));
        checked.removeAll(MAY_BE_EMPTY);
        checked.stream()
                .filter(parameter -> maven.commandLineProperty("pgmt." + parameter)
                        .filter(String::isBlank)
                        .isPresent())
                .forEach(parameter ->
                        objections.refuse("-Dpgmt." + parameter + "= is set but empty. Set it, or leave it out."));
    }

    private void checkYesOrNo(String parameter, Objections objections) {
        Optional<String> typed = maven.commandLineProperty("pgmt." + parameter);
        Optional<String> text = maven.textOf(parameter);
        if (isNothing(parameter, typed, text)) {
            objections.refuse("-Dpgmt." + parameter + " is set, but to nothing. Say true or false, or leave it out.");
        }
        Stream.of(typed, text)
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank() && !isYesOrNo(value))
                .findFirst()
                .ifPresent(value ->
                        objections.refuse("-Dpgmt." + parameter + "=" + value + " is neither true nor false."));
    }

    /** In the POM, nothing is often written for no; only a run that was meant to be held back is too dear for that. */
    private boolean isNothing(String parameter, Optional<String> typed, Optional<String> text) {
        if (typed.or(() -> text).filter(String::isBlank).isPresent()) {
            return true;
        }
        boolean isNothingInPom = maven.isSetInPom(parameter) && text.isEmpty()
                || maven.textInPom(parameter).filter(String::isBlank).isPresent();
        return changing && isNothingInPom && HoldingBack.is(parameter, "");
    }

    private void checkTyped(String parameter, Objections objections) {
        Optional<String> typed = maven.commandLineProperty("pgmt." + parameter);
        // What the element has may be made of what was typed.
        if (typed.isEmpty()
                || used.is("pgmt." + parameter)
                || !maven.isSetInPom(parameter)
                || maven.textOf(parameter).equals(typed)) {
            return;
        }
        boolean holdsBack = changing && HoldingBack.isWithAnotherValue(parameter, typed.get());
        objections.add(
                holdsBack,
                "-Dpgmt." + parameter + (holdsBack ? " has no effect" : " is passed over") + ": the POM has another <"
                        + parameter + ">, which comes first. Take it out there, and write it as the property pgmt."
                        + parameter + " into <properties>.");
    }

    private static boolean isYesOrNo(String value) {
        return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
    }
}
