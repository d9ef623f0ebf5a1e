package io.github.pgmt.testing;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import java.io.File;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A run of {@code migrate-all}, or of {@code rollback}, in a JVM of its own, for killing. It fails when a tenant does. */
public final class MigratingProcess {

    private MigratingProcess() {}

    /** Starts a run over all tenants of the database. */
    public static KillableProcess start(TestDatabase database, LiquibaseLine line, String changelog) {
        return start(database, line, changelog, Atomicity.CHANGESET);
    }

    /** The same, with changesets or whole tenants as transactions. */
    public static KillableProcess start(
            TestDatabase database, LiquibaseLine line, String changelog, Atomicity atomicity) {
        return start(database, line, changelog, List.of(atomicity.name()));
    }

    /** A run that goes back to this time. */
    public static KillableProcess rollBack(
            TestDatabase database, LiquibaseLine line, String changelog, LocalDateTime time) {
        return start(database, line, changelog, List.of(Atomicity.CHANGESET.name(), time.toString()));
    }

    private static KillableProcess start(
            TestDatabase database, LiquibaseLine line, String changelog, List<String> further) {
        List<String> arguments = new ArrayList<>(List.of(database.url(), line.name(), changelog));
        arguments.addAll(further);
        List<String> command = TestJvm.command(MigratingProcess.class.getName(), arguments.toArray(String[]::new));
        return KillableProcess.start(
                new ProcessBuilder(command), new File("target", "migrating-" + database.name() + ".log"));
    }

    /** The process itself: database URL, line, changelog, atomicity, and the time where it rolls back. */
    public static void main(String[] arguments) {
        TestDatabase database = TestDatabase.at(arguments[0]);
        RunOptions options = Fleet.options(3).with(Atomicity.valueOf(arguments[3]));
        Engines engines = Engines.of(database, LiquibaseLine.valueOf(arguments[1]), arguments[2]);
        List<TenantResult> tenants = (arguments.length == 4
                        ? Fleet.migrateAll(engines, options)
                        : Fleet.rollback(
                                        engines,
                                        new Rollback(new RollbackTarget.Date(LocalDateTime.parse(arguments[4])), false),
                                        options)
                                .rollBack(TenantSelection.ALL, false))
                .tenants();
        tenants.forEach(System.out::println);
        System.exit(tenants.stream().anyMatch(tenant -> tenant.outcome() == Outcome.FAILED) ? 1 : 0);
    }
}
