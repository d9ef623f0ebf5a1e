package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Kills runs over a fleet at random moments. A killed run leaves whole changesets and no lock, and the same command again
 * makes of the fleet what an undisturbed run does. The changelog's changesets {@code step1} to {@code step5} each create a
 * table of that name and insert a row into {@code public.log}, and take both away when they are taken back.
 */
public final class KilledRuns {

    private static final int TENANTS = Faults.rounds(15, 30);
    private static final int STEPS = 5;

    private final TestDatabase database;
    private final boolean wholeTenants;
    private final Supplier<KillableProcess> run;
    private final Optional<Runnable> before;
    private final Runnable again;

    /**
     * @param wholeTenants whether each tenant is one transaction
     * @param run starts a run over all tenants of the database
     */
    public KilledRuns(TestDatabase database, boolean wholeTenants, Supplier<KillableProcess> run) {
        this(database, wholeTenants, run, Optional.empty(), () -> awaitSuccess(run));
    }

    private KilledRuns(
            TestDatabase database,
            boolean wholeTenants,
            Supplier<KillableProcess> run,
            Optional<Runnable> before,
            Runnable again) {
        this.database = database;
        this.wholeTenants = wholeTenants;
        this.run = run;
        this.before = before;
        this.again = again;
    }

    /** The same, where the runs that are not killed are in the test's JVM: that one has loaded Liquibase already. */
    public KilledRuns finishedBy(Runnable inThisJvm) {
        return new KilledRuns(database, wholeTenants, run, before, inThisJvm);
    }

    /**
     * Of runs that take everything back.
     *
     * @param before applies it first
     */
    public static KilledRuns takingBack(TestDatabase database, Runnable before, Supplier<KillableProcess> run) {
        return new KilledRuns(database, false, run, Optional.of(before), () -> awaitSuccess(run));
    }

    /**
     * Kills that many, each on a fleet of new tenants, and runs it again: every other time at once, else when the server has
     * noticed, and what was left could be looked at.
     *
     * @return how many were killed when something was done and not all
     * @throws AssertionError when something is left that should not be
     */
    public int kill(int kills, Random random) {
        DatabaseContents undisturbed = undisturbed();
        int inTheMiddle = 0;
        for (int kill = 0; kill < kills; kill++) {
            List<String> schemas = makeFleet();
            killOne(random);
            int done = done();
            inTheMiddle += done > 0 && done < TENANTS * STEPS ? 1 : 0;
            if (kill % 2 == 0) {
                Eventually.until("its sessions are gone", this::isAlone);
                schemas.forEach(this::requireWholeChangeSets);
            }
            requireAllDone();
            assertThat(DatabaseContents.of(database).differences(undisturbed, "the killed", "the undisturbed"))
                    .isEmpty();
            dropFleet(schemas);
        }
        return inTheMiddle;
    }

    private DatabaseContents undisturbed() {
        List<String> schemas = makeFleet();
        requireAllDone();
        DatabaseContents contents = DatabaseContents.of(database);
        dropFleet(schemas);
        return contents;
    }

    private static void awaitSuccess(Supplier<KillableProcess> run) {
        try (KillableProcess process = run.get()) {
            process.awaitSuccess();
        }
    }

    private void requireAllDone() {
        again.run();
        assertThat(done()).isEqualTo(TENANTS * STEPS);
    }

    /** How many changesets are applied, or taken back. */
    private int done() {
        int applied = count("public.log");
        return before.isPresent() ? TENANTS * STEPS - applied : applied;
    }

    private void killOne(Random random) {
        int rows = random.nextInt(TENANTS * STEPS);
        try (KillableProcess process = run.get()) {
            Eventually.until("something is done", () -> process.endsWithin(5) || done() >= rows);
            process.endsWithin(random.nextInt(20));
        }
    }

    private boolean isAlone() {
        return count("pg_stat_activity WHERE application_name LIKE 'pgmt/%' AND datname = current_database()") == 0;
    }

    /** What a changeset did is there exactly when its history row is. */
    private void requireWholeChangeSets(String schema) {
        List<String> recorded = hasTable(schema, "databasechangelog")
                ? database.query("SELECT id FROM " + schema + ".databasechangelog WHERE id LIKE 'step%' ORDER BY 1")
                : List.of();
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema
                        + "' AND tablename LIKE 'step%' ORDER BY 1"))
                .as("tables of " + schema)
                .isEqualTo(recorded);
        assertThat(database.query("SELECT 'step' || step FROM public.log WHERE tenant = '" + schema + "' ORDER BY 1"))
                .as("rows of " + schema)
                .isEqualTo(recorded);
        if (wholeTenants) {
            assertThat(recorded.size()).as("changesets of " + schema).isIn(0, STEPS);
        }
        if (hasTable(schema, "databasechangeloglock")) {
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangeloglock WHERE locked"))
                    .as("lock row of " + schema)
                    .isEmpty();
        }
    }

    private List<String> makeFleet() {
        database.execute("CREATE TABLE public.log (tenant text, step int)");
        List<String> schemas = Fleet.createTenants(database, TENANTS);
        before.ifPresent(Runnable::run);
        return schemas;
    }

    private void dropFleet(List<String> schemas) {
        schemas.forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
        database.execute("DROP TABLE public.log");
    }

    private boolean hasTable(String schema, String table) {
        return count("pg_tables WHERE schemaname = '" + schema + "' AND tablename = '" + table + "'") > 0;
    }

    private int count(String from) {
        return Integer.parseInt(database.query("SELECT count(*) FROM " + from).get(0));
    }
}
