package io.github.pgmt.testing;

import io.github.pgmt.migration.Atomicity;
import io.github.pgmt.migration.Replaying;
import io.github.pgmt.migration.RunOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A run of {@code migrate-all} in a JVM of its own, for killing. */
public final class MigratingProcess implements AutoCloseable {

    private final Process process;

    private MigratingProcess(Process process) {
        this.process = process;
    }

    /** How a run goes about its tenants. */
    public enum Way {
        /** As it does unless told otherwise. */
        REPLAY,
        /** Every tenant through Liquibase. */
        LIQUIBASE,
        /** Each tenant as one transaction. */
        WHOLE_TENANTS;

        /** The options of such a run. */
        public RunOptions options() {
            RunOptions plain = Fleet.options(3);
            return switch (this) {
                case REPLAY -> plain;
                case LIQUIBASE -> plain.with(Replaying.OFF);
                case WHOLE_TENANTS -> plain.with(Atomicity.TENANT);
            };
        }
    }

    /** Starts a run over all tenants of the database. */
    public static MigratingProcess start(TestDatabase database, LiquibaseLine line, String changelog) {
        return start(database, line, changelog, Way.REPLAY);
    }

    /** Starts a run of this kind over all tenants of the database. */
    public static MigratingProcess start(TestDatabase database, LiquibaseLine line, String changelog, Way way) {
        try {
            return new MigratingProcess(new ProcessBuilder(TestJvm.command(
                            MigratingProcess.class.getName(), database.url(), line.name(), changelog, way.name()))
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target", "migrating-" + database.name() + ".log"))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until one of its sessions runs a statement with this text; fails when it ends before. */
    public void awaitRunning(TestDatabase database, String text) {
        Eventually.until("it runs " + text, () -> {
            if (endsWithin(1)) {
                throw new AssertionError("It ended with " + process.exitValue() + " before it ran " + text);
            }
            return Eventually.isRunning(database, text);
        });
    }

    /** Whether it ended by itself within this time. */
    public boolean endsWithin(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** The process itself: database URL, line, changelog, way. */
    public static void main(String[] arguments) {
        TestDatabase database = TestDatabase.at(arguments[0]);
        Fleet.migrateAll(
                        Engines.of(database, LiquibaseLine.valueOf(arguments[1]), arguments[2]),
                        Way.valueOf(arguments[3]).options())
                .tenants()
                .forEach(System.out::println);
    }
}
