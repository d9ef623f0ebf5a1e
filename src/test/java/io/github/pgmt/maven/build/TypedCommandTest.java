package io.github.pgmt.maven.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.address.DatabaseAddress;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.Profile;
import org.junit.jupiter.api.Test;

class TypedCommandTest {

    private static final TypedCommand TYPED = new TypedCommand(
            "pgmt:",
            "migrate-all",
            List.of("-f app/pom.xml", "-P ci"),
            Map.of(
                    "url", "jdbc:postgresql://db/app",
                    "excludes", "legacy_*",
                    "pilot", "acme",
                    "dryRun", "true",
                    "force", "true",
                    "rollbackTag", "v1",
                    "lockWait", "1 m"),
            false);

    @Test
    void anotherGoalReachesTheSameTenantsAndGetsNothingThatWasMeantForThisOne() {
        assertThat(TYPED.suggested("changelog-sync", " -Dpgmt.tenant=acme"))
                .isEqualTo("mvn pgmt:changelog-sync -Dpgmt.tenant=acme -f app/pom.xml -P ci "
                        + "\"-Dpgmt.lockWait=1 m\" -Dpgmt.url=jdbc:postgresql://db/app");
    }

    @Test
    void theSameGoalForOthersKeepsItsTarget() {
        assertThat(TYPED.forOthers(List.of("-Dpgmt.tenantsFile=a.txt")))
                .startsWith("mvn pgmt:migrate-all -Dpgmt.tenantsFile=a.txt -f app/pom.xml")
                .contains("-Dpgmt.rollbackTag=v1", "-Dpgmt.force=true")
                .doesNotContain("legacy_", "pilot", "dryRun");
    }

    @Test
    void aRetryOfARollbackHasTheWholeListOfRuns() {
        TypedCommand typed = TypedCommand.of(new TestMaven()
                .goal("rollback")
                .typed("pgmt.rollbackRun", "r00abcdefg, r00abcdehi")
                .typed("pgmt.allTenants", "true")
                .side());

        assertThat(typed.forOthers(List.of("-Dpgmt.tenantsFile=a.txt")))
                .endsWith(":rollback -Dpgmt.tenantsFile=a.txt \"-Dpgmt.rollbackRun=r00abcdefg, r00abcdehi\"");
        assertThat(typed.suggested("history", "")).endsWith(":history");
    }

    @Test
    void aConfirmationIsForTheSameTenants() {
        assertThat(TYPED.confirmed("x y"))
                .startsWith("mvn pgmt:migrate-all \"-Dpgmt.confirm=x y\" ")
                .contains("'-Dpgmt.excludes=legacy_*'".replace('\'', '"'))
                .doesNotContain("dryRun");
    }

    @Test
    void aGoalGetsNothingThatItDoesNotKnow() {
        TypedCommand typed = TypedCommand.of(new TestMaven()
                .typed("pgmt.lockTimeout", "1s")
                .typed("pgmt.tag", "v1")
                .typed("pgmt.threads", "2")
                .typed("pgmt.schemaPrefix", "t_")
                .side());

        assertThat(typed.suggested("release-locks", "")).endsWith(":release-locks -Dpgmt.schemaPrefix=t_");
        assertThat(typed.forOthers(List.of()))
                .endsWith(":migrate-all -Dpgmt.lockTimeout=1s -Dpgmt.schemaPrefix=t_ -Dpgmt.threads=2");
    }

    @Test
    void aUrlLosesItsSecretsAndStillWorks() {
        assertThat(DatabaseAddress.withoutSecrets(
                        "jdbc:postgresql://u:hush@h/d?password=hush&user=me&sslPassword=hush"))
                .isEqualTo("jdbc:postgresql://h/d?user=me");
        assertThat(DatabaseAddress.withoutSecrets("jdbc:postgresql://h/d?password=hush"))
                .isEqualTo("jdbc:postgresql://h/d");
        assertThat(DatabaseAddress.withoutSecrets("jdbc:postgresql://h/d?pwd=hush&pass=1234&passfile=p&useToken=true"))
                .isEqualTo("jdbc:postgresql://h/d?passfile=p&useToken=true");
        assertThat(DatabaseAddress.withoutSecrets("embedded:17")).isEqualTo("embedded:17");
    }

