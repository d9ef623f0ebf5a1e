package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.BreadthChangelog;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tenants that a migration brings from one state to another are alike before, after and meanwhile. */
class DriftOfMigrationsTest {

    private static final int TENANTS = 12;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    @Test
    @Tag(Faults.TAG)
    void whileAMigrationRunsNothingHasDrifted() {
        int rounds = Faults.rounds(1, 20);
        int looks = 0;
        int busy = 0;
        for (int round = 0; round < rounds; round++) {
            String prefix = "t" + round + "_";
            IntStream.range(0, TENANTS).forEach(number -> database.execute("CREATE SCHEMA " + prefix + number));
            Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/drift/releases.sql");
            AtomicBoolean done = new AtomicBoolean();
            InBackground<Boolean> migration = InBackground.begin("migration", () -> {
                try {
                    return Fleet.migrateAll(engines, Fleet.options(2)).tenants().stream()
                            .allMatch(tenant -> tenant.failure().isEmpty());
                } finally {
                    done.set(true);
                }
            });
            while (!done.get()) {
                DriftReport report = Drifts.of(database);
                looks++;
                busy += report.count(State.BUSY);
                assertThat(Drifts.told(report)).isEmpty();
            }
            assertThat(migration.get()).isTrue();
            assertThat(Drifts.states(Drifts.of(database))).isEmpty();
        }
        Faults.tell("{} looks for drift in {} migrations, {} tenants busy, 0 drifted", looks, rounds, busy);
    }

    /** The tenant's name in a changeset's text changes its checksum, and a changeset that runs on change has had another. */
    @Test
    void whoHasChecksumsOfItsOwnIsComparedAllTheSame() throws IOException {
        IntStream.range(0, 4).forEach(number -> database.execute("CREATE SCHEMA tenant_" + number));
        migrate("CREATE VIEW words AS SELECT 1 AS word", TenantSelection.ALL);
        database.execute("DROP TABLE tenant_2.plain");

        DriftReport ofOwn = Drifts.of(database);
        assertThat(Drifts.told(ofOwn)).containsExactly("[tenant_2]: table plain is missing");
        assertThat(ofOwn.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.ownChecksums()).isEqualTo(4));

        migrate(
                "CREATE OR REPLACE VIEW words AS SELECT 2 AS word",
                new TenantSelection(List.of("tenant_0"), List.of(), List.of(), List.of()));
        assertThat(Drifts.told(Drifts.of(database)))
                .containsExactlyInAnyOrder(
                        "[tenant_0]: view words: definition is  SELECT 2 AS word;, not  SELECT 1 AS word;",
                        "[tenant_2]: table plain is missing");
    }

    private void migrate(String view, TenantSelection tenants) throws IOException {
        Files.writeString(directory.resolve("own.sql"), """
                --liquibase formatted sql
                --changeset test:plain
                CREATE TABLE plain (id int);
                --changeset test:own
                CREATE TABLE owned (id int); -- of ${tenant}
                COMMENT ON TABLE owned IS 'of ${tenant}';
                --changeset test:again runOnChange:true
                %s;
                """.formatted(view));
        Changelog changelog =
                new Changelog(List.of("own.sql"), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, changelog, directory);
        assertThat(Fleet.run(engines, Fleet.options(2)).migrate(tenants, false).tenants())
                .allMatch(tenant -> tenant.failure().isEmpty());
    }

    @Test
    void whatOneChangelogMadeOfManyIsAlike() {
        IntStream.range(0, 3).forEach(number -> database.execute("CREATE SCHEMA tenant_" + number));
        database.execute("CREATE SCHEMA reference CREATE TABLE country (code text)");
        Changelog changelog = new Changelog(
                List.of(BreadthChangelog.MASTER),
                Optional.of(BreadthChangelog.CONTEXTS),
                Optional.of(BreadthChangelog.LABELS),
                Map.of("currency", "EUR"),
                HistoryTables.DEFAULT);
        Engines engines = Engines.of(
                database,
                LiquibaseLine.LIQUIBASE_4,
                changelog,
                BreadthChangelog.forAllAlike(directory.resolve("changelog")));
        assertThat(Fleet.run(engines, Fleet.options(2))
                        .migrate(TenantSelection.ALL, false)
                        .tenants())
                .filteredOn(tenant -> tenant.schema().startsWith("tenant_"))
                .allMatch(tenant -> tenant.failure().isEmpty());

        DriftReport report = Drifts.of(database);

        assertThat(Drifts.told(report)).isEmpty();
        assertThat(report.count(State.ALIKE)).isEqualTo(3);
    }
}
