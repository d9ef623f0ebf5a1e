package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Eventually;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.MigratingProcess;
import io.github.pgmt.testing.MigratingProcess.Way;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed leaves whole changesets and no lock, and the same command again does the rest. */
@Tag(Faults.TAG)
class KilledRunTest {

    private static final String CHANGELOG = "changelogs/lost/changelog.sql";
    private static final int TENANTS = 12;
    private static final int CHANGESETS = 5;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @EnumSource
    void aPlainRerunFinishesWhatKilledRunsBegan(Way way) {
        int kills = Faults.rounds(1, 67);
        Random random = new Random(Faults.seed() + way.ordinal());
        int inTheMiddle = 0;
        for (int kill = 0; kill < kills; kill++) {
            List<String> schemas = Fleet.createTenants(database, TENANTS);
            database.execute("CREATE TABLE public.log (tenant text, step int)");
            killAtRandom(way, random);
            inTheMiddle += requireWholeChangesets(way, schemas);
            requireNoLocks(schemas);

            List<TenantResult> rerun = Fleet.migrateAll(
                            Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG), way.options())
                    .tenants();

            assertThat(rerun)
                    .hasSize(TENANTS)
                    .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
            requireAsUndisturbed(schemas);
            schemas.forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
            database.execute("DROP TABLE public.log");
        }
        Faults.tell(
                "{} kills of runs by {}, {} of them in the middle: 0 locks left, 0 half changesets, 0 manual steps",
                kills,
                way,
                inTheMiddle);
    }

    private void killAtRandom(Way way, Random random) {
        int rows = random.nextInt(TENANTS * CHANGESETS);
        try (MigratingProcess process = MigratingProcess.start(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG, way)) {
            Eventually.until("something is done", () -> process.endsWithin(1) || count("public.log") >= rows);
            process.endsWithin(random.nextInt(20));
            process.kill();
        }
        Eventually.until(
                "its sessions are gone",
                () -> count("pg_stat_activity WHERE application_name LIKE 'pgmt/%' AND datname = current_database()")
                        == 0);
    }

    /** What a changeset did is there exactly when its history row is; returns 1 if the run was not over. */
    private int requireWholeChangesets(Way way, List<String> schemas) {
        int done = 0;
        for (String schema : schemas) {
            List<String> logged =
                    database.query("SELECT 'step' || step FROM public.log WHERE tenant = '" + schema + "' ORDER BY 1");
            List<String> tables = database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema
                    + "' AND tablename LIKE 'step%' ORDER BY 1");
            List<String> recorded = hasHistory(schema)
                    ? database.query("SELECT id FROM " + schema + ".databasechangelog ORDER BY 1")
                    : List.of();
            assertThat(tables).as("tables of " + schema).isEqualTo(recorded);
            assertThat(logged).as("rows of " + schema).isEqualTo(recorded);
            if (way == Way.WHOLE_TENANTS) {
                assertThat(recorded.size()).as("changesets of " + schema).isIn(0, CHANGESETS);
            }
            done += recorded.size();
        }
        return done > 0 && done < TENANTS * CHANGESETS ? 1 : 0;
    }

    private void requireNoLocks(List<String> schemas) {
        for (String schema : schemas) {
            if (count("pg_tables WHERE schemaname = '" + schema + "' AND tablename = 'databasechangeloglock'") > 0) {
                assertThat(database.query("SELECT id FROM " + schema + ".databasechangeloglock WHERE locked"))
                        .as("lock row of " + schema)
                        .isEmpty();
            }
        }
    }

    private void requireAsUndisturbed(List<String> schemas) {
        assertThat(count("public.log")).isEqualTo(TENANTS * CHANGESETS);
        assertThat(count("(SELECT DISTINCT tenant, step FROM public.log) AS once"))
                .isEqualTo(TENANTS * CHANGESETS);
        for (String schema : schemas) {
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangelog ORDER BY orderexecuted"))
                    .containsExactly("step1", "step2", "step3", "step4", "step5");
        }
        requireNoLocks(schemas);
    }

    private boolean hasHistory(String schema) {
        return count("pg_tables WHERE schemaname = '" + schema + "' AND tablename = 'databasechangelog'") > 0;
    }

    private int count(String from) {
        return Integer.parseInt(database.query("SELECT count(*) FROM " + from).get(0));
    }
}
