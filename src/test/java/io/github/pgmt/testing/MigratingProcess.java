package io.github.pgmt.testing;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.work.RunOptions;
import java.io.File;
import java.util.List;

/** A run of {@code migrate-all} in a JVM of its own, for killing. It fails when a tenant does. */
public final class MigratingProcess {

    private MigratingProcess() {}

    /** Starts a run over all tenants of the database. */
    public static KillableProcess start(TestDatabase database, LiquibaseLine line, String changelog) {
        return start(database, line, changelog, Atomicity.CHANGESET);
    }

    /** The same, with changesets or whole tenants as transactions. */
    public static KillableProcess start(
            TestDatabase database, LiquibaseLine line, String changelog, Atomicity atomicity) {
        List<String> command = TestJvm.command(
                MigratingProcess.class.getName(), database.url(), line.name(), changelog, atomicity.name());
        return KillableProcess.start(
                new ProcessBuilder(command), new File("target", "migrating-" + database.name() + ".log"));
    }

    /** The process itself: database URL, line, changelog, atomicity. */
    public static void main(String[] arguments) {
        TestDatabase database = TestDatabase.at(arguments[0]);
        RunOptions options = Fleet.options(3).with(Atomicity.valueOf(arguments[3]));
        List<TenantResult> tenants = Fleet.migrateAll(
                        Engines.of(database, LiquibaseLine.valueOf(arguments[1]), arguments[2]), options)
                .tenants();
        tenants.forEach(System.out::println);
        System.exit(tenants.stream().anyMatch(tenant -> tenant.outcome() == Outcome.FAILED) ? 1 : 0);
    }
}
