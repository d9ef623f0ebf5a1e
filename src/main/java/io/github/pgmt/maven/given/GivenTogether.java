package io.github.pgmt.maven.given;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.maven.build.UsedByPom;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.util.List;
import java.util.Optional;

/** What was typed has no effect beside something else that was given: one parameter is used instead of another. */
final class GivenTogether {

    private static final List<String> LOGIN = List.of("username", "serverId");

    private final MavenSide maven;
    private final UsedByPom used;

    GivenTogether(MavenSide maven, UsedByPom used) {
        this.maven = maven;
        this.used = used;
    }

    void check(Objections objections) {
        checkChangelog(objections);
        checkServer(objections);
    }

    private void checkChangelog(Objections objections) {
        if (!isTyped("changeLogFile") || isTyped("changeLogFiles") || used.is("pgmt.changeLogFile")) {
            return;
        }
        String noEffect = "-Dpgmt.changeLogFile has no effect: ";
        if (maven.isSetInPom("changeLogFiles")) {
            objections.refuse(
                    noEffect + "the POM has <changeLogFiles>, which is used instead. Take it out there, write it "
                            + "as the property pgmt.changeLogFiles into <properties>, and name the file with "
                            + "-Dpgmt.changeLogFiles.");
        } else if (given("changeLogFiles").isPresent()) {
            objections.refuse(
                    noEffect + "the property pgmt.changeLogFiles of the project is used instead. Name the file with "
                            + "-Dpgmt.changeLogFiles.");
        }
    }

    private void checkServer(Objections objections) {
        Optional<String> url = given("url").or(() -> maven.environment("PGMT_URL"));
        if (url.isEmpty()) {
            return;
        }
        if (!EmbeddedVersion.isEmbedded(url.get())) {
            if (isTyped("embeddedPort")) {
                objections.warn("-Dpgmt.embeddedPort is passed over: it is for -Dpgmt.url=embedded.");
            }
            return;
        }
        LOGIN.stream()
                .filter(this::isTyped)
                .forEach(parameter -> objections.warn(
                        "-Dpgmt." + parameter + " is passed over: -Dpgmt.url=embedded has a role of its own."));
    }

    private boolean isTyped(String parameter) {
        return maven.goalParameters().properties(maven.goal()).contains(parameter)
                && maven.commandLineProperty("pgmt." + parameter)
                        .filter(value -> !value.isBlank())
                        .isPresent();
    }

    private Optional<String> given(String parameter) {
        return maven.textOf(parameter).filter(value -> !value.isBlank());
    }
}
