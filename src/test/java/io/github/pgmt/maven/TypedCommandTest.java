package io.github.pgmt.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.DatabaseAddress;
import java.util.List;
import java.util.Map;
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
    void aConfirmationIsForTheSameTenants() {
        assertThat(TYPED.confirmed("x y"))
                .startsWith("mvn pgmt:migrate-all \"-Dpgmt.confirm=x y\" ")
                .contains("'-Dpgmt.excludes=legacy_*'".replace('\'', '"'))
                .doesNotContain("dryRun");
    }

    @Test
    void aUrlLosesItsSecretsAndStillWorks() {
        assertThat(DatabaseAddress.withoutSecrets(
                        "jdbc:postgresql://u:hush@h/d?password=hush&user=me&sslPassword=hush"))
                .isEqualTo("jdbc:postgresql://h/d?user=me");
        assertThat(DatabaseAddress.withoutSecrets("jdbc:postgresql://h/d?password=hush"))
                .isEqualTo("jdbc:postgresql://h/d");
        assertThat(DatabaseAddress.withoutSecrets("embedded:17")).isEqualTo("embedded:17");
    }
}
