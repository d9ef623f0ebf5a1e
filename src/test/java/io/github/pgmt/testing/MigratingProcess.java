package io.github.pgmt.testing;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.inspection.PlanRun;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.NewTenants;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.report.PlanFile;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantSelection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A run of {@code migrate-all}, or of {@code rollback}, in a JVM of its own, for killing. It fails when a tenant does. */
public final class MigratingProcess {

    private static final String SEVERAL = "several";
    private static final String PLANNED = "planned";
    private static final FrozenOptions FROZEN =
            new FrozenOptions(new TreeMap<>(), Map.of(), Set.of(), Optional.empty());

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

    /** A run over all tenants of several databases. */
    public static KillableProcess start(List<TestDatabase> databases, String changelog) {
        List<String> arguments = new ArrayList<>(List.of(SEVERAL, changelog));
        databases.forEach(database -> arguments.add(database.url()));
        return start(databases.get(0).name(), arguments);
    }

    /** The same in this JVM. */
    public static List<TenantResult> migrate(List<String> urls, String changelog) {
        SeveralDatabases databases = new SeveralDatabases(changelog);
        for (int number = 0; number < urls.size(); number++) {
            databases.with("eu" + number, urls.get(number), "here", 18, 2);
        }
        RunContext context = databases.context(Fleet.options(3));
        try (TenantReplays replays = context.environment().replays()) {
            return new MigrationRun(context).migrate(databases.all(), false).tenants();
        }
    }

    /** A run over all tenants of the database that keeps to the plan in this file. */
    public static KillableProcess keepTo(Path plan, TestDatabase database, LiquibaseLine line, String changelog) {
        return start(database.name(), List.of(PLANNED, database.url(), line.name(), changelog, plan.toString()));
    }

    /** The same in this JVM. */
    public static List<TenantResult> carryOut(Path plan, Engines engines) {
        try (TenantReplays replays = engines.replays()) {
            PlanToKeep kept = new PlanToKeep(PlanFile.read(plan).plan(), NewTenants.FAIL, FROZEN);
            return new MigrationRun(Fleet.context(engines, Fleet.options(3)), false, Optional.of(kept))
                    .migrate(TenantSelection.ALL, false)
                    .tenants();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is due in all tenants into this file. */
    public static void plan(Path file, Engines engines) {
        try (TenantReplays replays = engines.replays()) {
            FleetPlan plan = new PlanRun(Fleet.context(engines, Fleet.options(3)))
                    .plan(TenantSelection.ALL, FROZEN)
                    .plan();
            Files.writeString(file, PlanFile.text(plan, OutgoingText.inFiles(UnaryOperator.identity())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return start(database.name(), arguments);
    }

    private static KillableProcess start(String name, List<String> arguments) {
        List<String> command = TestJvm.command(MigratingProcess.class.getName(), arguments.toArray(String[]::new));
        return KillableProcess.start(new ProcessBuilder(command), new File("target", "migrating-" + name + ".log"));
    }

    /**
     * The process itself: database URL, line, changelog, atomicity, and the time where it rolls back; or the word for several
     * databases, the changelog and the URL of each; or the word for a plan, database URL, line, changelog and the plan's file.
     */
    public static void main(String[] arguments) {
        List<TenantResult> tenants = switch (arguments[0]) {
            case SEVERAL -> migrate(List.of(arguments).subList(2, arguments.length), arguments[1]);
            case PLANNED ->
                carryOut(
                        Path.of(arguments[4]),
                        Engines.of(TestDatabase.at(arguments[1]), LiquibaseLine.valueOf(arguments[2]), arguments[3]));
            default -> ofOne(arguments);
        };
        tenants.forEach(System.out::println);
        System.exit(tenants.stream().anyMatch(tenant -> tenant.outcome() == Outcome.FAILED) ? 1 : 0);
    }

    private static List<TenantResult> ofOne(String[] arguments) {
        TestDatabase database = TestDatabase.at(arguments[0]);
        RunOptions options = Fleet.options(3).with(Atomicity.valueOf(arguments[3]));
        Engines engines = Engines.of(database, LiquibaseLine.valueOf(arguments[1]), arguments[2]);
        return (arguments.length == 4
                        ? Fleet.migrateAll(engines, options)
                        : Fleet.rollback(
                                        engines,
                                        new Rollback(new RollbackTarget.Date(LocalDateTime.parse(arguments[4])), false),
                                        options)
                                .rollBack(TenantSelection.ALL, false))
                .tenants();
    }
}
