package io.github.pgmt.migration.work;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Something that another thread finds out, while this one does something else.
 *
 * @param <T> what is found
 */
public final class InBackground<T> {

    private final FutureTask<T> finding;

    private InBackground(FutureTask<T> finding) {
        this.finding = finding;
    }

    /**
     * Begins on a thread of its own, which keeps no process alive. Where the machine has none left, it is done at once.
     *
     * @param name the thread's
     */
    public static <T> InBackground<T> begin(String name, Supplier<T> finding) {
        FutureTask<T> task = new FutureTask<>(finding::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            task.run();
        }
        return new InBackground<>(task);
    }

    /**
     * Waits for what is found, or throws what was thrown.
     *
     * @throws IllegalStateException when the waiting thread is interrupted
     */
    public T get() {
        try {
            return finding.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The run was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }
}
