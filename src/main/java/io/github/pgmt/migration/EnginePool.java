package io.github.pgmt.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Engines of a run that are used again: each loads Liquibase, which takes about a second, and a run needs some in one step
 * after the other. An engine is with one thread at a time, as with any other factory.
 */
public final class EnginePool implements MigrationEngine.Factory, AutoCloseable {

    private final MigrationEngine.Factory factory;
    private final Deque<MigrationEngine> idle = new ArrayDeque<>();
    private boolean closed;

    public EnginePool(MigrationEngine.Factory factory) {
        this.factory = factory;
    }

    /** An engine that comes back to this pool when it is closed. */
    @Override
    public MigrationEngine open() {
        MigrationEngine free = poll();
        MigrationEngine engine = free == null ? factory.open() : free;
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(),
                new Class<?>[] {MigrationEngine.class},
                (proxy, method, arguments) -> call(engine, method, arguments));
    }

    private synchronized MigrationEngine poll() {
        return idle.poll();
    }

    private Object call(MigrationEngine engine, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack(engine);
            return null;
        }
        try {
            return method.invoke(engine, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
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
