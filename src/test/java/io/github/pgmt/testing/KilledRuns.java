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

    private static final int TENANTS = Faults.rounds(10, 30);
    private static final int STEPS = 5;

    private final List<TestDatabase> databases;
    private final boolean wholeTenants;
    private final Supplier<KillableProcess> run;
    private final Optional<Runnable> before;
    private final Runnable again;

    /**
     * @param wholeTenants whether each tenant is one transaction
     * @param run starts a run over all tenants of the database
     */
    public KilledRuns(TestDatabase database, boolean wholeTenants, Supplier<KillableProcess> run) {
        this(List.of(database), wholeTenants, run);
    }

    /** The same over several databases, which have as many tenants together. */
    public KilledRuns(List<TestDatabase> databases, boolean wholeTenants, Supplier<KillableProcess> run) {
        this(databases, wholeTenants, run, Optional.empty(), () -> awaitSuccess(run));
    }

    private KilledRuns(
            List<TestDatabase> databases,
            boolean wholeTenants,
            Supplier<KillableProcess> run,
            Optional<Runnable> before,
            Runnable again) {
        this.databases = List.copyOf(databases);
        this.wholeTenants = wholeTenants;
        this.run = run;
        this.before = before;
        this.again = again;
    }

    /** The same, where the runs that are not killed are in the test's JVM: that one has loaded Liquibase already. */
    public KilledRuns finishedBy(Runnable inThisJvm) {
        return new KilledRuns(databases, wholeTenants, run, before, inThisJvm);
    }

    /**
     * Of runs that take everything back.
     *
     * @param before applies it first
     */
    public static KilledRuns takingBack(TestDatabase database, Runnable before, Supplier<KillableProcess> run) {
        return new KilledRuns(List.of(database), false, run, Optional.of(before), () -> awaitSuccess(run));
    }

    /**
     * Kills that many, each on a fleet of new tenants, and runs it again: every other time at once, else when the server has
     * noticed, and what was left could be looked at.
     *
     * @return how many were killed when something was done and not all
     * @throws AssertionError when something is left that should not be
     */
    public int kill(int kills, Random random) {
        List<DatabaseContents> undisturbed = undisturbed();
        int inTheMiddle = 0;
        for (int kill = 0; kill < kills; kill++) {
            List<String> schemas = makeFleet();
            killOne(random);
            int done = done();
            inTheMiddle += done > 0 && done < all() ? 1 : 0;
            if (kill % 2 == 0) {
                Eventually.until("its sessions are gone", this::isAlone);
                schemas.forEach(schema -> databases.forEach(database -> requireWholeChangeSets(database, schema)));
            }
            requireAllDone();
            List<DatabaseContents> contents = contents();
            for (int index = 0; index < contents.size(); index++) {
                assertThat(contents.get(index).differences(undisturbed.get(index), "the killed", "the undisturbed"))
                        .isEmpty();
            }
            dropFleet(schemas);
        }
        return inTheMiddle;
    }

    private List<DatabaseContents> undisturbed() {
        List<String> schemas = makeFleet();
        requireAllDone();
        List<DatabaseContents> contents = contents();
        dropFleet(schemas);
        return contents;
    }

    private List<DatabaseContents> contents() {
        return databases.stream().map(DatabaseContents::of).toList();
    }

    private int tenants() {
        return TENANTS / databases.size();
    }

    /** How many changesets there are in all tenants. */
    private int all() {
        return tenants() * databases.size() * STEPS;
    }

    private static void awaitSuccess(Supplier<KillableProcess> run) {
        try (KillableProcess process = run.get()) {
            process.awaitSuccess();
        }
    }

    private void requireAllDone() {
        again.run();
        assertThat(done()).isEqualTo(all());
    }

    /** How many changesets are applied, or taken back. */
    private int done() {
        int applied = databases.stream()
                .mapToInt(database -> count(database, "public.log"))
                .sum();
        return before.isPresent() ? all() - applied : applied;
    }

    private void killOne(Random random) {
        int rows = random.nextInt(all());
        try (KillableProcess process = run.get()) {
            Eventually.until("something is done", () -> process.endsWithin(5) || done() >= rows);
            process.endsWithin(random.nextInt(20));
        }
    }

    private boolean isAlone() {
        return databases.stream()
                .allMatch(database -> count(
                                database,
                                "pg_stat_activity WHERE application_name LIKE 'pgmt/%' AND datname = current_database()")
                        == 0);
    }

    /** What a changeset did is there exactly when its history row is. */
    private void requireWholeChangeSets(TestDatabase database, String schema) {
        List<String> recorded = hasTable(database, schema, "databasechangelog")
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
        if (hasTable(database, schema, "databasechangeloglock")) {
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangeloglock WHERE locked"))
                    .as("lock row of " + schema)
                    .isEmpty();
        }
    }

    private List<String> makeFleet() {
        databases.forEach(database -> database.execute("CREATE TABLE public.log (tenant text, step int)"));
        List<String> schemas = databases.stream()
                .map(database -> Fleet.createTenants(database, tenants()))
                .toList()
                .get(0);
        before.ifPresent(Runnable::run);
        return schemas;
    }

    private void dropFleet(List<String> schemas) {
        for (TestDatabase database : databases) {
            schemas.forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
            database.execute("DROP TABLE public.log");
        }
    }

    private static boolean hasTable(TestDatabase database, String schema, String table) {
        return count(database, "pg_tables WHERE schemaname = '" + schema + "' AND tablename = '" + table + "'") > 0;
    }

    private static int count(TestDatabase database, String from) {
        return Integer.parseInt(database.query("SELECT count(*) FROM " + from).get(0));
    }
}
