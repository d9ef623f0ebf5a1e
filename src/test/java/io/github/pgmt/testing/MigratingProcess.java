package io.github.pgmt.testing;

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

    /** Starts a run over all tenants of the database. */
    public static MigratingProcess start(TestDatabase database, LiquibaseLine line, String changelog) {
        try {
            return new MigratingProcess(new ProcessBuilder(
                            TestJvm.command(MigratingProcess.class.getName(), database.url(), line.name(), changelog))
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

    /** The process itself: database URL, line, changelog. */
    public static void main(String[] arguments) {
        TestDatabase database = TestDatabase.at(arguments[0]);
        Fleet.migrateAll(Engines.of(database, LiquibaseLine.valueOf(arguments[1]), arguments[2]), Fleet.options(3))
                .tenants()
                .forEach(System.out::println);
    }
}
