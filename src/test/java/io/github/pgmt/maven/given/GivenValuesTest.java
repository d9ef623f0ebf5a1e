package io.github.pgmt.maven.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Maven makes of a value is what the user wrote. */
class GivenValuesTest {

    private final RecordingLog log = new RecordingLog();
    private final TestMaven maven = new TestMaven().goal("rollback").tasks("pgmt:rollback");

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "ture", "on", " true"})
    void whatMavenWouldTakeForFalseIsRefused(String value) {
        maven.typed("pgmt.dryRun", value);

        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt.dryRun=" + value + " is neither true nor false.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "false", "False"})
    void trueAndFalseAreFine(String value) {
        maven.typed("pgmt.dryRun", value).typed("pgmt.skip", value);

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void soIsWhatThePomSays() {
        maven.configured("force", "yes");

        assertThatThrownBy(this::check).hasMessageStartingWith("-Dpgmt.force=yes is neither true nor false.");
    }

    @Test
    void anEmptyTextIsNeitherYesNorNo() {
        maven.typed("pgmt.dryRun", "");

        assertThatThrownBy(this::check).hasMessageStartingWith("-Dpgmt.dryRun is set, but to nothing.");
    }

    @Test
    void aDryRunWhosePropertyIsEmptyIsNoRunInEarnest() {
        maven.pom("<build><plugins><plugin><groupId>io.github.pgmt</groupId><artifactId>pgmt-maven-plugin</artifactId>"
                + "<configuration><dryRun></dryRun><verbose></verbose></configuration></plugin></plugins></build>");

        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt.dryRun is set, but to nothing.")
                .hasMessageNotContaining("verbose");
    }

    @Test
    void aDryRunWhosePropertyIsMissingIsNoneEither() {
        maven.configured("dryRun", "${no.such}").configured("verbose", "${no.such}");

        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt.dryRun is set, but to nothing.")
                .hasMessageNotContaining("verbose");
    }

    @Test
    void anElementOfThePomDoesNotSilentlyComeBeforeWhatWasTyped() {
        maven.configured("threads", "8").typed("pgmt.threads", "2");
        check();
        assertThat(log.lines())
                .containsExactly(
                        "warn  -Dpgmt.threads is passed over: the POM has another <threads>, which comes first. "
                                + "Take it out there, and write it as the property pgmt.threads into <properties>.");

        maven.configured("dryRun", "false").typed("pgmt.dryRun", "true");
        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt.dryRun has no effect: the POM has another <dryRun>");
    }

    @Test
    void tenantsOfThePomDoNotSilentlyComeBeforeThoseThatWereTyped() {
        maven.configuredInside("tenants", "*").typed("pgmt.tenants", "acme");

        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt.tenants has no effect: the POM has another <tenants>");
    }

    @Test
    void theSameInBothPlacesIsFine() {
        maven.configured("threads", "8")
                .typed("pgmt.threads", "8")
                .configured("contexts", "${pgmt.contexts}")
                .typed("pgmt.contexts", "prod");

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatTheElementIsMadeOfIsNoOther() {
        maven.pom("<properties><excluded>demo-${pgmt.contexts}</excluded></properties>")
                .configured("contexts", "demo-prod")
                .typed("pgmt.contexts", "prod");

        check();

        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contexts",
                "labelFilter",
                "changeLogFile",
                "changeLogFiles",
                "sharedChangeLogFile",
                "searchPath",
                "serverId",
                "username",
                "threads",
                "rollbackTag"
            })
    void whatIsTypedEmptyIsNotForgotten(String parameter) {
        maven.typed("pgmt." + parameter, "");

        assertThatThrownBy(this::check)
                .hasMessageStartingWith("-Dpgmt." + parameter + "= is set but empty. Set it, or leave it out.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "url", "tenants", "schemaPrefix"})
    void whatMayBeEmptyOrHasWordsOfItsOwnIsLeftToThose(String parameter) {
        maven.typed("pgmt." + parameter, "");

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void oneChangelogDoesNotSilentlyComeBehindSeveral() {
        maven.goal("migrate-all")
                .tasks("pgmt:migrate-all")
                .configuredInside("changeLogFiles", "a.xml")
                .typed("pgmt.changeLogFile", "b.xml");
        assertThatThrownBy(this::check)
                .hasMessageStartingWith(
                        "-Dpgmt.changeLogFile has no effect: the POM has <changeLogFiles>, which is used instead.");

        TestMaven ofProperty = new TestMaven()
                .pom("<properties><pgmt.changeLogFiles>a.xml</pgmt.changeLogFiles></properties>")
                .typed("pgmt.changeLogFile", "b.xml");
        assertThatThrownBy(() -> GivenNames.check(ofProperty.side(), true, log))
                .hasMessageStartingWith("-Dpgmt.changeLogFile has no effect: the property pgmt.changeLogFiles of the ");
    }

    @Test
    void whatIsForAnotherServerIsTold() {
        maven.typed("pgmt.url", "embedded:16").typed("pgmt.username", "me").typed("pgmt.serverId", "db");
        check();
        assertThat(log.lines())
                .containsExactly(
                        "warn  -Dpgmt.username is passed over: -Dpgmt.url=embedded has a role of its own.",
                        "warn  -Dpgmt.serverId is passed over: -Dpgmt.url=embedded has a role of its own.");
    }

    @Test
    void aPortOfTheEmbeddedServerIsForThatOne() {
        maven.typed("pgmt.url", "jdbc:postgresql:app")
                .typed("pgmt.username", "me")
                .typed("pgmt.embeddedPort", "5432");
        check();
        assertThat(log.lines())
                .containsExactly("warn  -Dpgmt.embeddedPort is passed over: it is for -Dpgmt.url=embedded.");
    }

    private void check() {
        GivenNames.check(maven.side(), true, log);
    }
}
