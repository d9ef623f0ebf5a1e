package io.github.pgmt.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private void check() {
        GivenNames.check(maven.side(), true, log);
    }
}
