package io.github.pgmt.maven.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.build.GoalParameters;
import io.github.pgmt.maven.build.TestMaven;
import io.github.pgmt.maven.console.RecordingLog;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a user gave by name is passed over without a word. */
class GivenNamesTest {

    private final RecordingLog log = new RecordingLog();
    private final TestMaven maven = new TestMaven().goal("rollback").tasks("pgmt:rollback");

    @ParameterizedTest
    @CsvSource({
        "dryrun, dryRun",
        "dry-run, dryRun",
        "DryRun, dryRun",
        "dryRnu, dryRun",
        "tennants, tenants",
        "alltenants, allTenants",
        "changelogFile, changeLogFile",
        "skp, skip",
    })
    void aMistypedParameterIsRefusedWithTheOneThatWasMeant(String typed, String meant) {
        maven.typed("pgmt." + typed, "true");

        assertRefused("-Dpgmt." + typed + " is no parameter of rollback. Did you mean -Dpgmt." + meant + "?");
    }

    @Test
    void allUnknownNamesAreToldAtOnceAndNoValue() {
        maven.pom("")
                .typed("pgmt.dryrun", "hush")
                .typed("pgmt.parallel", "hush")
                .system("pgmt.pasword", "hush");

        assertThatThrownBy(this::check)
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("-Dpgmt.dryrun is no parameter of rollback. Did you mean -Dpgmt.dryRun? "
                        + "-Dpgmt.parallel is no parameter of rollback. "
                        + "-Dpgmt.pasword (a property of Maven's JVM) is no parameter of rollback. "
                        + "Did you mean -Dpgmt.password? Nothing was done. "
                        + "mvn pgmt:help -Ddetail=true -Dgoal=rollback has all parameters of the goal.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "list-tenants", "doctor", "drop-tenant", "create-tenant", "release-locks", "tag"})
    void everyGoalKnowsItsOwnParametersOnly(String goal) {
        maven.goal(goal).tasks("pgmt:" + goal).typed("pgmt.url", "jdbc:postgresql:app");
        check();
        assertThat(log.lines()).isEmpty();

        maven.typed("pgmt.tennants", "acme");
        assertRefused("-Dpgmt.tennants is no parameter of " + goal + ". Did you mean -Dpgmt.tenants?");
    }

    @Test
    void namesWithADotAreOthersUnlessTheyAreWrittenLikeAParameter() {
        maven.typed("pgmt.test.url", "x")
                .typed("pgmt.test.server", "x")
                .typed("pgmt.tenants.count", "3")
                .typed("pgmt.dry.run", "true")
                .typed("pgmt.change-log.file", "x");

        check();

        assertThat(log.lines())
                .containsExactly(
                        "warn  -Dpgmt.change-log.file is passed over. Did you mean -Dpgmt.changeLogFile?",
                        "warn  -Dpgmt.dry.run is passed over. Did you mean -Dpgmt.dryRun?");
    }

    @Test
    void whatThePomRefersToHasAMeaningThere() {
        maven.pom("<properties><pgmt.version>1</pgmt.version></properties><version>${pgmt.version}</version>")
                .typed("pgmt.version", "2");

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aParameterOfAnotherGoalIsToldUnlessThatGoalRunsToo() {
        maven.goal("status").tasks("pgmt:status", "pgmt:tag").typed("pgmt.tag", "v1");
        check(false);
        assertThat(log.lines()).isEmpty();

        maven.tasks("io.github.pgmt:pgmt-maven-plugin:1:status", "io.github.pgmt:pgmt-maven-plugin:tag@release");
        check(false);
        assertThat(log.lines()).isEmpty();

        maven.tasks("pgmt:status");
        check(false);
        assertThat(log.lines())
                .containsExactly(
                        "warn  -Dpgmt.tag is no parameter of status and is passed over; history and tag have it.");
    }

    @Test
    void aParameterOfABoundGoalIsForThatOne() {
        maven.goal("status")
                .pom(
                        "<build><plugins><plugin><groupId>io.github.pgmt</groupId><artifactId>pgmt-maven-plugin</artifactId>"
                                + "<executions><execution><goals><goal>tag</goal></goals></execution></executions>"
                                + "</plugin></plugins></build>")
                .tasks("verify")
                .typed("pgmt.tag", "v1");
        check(false);
        assertThat(log.lines()).isEmpty();

        maven.tasks("pgmt:status");
        check(false);
        assertThat(log.lines()).singleElement().asString().contains("-Dpgmt.tag is no parameter of status");
    }

    @Test
    void aGoalThatWritesIsNotRunWithoutWhatWouldHoldItBack() {
        maven.goal("release-locks").tasks("pgmt:release-locks").typed("pgmt.dryRun", "true");
        assertRefused("-Dpgmt.dryRun is no parameter of release-locks, which would change what you want to hold back.");

        maven.tasks("pgmt:migrate-all", "pgmt:release-locks");
        assertRefused("-Dpgmt.dryRun is no parameter of release-locks");

        maven.typed("pgmt.dryRun", "false");
        check();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void everyGoalThatWritesRefusesWhatWouldHoldItBackAndItDoesNotKnow() {
        GoalParameters parameters = maven.side().goalParameters();
        List<String> looking = List.of("doctor", "drift", "history", "list-tenants", "plan", "status");
        List<String> goals = parameters.goalsWith("url");
        assertThat(goals).containsAll(looking).hasSizeGreaterThan(14);
        List<String> refusals = new ArrayList<>();
        for (String goal : goals) {
            for (String parameter : List.of("dryRun", "planFile", "planHash", "newTenants")) {
                TestMaven typed =
                        new TestMaven().goal(goal).tasks("pgmt:" + goal).typed("pgmt." + parameter, "x");
                RecordingLog told = new RecordingLog();
                Optional<String> refused = refusal(typed, !looking.contains(goal), told);
                boolean knows = parameters.properties(goal).contains(parameter);
                assertThat(refused.isPresent())
                        .as("%s of %s", parameter, goal)
                        .isEqualTo(!knows && !looking.contains(goal) || parameter.equals("dryRun") && knows);
                assertThat(told.lines())
                        .as("%s of %s", parameter, goal)
                        .hasSize(!knows && looking.contains(goal) ? 1 : 0);
                refused.ifPresent(message -> refusals.add(parameter + " of " + goal));
            }
        }
        assertThat(refusals)
                .contains("dryRun of release-locks", "planFile of setup-all-tenants", "planFile of rollback")
                .doesNotContain("planFile of migrate-tenant");
    }

    private static Optional<String> refusal(TestMaven maven, boolean changing, RecordingLog told) {
        try {
            GivenNames.check(maven.side(), changing, told);
            return Optional.empty();
        } catch (RunRefusedException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What applies changesets and has no such end would apply all of them, whatever else the build runs. */
    @ParameterizedTest
    @ValueSource(strings = {"toTag", "changesToApply", "planFile", "planHash"})
    void aGoalThatAppliesIsNotRunToItsEndWhereTheBuildIsToEndBefore(String parameter) {
        maven.goal("setup-all-tenants")
                .tasks("pgmt:setup-all-tenants", "pgmt:migrate-all")
                .typed("pgmt." + parameter, "2");
        assertRefused(
                "-Dpgmt." + parameter + " is no parameter of setup-all-tenants, which would change what you want");

        maven.goal("tag").tasks("pgmt:migrate-all", "pgmt:tag");
        check();
        assertThat(log.lines()).as("a tag applies nothing").isEmpty();

        maven.tasks("pgmt:tag");
        assertRefused("-Dpgmt." + parameter + " is no parameter of tag");
    }

    @Test
    void aRunThatIsGoneOnWithIsNoOtherGoals() {
        maven.goal("setup-all-tenants").tasks("pgmt:setup-all-tenants").typed("pgmt.continueRun", "r0toxeplhw");
        assertRefused("-Dpgmt.continueRun is no parameter of setup-all-tenants");

        maven.goal("status").tasks("pgmt:status");
        check(false);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("warn  -Dpgmt.continueRun is no parameter of status and is passed over");
    }

    @Test
    void aGoalThatOnlyLooksNeedsNoDryRun() {
        maven.goal("status").tasks("pgmt:status").typed("pgmt.dryRun", "true");

        check(false);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith(
                        "warn  -Dpgmt.dryRun is no parameter of status and is passed over; changelog-sync, create-tenant, "
                                + "drop-tenant and ")
                .endsWith(" more have it.");
    }

    @Test
    void aPropertyOfTheProjectIsToldOnce() {
        maven.pom("<properties><pgmt.dryrun>true</pgmt.dryrun><pgmt.tag>v1</pgmt.tag><pgmt.my.own>1</pgmt.my.own>"
                + "<pgmt.embedded.port>5432</pgmt.embedded.port><pgmt.tenants>acme</pgmt.tenants></properties>");

        check();
        check();

        assertThat(log.lines())
                .containsExactly("warn  The property pgmt.dryrun of the project (of its POM, a parent, a profile or "
                        + "settings.xml) is no parameter of any goal. Did you mean pgmt.dryRun?");
    }

    @Test
    void aPropertyOfTheProjectMayBeTyped() {
        maven.pom("<properties><pgmt.region>eu</pgmt.region></properties>").typed("pgmt.region", "us");

        check();

        assertThat(log.lines())
                .containsExactly("warn  The property pgmt.region of the project (of its POM, a parent, a profile or "
                        + "settings.xml) is no parameter of any goal.");
    }

    @Test
    void aVariableThatThePomUsesIsNotTold() {
        maven.pom("<version>${env.PGMT_REGION}</version>").system("env.PGMT_REGION", "eu");

        check();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aVariableOfTheEnvironmentIsTold() {
        maven.system("env.PGMT_URL", "x")
                .system("env.PGMT_USERNAME", "x")
                .system("env.PGMT_PASSWORD", "x")
                .system("env.PGMT_PLAN_KEY", "hush")
                .system("env.PGMT_PLANKEY", "hush")
                .system("env.PGMT_DRY_RUN", "true")
                .system("env.PGMT_PASSWD", "hush")
                .system("env.PGMT_REGION", "eu")
                .system("env.pgmt_url", "x")
                .system("env.PGDATABASE", "x");

        check();

        String looks = " is passed over: pgmt looks only at PGMT_URL, PGMT_USERNAME, PGMT_PASSWORD and PGMT_PLAN_KEY.";
        assertThat(log.lines())
                .containsExactly(
                        "warn  The environment variable PGMT_DRY_RUN" + looks + " Did you mean -Dpgmt.dryRun?",
                        "warn  The environment variable PGMT_PASSWD" + looks + " Did you mean PGMT_PASSWORD?",
                        "warn  The environment variable PGMT_PLANKEY" + looks + " Did you mean PGMT_PLAN_KEY?",
                        "warn  The environment variable PGMT_REGION" + looks,
                        "warn  The environment variable pgmt_url" + looks + " Did you mean PGMT_URL?");
    }

    @Test
    void aVariableOfADatabaseIsToldOnlyWhereNoneAreListed() {
        maven.system("env.PGMT_PASSWORD_EU1", "hush").system("env.PGMT_USERNAME_EU1", "x");
        check();
        assertThat(log.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains(
                                "_EU1 is passed over: pgmt looks only at PGMT_URL, PGMT_USERNAME, PGMT_PASSWORD and PGMT_PLAN_KEY, "
                                        + "and at those of databases, which are not listed here."));

        log.lines().clear();
        maven.typed("pgmt.databasesFile", "databases.txt");
        check();
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pgtm.dryRun", "PGMT.dryRun", "pgmt-dryRun", "pgm.dryrun", "pgmt_dry-run", "dryRun", "dryrun"})
    void whatWouldHoldAGoalBackIsNotPassedOverForItsPrefix(String typed) {
        maven.typed(typed, "true");

        assertRefused("-D" + typed + " is no parameter of rollback. Did you mean -Dpgmt.dryRun?");

        check(false);
        assertThat(log.lines())
                .containsExactly("warn  -D" + typed
                        + " is no parameter of rollback and is passed over. Did you mean -Dpgmt.dryRun?");
    }

    @Test
    void propertiesOfOthersAreTheirs() {
        maven.pom("<properties><region>eu</region><tenant>x</tenant></properties><version>${url}</version>")
                .typed("git.tag", "v1")
                .typed("app.tenants", "x")
                .typed("tenant", "acme")
                .typed("url", "x")
                .typed("region", "us")
                .typed("session.rootDirectory", "x")
                .typed("skipTests", "true");
        check();
        assertThat(log.lines()).isEmpty();

        maven.tasks("release:prepare", "pgmt:rollback").typed("dryRun", "true");
        check();
        assertThat(log.lines()).isEmpty();
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::check).isInstanceOf(RunRefusedException.class).hasMessageContaining(message);
    }

    private void check() {
        check(true);
    }

    private void check(boolean changing) {
        GivenNames.check(maven.side(), changing, log);
    }
}
