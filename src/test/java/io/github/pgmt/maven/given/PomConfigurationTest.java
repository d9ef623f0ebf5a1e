package io.github.pgmt.maven.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.migration.failure.RunRefusedException;
import org.junit.jupiter.api.Test;

/** Maven gives a goal nothing of what its descriptor does not have, and some versions of it say nothing. */
class PomConfigurationTest {

    private final RecordingLog log = new RecordingLog();
    private final TestMaven maven = new TestMaven().goal("rollback").tasks("pgmt:rollback");

    @Test
    void aMistypedElementIsRefused() {
        maven.pom(plugins("<configuration><dryrun>hush</dryrun><pgmt.tenants>x</pgmt.tenants><odd/></configuration>"));

        assertThatThrownBy(this::check)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining(
                        "<dryrun> in the plugin's configuration in the POM is no parameter of any goal. Did you mean <dryRun>?")
                .hasMessageContaining("<odd> in the plugin's configuration in the POM is no parameter of any goal. <")
                .hasMessageContaining("Did you mean <tenants>?")
                .hasMessageNotContaining("hush");
    }

    @Test
    void theWholePluginsConfigurationIsForAllGoals() {
        maven.pom(plugins("<configuration combine.self=\"override\"><tag>v1</tag><failOnWarning>true</failOnWarning>"
                + "<changelogParameters combine.children=\"append\"><anything>1</anything></changelogParameters>"
                + "</configuration>"));

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsManagedCountsWhereThePluginIsNotDeclared() {
        maven.pom("<build><pluginManagement>"
                + plugins("<configuration><dryrun>true</dryrun></configuration>")
                        .replaceAll("</?build>", "")
                + "</pluginManagement></build>");

        assertThatThrownBy(this::check).hasMessageContaining("<dryrun>");
    }

    @Test
    void anExecutionsConfigurationIsForItsGoalsOnly() {
        maven.execution("nightly")
                .pom(plugins("<configuration><contexts>prod</contexts></configuration>"
                        + execution(
                                "nightly",
                                "<goal>rollback</goal>",
                                "<contexts>x</contexts><failOnWarning>true</failOnWarning>")
                        + execution("other", "<goal>doctor</goal>", "<nonsense>1</nonsense>")));

        assertThatThrownBy(this::check)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("<failOnWarning> in the configuration of the execution nightly in the POM is no "
                        + "parameter of rollback.")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void anExecutionOfSeveralGoalsIsForAllOfThem() {
        maven.execution("nightly")
                .pom(plugins(execution(
                        "nightly", "<goal>rollback</goal><goal>doctor</goal>", "<failOnWarning>true</failOnWarning>")));

        check();
    }

    @Test
    void theExecutionOfTheCommandLineIsForAnyGoal() {
        maven.pom(plugins(execution("default-cli", "", "<failOnWarning>true</failOnWarning><dryrun>true</dryrun>")));

        assertThatThrownBy(this::check)
                .hasMessageContaining("<dryrun> in the configuration of the execution default-cli")
                .hasMessageNotContaining("failOnWarning");
    }

    private void check() {
        GivenNames.check(maven.side(), true, log);
    }

    private static String execution(String id, String goals, String configuration) {
        return "<executions><execution><id>" + id + "</id><goals>" + goals + "</goals><configuration>" + configuration
                + "</configuration></execution></executions>";
    }

    private static String plugins(String inside) {
        return "<build><plugins><plugin><groupId>io.github.pgmt</groupId><artifactId>pgmt-maven-plugin</artifactId>"
                + inside.replace("</executions><executions>", "") + "</plugin></plugins></build>";
    }
}
