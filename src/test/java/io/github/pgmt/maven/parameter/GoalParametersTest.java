package io.github.pgmt.maven.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.maven.CreateTenantMojo;
import io.github.pgmt.maven.DoctorMojo;
import io.github.pgmt.maven.DriftMojo;
import io.github.pgmt.maven.DropTenantMojo;
import io.github.pgmt.maven.ListTenantsMojo;
import io.github.pgmt.maven.MigrateAllMojo;
import io.github.pgmt.maven.MigrateTenantMojo;
import io.github.pgmt.maven.ReleaseLocksMojo;
import io.github.pgmt.maven.SetupAllTenantsMojo;
import io.github.pgmt.maven.StatusMojo;
import io.github.pgmt.migration.command.ReleaseConfirmation;
import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import java.util.List;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** The names and defaults that users rely on, as Maven itself injects them. */
@MojoTest
class GoalParametersTest {

    @Test
    @InjectMojo(goal = "migrate-all")
    void runsAsTheManualSaysWhenNothingIsSet(MigrateAllMojo goal) {
        assertThat(goal.runParameters())
                .isEqualTo(new RunParameters(
                        4,
                        "fail-at-end",
                        0,
                        3,
                        0,
                        "0",
                        "5s",
                        "0",
                        "5m",
                        3,
                        5,
                        "10s",
                        false,
                        new ReplayParameters(true, null, "catalog"),
                        "changeset"));
        assertThat(goal.sourceParameters())
                .isEqualTo(new SourceParameters(null, null, "subdomain", "1m", null, "public", "database"));
        assertThat(goal.selectionParameters().failIfNoTenants()).isTrue();
        assertThat(goal.outputParameters().failOnPending()).isFalse();
        assertThat(goal.outputParameters().reportFormats()).containsExactly("json", "junit", "html");
        assertThat(goal.outputParameters().reportsDirectory()).endsWithRaw(java.nio.file.Path.of("pgmt"));
        ChangelogSource changelog = goal.changelogSource();
        assertThat(changelog.changeLogFile()).isEqualTo("db/changelog/db.changelog-master.yaml");
        assertThat(changelog.searchPath()).isEqualTo("src/main/resources");
        assertThat(changelog.sharedSchemas()).containsExactly("public");
        assertThat(changelog.databaseChangeLogTableName()).isEqualTo("DATABASECHANGELOG");
        assertThat(changelog.databaseChangeLogLockTableName()).isEqualTo("DATABASECHANGELOGLOCK");
    }

    @Test
    @InjectMojo(goal = "migrate-tenant")
    @MojoParameter(name = "tenant", value = "acme")
    @MojoParameter(name = "threads", value = "9")
    @MojoParameter(name = "onError", value = "fail-fast")
    @MojoParameter(name = "lockTimeout", value = "250ms")
    @MojoParameter(name = "contexts", value = "prod")
    @MojoParameter(name = "labelFilter", value = "!later")
    @MojoParameter(name = "schemaPrefix", value = "tenant_")
    @MojoParameter(name = "excludes", value = "audit,tmp_*")
    @MojoParameter(name = "sharedChangeLogFile", value = "classpath:db/shared.yaml")
    @MojoParameter(name = "beforeTenantSql", value = "a.sql,b.sql")
    @MojoParameter(name = "afterAllSql", value = "c.sql")
    void takesWhatIsSet(MigrateTenantMojo goal) {
        assertThat(goal.selectionParameters().tenant()).isEqualTo("acme");
        assertThat(goal.selectionParameters().excludes()).isEqualTo(List.of("audit", "tmp_*"));
        assertThat(goal.runParameters().threads()).isEqualTo(9);
        assertThat(goal.runParameters().onError()).isEqualTo("fail-fast");
        assertThat(goal.runParameters().lockTimeout()).isEqualTo("250ms");
        assertThat(goal.changelogSource().contexts()).isEqualTo("prod");
        assertThat(goal.changelogSource().labelFilter()).isEqualTo("!later");
        assertThat(goal.sourceParameters().schemaPrefix()).isEqualTo("tenant_");
        assertThat(goal.changelogSource().sharedChangeLogFile()).isEqualTo("classpath:db/shared.yaml");
        assertThat(goal.hookParameters().beforeTenantSql()).isEqualTo(List.of("a.sql", "b.sql"));
        assertThat(goal.hookParameters().afterAllSql()).isEqualTo(List.of("c.sql"));
    }

    @Test
    @InjectMojo(goal = "status")
    @MojoParameter(name = "threads", value = "9")
    @MojoParameter(name = "failOnPending", value = "true")
    void aLookAtTheTenantsTakesWhatMakesSenseForIt(StatusMojo goal) {
        assertThat(goal.threads()).isEqualTo(9);
        assertThat(goal.outputParameters().failOnPending()).isTrue();
        assertThat(goal.outputParameters().reportsDirectory()).endsWithRaw(java.nio.file.Path.of("pgmt"));
    }

