package io.github.pgmt.migration.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Engines of a run that are used again: each loads Liquibase, which takes about a second, and a run needs some in one step
 * after the other. An engine is with one thread at a time, as with any other factory. One that is no longer sound is
 * closed, and whoever has it gets another.
 */
public final class EnginePool implements MigrationEngine.Factory, AutoCloseable {

    private final MigrationEngine.Factory factory;
    private final Deque<MigrationEngine> idle = new ArrayDeque<>();
    private boolean closed;

    public EnginePool(MigrationEngine.Factory factory) {
        this.factory = factory;
    }

    /** An engine that is made, or taken from this pool, when it is first used, and comes back when it is closed. */
    @Override
    public MigrationEngine open() {
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(), new Class<?>[] {MigrationEngine.class}, new Lent());
    }

    private MigrationEngine take() {
        MigrationEngine free = poll();
        return free == null ? factory.open() : free;
    }

    private synchronized MigrationEngine poll() {
        return idle.poll();
    }

    private final class Lent implements InvocationHandler {

        private MigrationEngine engine;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("close")) {
                if (engine != null) {
                    giveBack(engine);
                    engine = null;
                }
                return null;
            }
            if (engine == null) {
                engine = take();
            }
            Throwable thrown = null;
            try {
                return method.invoke(engine, arguments);
            } catch (InvocationTargetException e) {
                thrown = e.getCause();
                throw thrown;
            } finally {
                if (!engine.isSound()) {
                    discard(thrown);
                }
            }
        }

        /** What it did, or threw, is what counts: one that cannot even be closed is no trouble of the tenant's. */
        private void discard(Throwable thrown) {
            MigrationEngine unsound = engine;
            engine = null;
            try {
                unsound.close();
            } catch (RuntimeException | Error e) {
                // The JVM throws one and the same error again when it has no memory for another.
                if (thrown != null && thrown != e) {
                    thrown.addSuppressed(e);
                }
            }
        }
    }

    private synchronized void giveBack(MigrationEngine engine) {
        if (closed) {
            engine.close();
        } else {
            idle.push(engine);
        }
    }

    /** Closes the engines that are here, and those that are still in use when they come back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(MigrationEngine::close);
        idle.clear();
    }
}
