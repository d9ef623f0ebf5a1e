package io.github.pgmt.liquibase;

import java.util.List;

/**
 * The few classes that pgmt and an isolated Liquibase have in common: the JDK, the JDBC driver, pgmt's ports, and the
 * logging interface that Maven exports. Shows no resource of the plugin.
 */
final class SharedClasses extends ClassLoader {

    private static final List<String> SHARED = List.of(
            "org.postgresql.",
            "org.slf4j.",
            "io.github.pgmt.migration.",
            "io.github.pgmt.tenant.",
            // Handed over when an engine is made.
            EngineSettings.class.getName());

    private final ClassLoader plugin;

    SharedClasses(ClassLoader plugin) {
        super("pgmt-shared", ClassLoader.getPlatformClassLoader());
        this.plugin = plugin;
    }

    static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!isShared(name)) {
            throw new ClassNotFoundException(name);
        }
        return plugin.loadClass(name);
    }
}
