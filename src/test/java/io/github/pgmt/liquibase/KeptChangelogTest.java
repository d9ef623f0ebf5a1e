package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a changelog was parsed again shows when its file is gone. */
class KeptChangelogTest {

    private static final Tenant TENANT = Engines.tenant("t01");
    private static final TenantHistory NOTHING = TenantHistory.without("t01", TenantHistory.State.EMPTY);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasLookedAtIsPlannedWithoutParsingItAgain(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThat(pending(engine.plan(TENANT, NOTHING))).containsExactly("one", "two");
            assertThat(pending(engine.plan(TENANT, NOTHING))).containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherTenantHasAChangelogOfItsOwn(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(Engines.tenant("t02"), NOTHING))
                    .isInstanceOf(InvalidChangelogException.class);
        }
    }

    /** A tenant is the same whatever its registry says, and what it says may decide what the changelog has. */
    @ParameterizedTest
    @EnumSource
    void theSameTenantWithOtherValuesHasAChangelogOfItsOwn(LiquibaseLine line) throws IOException {
        Tenant other = new Tenant(TENANT.database(), TENANT.schema(), TENANT.name(), Map.of("plan", "gold"));
        try (MigrationEngine engine = engine(line)) {
            engine.read(TENANT);
            removeChangelog();

            assertThatThrownBy(() -> engine.plan(other, NOTHING)).isInstanceOf(InvalidChangelogException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAScriptHasRunIsLeftToNobody(LiquibaseLine line) throws IOException {
        try (MigrationEngine engine = engine(line)) {
            MigrationPlan plan = engine.plan(TENANT, NOTHING);

            assertThat(engine.script(
                                    TENANT,
                                    NOTHING,
                                    Optional.empty(),
                                    plan.result().due(),
                                    PilotNotes.NOT_YET)
                            .plain())
                    .hasSize(2);
            removeChangelog();
            assertThatThrownBy(() -> engine.plan(TENANT, NOTHING)).isInstanceOf(InvalidChangelogException.class);
        }
    }

    private MigrationEngine engine(LiquibaseLine line) throws IOException {
        Files.writeString(directory.resolve("changes.sql"), """
                --liquibase formatted sql
                --changeset ann:one
                CREATE TABLE one (id int);
                --changeset ann:two
                CREATE TABLE two (id int);
                """);
        return Engines.of(database, line, Engines.changelog("changes.sql"), directory)
                .factory()
                .open();
    }

    private void removeChangelog() throws IOException {
        Files.delete(directory.resolve("changes.sql"));
    }

    private static List<String> pending(MigrationPlan plan) {
        return plan.result().changeSets().pending().stream()
                .map(ChangeSetId::id)
                .toList();
    }
}