    @Test
    void whatThePomRefersToIsKept() {
        TypedCommand typed = TypedCommand.of(new TestMaven()
                .pom("<properties><db.url>jdbc:postgresql://${db.host}/staging</db.url><other>1</other></properties>"
                        + configuration("<url>${db.url}</url><schemaPrefix>${prefix}</schemaPrefix>")
                        + "<profiles><profile><activation><property><name>!where</name></property></activation></profile>"
                        + "</profiles>")
                .typed("db.url", "jdbc:postgresql://prod/app?a=1&b=it's $mine")
                .typed("db.host", "prod")
                .typed("prefix", "t x_")
                .typed("where", "prod")
                .typed("elsewhere", "unknown to this POM")
                .typed("session.rootDirectory", "/home")
                .typed("pgmt.threads", "2")
                .side());

        assertThat(typed.leavesOutSecrets()).isFalse();
        assertThat(typed.suggested("rollback", " -Dpgmt.tenant=acme"))
                .isEqualTo("mvn pgmt:rollback -Dpgmt.tenant=acme -Dpgmt.threads=2 -Ddb.host=prod "
                        + "'-Ddb.url=jdbc:postgresql://prod/app?a=1&b=it'\\''s $mine' \"-Dprefix=t x_\" -Dwhere=prod");
        assertThat(typed.forOthers(List.of())).contains(" -Ddb.host=prod ");
        assertThat(typed.confirmed("acme")).contains(" -Ddb.host=prod ");
    }

    @Test
    void whatThePomRefersToForOneGoalIsForThatOne() {
        TypedCommand typed = TypedCommand.of(new TestMaven()
                .pom(configuration("<force>${f}</force><tenants><tenant>${only}</tenant></tenants>"))
                .typed("f", "true")
                .typed("only", "acme")
                .side());

        assertThat(typed.suggested("rollback", "")).isEqualTo("mvn pgmt:rollback");
        assertThat(typed.forOthers(List.of())).isEqualTo("mvn pgmt:migrate-all -Df=true");
        assertThat(typed.confirmed("x")).isEqualTo("mvn pgmt:migrate-all -Dpgmt.confirm=x -Df=true -Donly=acme");
    }

    @Test
    void aSecretStaysOutUnderWhateverName() {
        TestMaven maven = new TestMaven()
                .pom("<properties><from>${by.way}</from><customer>1</customer></properties>"
                        + configuration("<url>${db.url}?${options}</url><password>${from}</password>"
                                + "<changelogParameters><plan>${plan}</plan></changelogParameters>"
                                + "<username>${db.passphrase} ${api.key}</username>"))
                .typed("db.url", "jdbc:postgresql://u:hush@prod/app?password=hush&passfile=p")
                .typed("options", "user=me&password=hush");
        List.of("by.way", "from", "plan", "db.passphrase", "api.key", "customer")
                .forEach(name -> maven.typed(name, "hush"));

        TypedCommand typed = TypedCommand.of(maven.side());

        assertThat(typed.suggested("status", ""))
                .isEqualTo("mvn pgmt:status \"-Ddb.url=jdbc:postgresql://prod/app?passfile=p\"");
        assertThat(typed.leavesOutSecrets()).isTrue();
    }

    @Test
    void whatNoGoalHasIsTheUsersWhateverItsNameBeginsWith() {
        TypedCommand typed = TypedCommand.of(new TestMaven()
                .pom("<version>${pgmt.region} ${pgmt.db.pwd} ${use.token} ${token.seconds} ${db.pin.pass}</version>")
                .typed("pgmt.region", "eu")
                .typed("pgmt.db.pwd", "hush")
                .typed("pgmt.my.key", "hush")
                .typed("use.token", "true")
                .typed("token.seconds", "300")
                .typed("db.pin.pass", "1234")
                .side());

        assertThat(typed.suggested("status", ""))
                .isEqualTo("mvn pgmt:status -Dpgmt.region=eu -Dtoken.seconds=300 -Duse.token=true");
        assertThat(typed.leavesOutSecrets()).isTrue();
    }

    @Test
    void profilesOfTheSettingsReferToProperties() {
        Profile profile = new Profile();
        profile.addProperty("pgmt.url", "jdbc:postgresql://${db.host}/app");
        TestMaven maven = new TestMaven().typed("db.host", "prod");
        maven.request().addProfile(profile);

        assertThat(TypedCommand.of(maven.side()).suggested("status", "")).endsWith(":status -Ddb.host=prod");
    }

    private static String configuration(String inside) {
        return "<build><plugins><plugin><artifactId>pgmt-maven-plugin</artifactId><configuration>" + inside
                + "</configuration></plugin></plugins></build>";
    }
}