    @Test
    @InjectMojo(goal = "create-tenant")
    @MojoParameter(name = "schemaOwner", value = "owner")
    @MojoParameter(name = "grantTo", value = "app, reader,app")
    void aNewSchemaBelongsToWhomTheUserSays(CreateTenantMojo goal) {
        assertThat(goal.setUpParameters().newSchema())
                .isEqualTo(new NewSchema(Optional.of("owner"), List.of("app", "reader"), false));
    }

    @Test
    @InjectMojo(goal = "setup-all-tenants")
    @MojoParameter(name = "allowCaseClash", value = "true")
    void aNewSchemaBelongsToWhoMakesItWhenNothingIsSet(SetupAllTenantsMojo goal) {
        assertThat(goal.setUpParameters().newSchema()).isEqualTo(new NewSchema(Optional.empty(), List.of(), true));
        assertThat(goal.runParameters().replaying()).isEqualTo(new ReplayParameters(true, null, "catalog"));
    }

    @Test
    @InjectMojo(goal = "setup-all-tenants")
    @MojoParameter(name = "replay", value = "false")
    @MojoParameter(name = "pilot", value = "acme")
    @MojoParameter(name = "verify", value = "history")
    void newTenantsAreReplayedAsIsSet(SetupAllTenantsMojo goal) {
        assertThat(goal.runParameters().replaying()).isEqualTo(new ReplayParameters(false, "acme", "history"));
    }

    @Test
    @InjectMojo(goal = "list-tenants")
    @MojoParameter(name = "databaseChangeLogTableName", value = "HISTORY")
    @MojoParameter(name = "sharedSchemas", value = "public,extensions")
    void aListNeedsNoChangelog(ListTenantsMojo goal) {
        assertThat(goal.databaseChangeLogTableName()).isEqualTo("HISTORY");
        assertThat(goal.databaseChangeLogLockTableName()).isEqualTo("DATABASECHANGELOGLOCK");
        assertThat(goal.sharedSchemas()).containsExactly("public", "extensions");
        assertThat(goal.sourceParameters().defaultSchema()).isEqualTo("public");
    }

    @Test
    @InjectMojo(goal = "drop-tenant")
    @MojoParameter(name = "tenant", value = "acme")
    @MojoParameter(name = "confirm", value = "Acme")
    @MojoParameter(name = "dropRegistryRow", value = "true")
    @MojoParameter(name = "tenantTable", value = "app.tenant")
    void aTenantIsDroppedOnlyWhenItIsNamedTwice(DropTenantMojo goal) {
        assertThat(goal.dropParameters().onlyLooks()).isTrue();
        assertThat(goal.dropParameters().unconfirmed())
                .contains("-Dpgmt.confirm=Acme is another name than -Dpgmt.tenant=acme");
    }

    @Test
    @InjectMojo(goal = "release-locks")
    @MojoParameter(name = "confirm", value = "3")
    void aReleaseIsConfirmedByACommandForAnyName(ReleaseLocksMojo goal) {
        ReleaseConfirmation confirmation = goal.confirmation();

        assertThat(confirmation.given()).contains("3");
        assertThat(confirmation.command().apply("acme")).endsWith(":release-locks -Dpgmt.confirm=acme");
        assertThat(confirmation.command().apply("it's $mine")).endsWith(" '-Dpgmt.confirm=it'\\''s $mine'");
    }

    @Test
    @InjectMojo(goal = "doctor")
    @MojoParameter(name = "failOnWarning", value = "true")
    void anExaminationIsForTheThreadsOfAMigration(DoctorMojo goal) {
        assertThat(goal.doctorParameters().threads()).isEqualTo(4);
        assertThat(goal.doctorParameters().failOnWarning()).isTrue();
    }

    @Test
    @InjectMojo(goal = "drift")
    void tenantsAreComparedWithTheMajority(DriftMojo goal) {
        DriftParameters drift = goal.driftParameters();

        assertThat(drift.reference()).isEqualTo(DriftReference.MAJORITY);
        assertThat(drift.ignoredAspects()).containsExactly("statistics target", "storage");
        assertThat(PostgresDrift.aspects()).containsAll(drift.ignoredAspects());
        assertThat(drift.accepted()).isEqualTo(AcceptedDrift.NONE);
    }

    @Test
    @InjectMojo(goal = "drift")
    @MojoParameter(name = "reference", value = "tenant")
    void aTenantAsTheMeasureHasToBeNamed(DriftMojo goal) {
        assertThatThrownBy(goal.driftParameters()::reference)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.referenceTenant=");
    }

    @Test
    @InjectMojo(goal = "drift")
    @MojoParameter(name = "acceptDrift", value = "true")
    void whatIsAcceptedNeedsAFile(DriftMojo goal) {
        assertThatThrownBy(() -> goal.driftParameters().check(goal.selectionParameters()))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("-Dpgmt.driftBaseline=");
    }

    @Test
    void refusesAWordThatIsNoProof() {
        assertThatThrownBy(() -> new ReplayParameters(true, null, "none").replaying())
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("-Dpgmt.verify=none is not one of catalog, history.");
    }
}
