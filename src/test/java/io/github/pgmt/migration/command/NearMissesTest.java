package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.inspection.ListRun;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.lifecycle.DropRun;
import io.github.pgmt.migration.lifecycle.SetUpRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever mistypes a name is asked whether a known one was meant. */
class NearMissesTest {

    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;
    private static final String CHANGES = "db/changelog/changes.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void tenants() throws IOException {
        database.execute("CREATE SCHEMA acme", "CREATE SCHEMA beta");
        write(CHANGES, """
                --liquibase formatted sql
                --changeset test:one
                CREATE TABLE one (id int);
                """);
    }

    @ParameterizedTest
    @CsvSource({"acmee", "ACME", "amce"})
    void aNearTenantIsAskedForInEveryGoal(String typed) {
        assertThat(failures(typed))
                .hasSize(6)
                .allSatisfy(message -> assertThat(message)
                        .contains("There is no tenant \"" + typed + "\"", "Did you mean \"acme\"?")
                        .doesNotContain("setup-tenant", "beta"));
        new ListRun(
                        Fleet.catalog(engines()),
                        Fleet.catalog(engines()),
                        context().environment().fleet(),
                        heard())
                .list(named(typed));
        assertThat(warnings).singleElement().asString().contains("Did you mean \"acme\"?");
    }

    private List<String> failures(String typed) {
        RunContext context = context();
        TenantSelection selection = named(typed);
        List<String> messages = new ArrayList<>();
        messages.add(message(new MigrationRun(context).migrate(selection, false)));
        messages.add(message(new AdoptionRun(context, new Adoption(Optional.empty(), true)).adopt(selection, false)));
        messages.add(message(new TagRun(context, "release").tag(selection)));
        messages.add(message(new DropRun(context, false).drop(selection, false)));
        messages.add(message(new ReleaseRun(
                        Fleet.catalog(engines()),
                        new PostgresLocks(engines().server(), HistoryTables.DEFAULT, "no-such-host"),
                        context.runId(),
                        heard())
                .release(selection, new ReleaseConfirmation(Optional.empty(), confirm -> "mvn " + confirm))));
        messages.add(new StatusRun(context).look(selection).get(0).problem().orElseThrow());
        return messages;
    }

    @Test
    void aNewTenantIsProposedOnlyWhereNoneIsNear() {
        assertThat(message(new MigrationRun(context()).migrate(named("zulu"), false)))
                .contains("setup-tenant", "-Dpgmt.tenant=zulu")
                .doesNotContain("Did you mean");
    }

    @Test
    void aRegistryWithANearNameSaysHowToAddATenantAsWell() {
        database.execute(
                "CREATE TABLE public.tenant (subdomain text PRIMARY KEY)", "INSERT INTO public.tenant VALUES ('acme')");
        TenantSource registry = new TableTenants(engines().server(), "public.tenant", "subdomain", Optional.empty());
        SetUpRun run = new SetUpRun(context().listing(registry), new NewSchema(Optional.empty(), List.of(), false));

        assertThat(message(run.setUp(named("acmee"), false))).contains("Did you mean \"acme\"?", "create-tenant");
    }

    @Test
    void whatSelectsNobodyIsAskedForToo() {
        RunOptions options = Fleet.options(1).with(new Replaying(true, Optional.of("betta"), Way.Verified.HISTORY));
        MigrationRun mistypedPilot = new MigrationRun(new RunContext(
                context().environment(), options, context().runId(), context().stop(), heard()));

        assertThatThrownBy(() -> mistypedPilot.migrate(TenantSelection.ALL, false))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("Did you mean \"beta\"?");
        assertThatThrownBy(() -> new MigrationRun(context()).migrate(globs("ACM*", List.of()), false))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("Did you mean \"acme\"?");
        new StatusRun(context()).look(globs("*", List.of("bta", "zulu*")));
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).endsWith("\"bta\" in -Dpgmt.excludes matches no tenant. Did you mean \"beta\"?");
        assertThat(warnings.get(1)).endsWith("\"zulu*\" in -Dpgmt.excludes matches no tenant.");
    }

    @Test
    void aTenantThatIncludesLeaveOutIsNotCalledUnknown() {
        TenantSelection selection = new TenantSelection(List.of("acme"), List.of(), List.of("b*"), List.of());

        assertThat(message(new MigrationRun(context()).migrate(selection, false)))
                .contains("The tenant \"acme\" is named, but -Dpgmt.includes leaves it out");
    }

    @Test
    void aTagAndARunAreAskedFor() throws IOException {
        write("tags.yaml", """
                databaseChangeLog:
                  - changeSet:
                      id: tag
                      author: test
                      changes: [{tagDatabase: {tag: release-1.5}}]
                """);
        new MigrationRun(context()).migrate(TenantSelection.ALL, false);
        new TagRun(context(), "release-1.4").tag(TenantSelection.ALL);
        String run = database.query("SELECT deployment_id FROM acme.databasechangelog")
                .get(0);
        String mistyped = run.substring(0, 9) + (run.endsWith("x") ? "y" : "x");

        assertThat(message(rollback(new RollbackTarget.Tag("relaese-1.4"))))
                .contains("has no tag \"relaese-1.4\", but release-1.4.", "Did you mean \"release-1.4\"?");
        assertThatThrownBy(() -> rollback(new RollbackTarget.Runs(List.of(mistyped))))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("Did you mean \"" + run + "\"?");
        assertThatThrownBy(() -> rollback(new RollbackTarget.Runs(List.of("4711"))))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("The last runs there are " + run + ".");
        Adoption toTag = new Adoption(Optional.of("release1.5"), true);
        database.execute("CREATE SCHEMA fresh");
        assertThat(message(new AdoptionRun(context("tags.yaml"), toTag).adopt(named("fresh"), false)))
                .contains("makes the tag \"release1.5\"", "Did you mean \"release-1.5\"?");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aChangelogOfANearNameIsAskedFor(LiquibaseLine line) throws IOException {
        write("db/changelog/shop-root.yaml", "databaseChangeLog: []\n");
        write("top.xml", "<databaseChangeLog/>\n");
        write("db/notes.txt", "");

        for (String typed : List.of(
                "db/changelog/shop-root.yml",
                "src/main/resources/db/changelog/shop-root.yaml",
                "./db/changelog/Shop-Root.yaml",
                "db/changelog/SHOP-ROOT.YAML",
                "db/chagnelog/shop-root.yaml",
                "db/shop-root.yaml",
                "shop-root.yaml",
                "DB/Changelog/shop-root.yaml",
                "db/changelog/shop-roto.yaml")) {
            assertThatThrownBy(() -> new MigrationRun(context(line, typed)).migrate(TenantSelection.ALL, false))
                    .as(typed)
                    .isInstanceOf(InvalidChangelogException.class)
                    .hasMessageContaining("does not exist. Did you mean \"db/changelog/shop-root.yaml\"");
        }
        assertThatThrownBy(() -> new MigrationRun(context(line, "top.yaml")).migrate(TenantSelection.ALL, false))
                .hasMessageContaining("Did you mean \"top.xml\"?");
        assertThatThrownBy(() -> new MigrationRun(context(line, "notes.yaml")).migrate(TenantSelection.ALL, false))
                .hasMessageContaining("does not exist. It was looked for in: ");
    }

    private OperationResults rollback(RollbackTarget target) {
        return new RollbackRun(context(), new Rollback(target, false)).rollBack(TenantSelection.ALL, false);
    }

    private static String message(OperationResults results) {
        return results.tenants().get(0).failure().orElseThrow().message();
    }

    private static TenantSelection named(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }

    private static TenantSelection globs(String tenants, List<String> excludes) {
        return new TenantSelection(List.of(), List.of(tenants), List.of(), excludes);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Engines engines() {
        return Engines.of(database, LINE, Engines.changelog(CHANGES), directory);
    }

    private RunContext context() {
        return context(CHANGES);
    }

    private RunContext context(String changelog) {
        return context(LINE, changelog);
    }

    private RunContext context(LiquibaseLine line, String changelog) {
        Engines engines = Engines.of(database, line, Engines.changelog(changelog), directory);
        RunContext context = Fleet.context(engines, Fleet.options(2));
        return new RunContext(context.environment(), context.options(), context.runId(), context.stop(), heard());
    }

    private MigrationListener heard() {
        return MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message()));
    }
}
