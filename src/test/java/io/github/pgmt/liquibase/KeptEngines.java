package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.MigrationEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Engines as {@link IsolatedEngines} makes them, but where an earlier test has closed one of the same class path, its
 * Liquibase is used again: loading it, and what it does while it is new to the JVM, was most of the time that tests took.
 * Those that are open at once share nothing, as ever.
 */
public final class KeptEngines implements MigrationEngine.Factory {

    private record ClassPath(List<String> plugin, List<String> project) {

        static ClassPath of(EngineSettings settings) {
            return new ClassPath(texts(settings.pluginClassPath()), texts(settings.projectClassPath()));
        }

        private static List<String> texts(List<URL> urls) {
            return urls.stream().map(URL::toExternalForm).toList();
        }
    }

    private static final Map<ClassPath, Deque<LoadedLiquibase>> IDLE = new HashMap<>();

    private final EngineSettings settings;
    private final ClassPath classPath;

    public KeptEngines(EngineSettings settings) {
        this.settings = settings;
        classPath = ClassPath.of(settings);
    }

    @Override
    public MigrationEngine open() {
        LoadedLiquibase loaded = take();
        MigrationEngine engine = loaded.engine(settings);
        AtomicBoolean closed = new AtomicBoolean();
        return (MigrationEngine) Proxy.newProxyInstance(
                MigrationEngine.class.getClassLoader(),
                new Class<?>[] {MigrationEngine.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (!closed.getAndSet(true)) {
                            giveBack(loaded);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private LoadedLiquibase take() {
        synchronized (IDLE) {
            LoadedLiquibase idle = idle().poll();
            return idle == null ? LoadedLiquibase.of(settings) : idle;
        }
    }

    private void giveBack(LoadedLiquibase loaded) {
        synchronized (IDLE) {
            idle().push(loaded);
        }
    }

    private Deque<LoadedLiquibase> idle() {
        return IDLE.computeIfAbsent(classPath, first -> new ArrayDeque<>());
    }
}
