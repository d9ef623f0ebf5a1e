package io.github.pgmt.liquibase;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The project's classes and resources, which go before those of the plugin: a custom change gets the library versions
 * that the project names. Liquibase itself is always the plugin's.
 */
final class ProjectClasses extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    ProjectClasses(List<URL> classPath, ClassLoader parent) {
        super("pgmt-project", classPath.toArray(URL[]::new), parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (comesFromPlugin(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException e) {
                return super.loadClass(name, resolve);
            }
        }
    }

    private static boolean comesFromPlugin(String className) {
        boolean liquibase = className.startsWith("liquibase.") && !className.startsWith("liquibase.ext.");
        return liquibase
                || className.startsWith("java.")
                || className.startsWith("io.github.pgmt.")
                || SharedClasses.isShared(className);
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Set<URL> ownFirst = new LinkedHashSet<>(Collections.list(findResources(name)));
        ownFirst.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(ownFirst);
    }
}
