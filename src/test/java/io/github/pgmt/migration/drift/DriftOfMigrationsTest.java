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
        int rounds = Faults.rounds(2, 20);
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

    @Test
    void whatOneChangelogMadeOfManyIsAlike() {
        IntStream.range(0, 6).forEach(number -> database.execute("CREATE SCHEMA tenant_" + number));
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
        assertThat(report.count(State.ALIKE)).isEqualTo(6);
    }
}
