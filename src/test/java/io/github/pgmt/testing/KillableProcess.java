package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A program that a test starts in order to kill it. Closing kills it too. */
public final class KillableProcess implements AutoCloseable {

    private final Process process;
    private final File output;

    private KillableProcess(Process process, File output) {
        this.process = process;
        this.output = output;
    }

    /** @param output what gets all that it writes */
    static KillableProcess start(ProcessBuilder builder, File output) {
        try {
            return new KillableProcess(
                    builder.redirectErrorStream(true).redirectOutput(output).start(), output);
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

    /** Waits until it ended; fails when that was not well. */
    public void awaitSuccess() {
        Eventually.until("it ended, see " + output, () -> endsWithin(1));
        if (process.exitValue() != 0) {
            throw new AssertionError("It ended with " + process.exitValue() + ", see " + output);
        }
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
}
