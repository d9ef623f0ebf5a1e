package io.github.pgmt.testing;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Liquibase as applications run it without pgmt, of either line: its own lock and history services, in a class loader that has
 * no class of pgmt's. What it leaves in a schema is what pgmt is measured against.
 */
public final class OwnLiquibase implements AutoCloseable {

    /** Held, since a logger that nobody holds forgets its level. What an update says is of no interest here. */
    private static final Logger LOGGER = Logger.getLogger("liquibase");

    /** Of each line: tests one after the other use the same ones, since loading Liquibase takes about a second. */
    private static final Map<LiquibaseLine, Deque<URLClassLoader>> IDLE = new EnumMap<>(LiquibaseLine.class);

    private final LiquibaseLine line;
    private final URLClassLoader classes;

    /** A Liquibase that nobody else uses until it is closed. */
    public OwnLiquibase(LiquibaseLine line) {
        LOGGER.setLevel(Level.OFF);
        this.line = line;
        classes = take(line);
    }

    private static URLClassLoader take(LiquibaseLine line) {
        synchronized (IDLE) {
            URLClassLoader idle =
                    IDLE.computeIfAbsent(line, first -> new ArrayDeque<>()).poll();
            return idle == null ? load(line) : idle;
        }
    }

    private static URLClassLoader load(LiquibaseLine line) {
        List<URL> urls = new ArrayList<>(line.liquibaseClassPath());
        urls.add(LiquibaseLine.testClasses());
        return new URLClassLoader("own-liquibase", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /**
     * What is to be run where.
     *
     * @param root the directory that has the changelogs
     * @param file the root changelog, as it is to be recorded
     * @param contexts empty for none; likewise {@code labels}
     */
    public record Update(
            TestDatabase database,
            String schema,
            Path root,
            String file,
            String contexts,
            String labels,
            Map<String, String> parameters) {

        /** Without contexts, labels and parameters, of a changelog under {@code src/test/resources}. */
        public static Update of(TestDatabase database, String schema, String file) {
            return new Update(database, schema, Path.of("src", "test", "resources"), file, "", "", Map.of());
        }
    }

    /**
     * What came of an update.
     *
     * @param ran the ids of the changesets that ran, in order
     * @param failure what Liquibase threw, as text
     */
    public record Result(List<String> ran, Optional<String> failure) {}

    /** One update by a Liquibase of its own; returns the ids of the changesets that ran. */
    public static List<String> migrate(LiquibaseLine line, Update update) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            Result result = liquibase.update(update);
            result.failure().ifPresent(failure -> {
                throw new AssertionError(failure);
            });
            return result.ran();
        }
    }

    /** Liquibase's {@code changelog-sync}. */
    public Result changelogSync(Update update) {
        return inside("changelogSync", update, Integer.MAX_VALUE);
    }

    /** Liquibase's {@code changelog-sync-to-tag}. */
    public Result changelogSyncToTag(Update update, String tag) {
        return inside("changelogSyncToTag", update, String.class, tag);
    }

    /** Liquibase's {@code tag}. */
    public Result tag(Update update, String tag) {
        return inside("tag", update, String.class, tag);
    }

    /** Liquibase's {@code update}. */
    public Result update(Update update) {
        return inside("update", update, Integer.MAX_VALUE);
    }

    /** Liquibase's {@code update-sql}, into this file. */
    public Result updateSql(Update update, Path file) {
        return inside("updateSql", update, String.class, file.toString());
    }

    /** Liquibase's {@code update-count}: only so many of the changesets that are due. */
    public Result updateCount(Update update, int changeSets) {
        return inside("updateCount", update, changeSets);
    }

    /** Liquibase's {@code update-to-tag}. */
    public Result updateToTag(Update update, String tag) {
        return inside("updateToTag", update, String.class, tag);
    }

    /** Liquibase's {@code rollback-count}. */
    public Result rollbackCount(Update update, int changeSets) {
        return inside("rollbackCount", update, changeSets);
    }

    /** Liquibase's {@code rollback}. */
    public Result rollbackTag(Update update, String tag) {
        return inside("rollbackTag", update, String.class, tag);
    }

    /** Gives every recorded changeset the checksum that Liquibase 4.21 and older would have recorded. */
    public Result recordOlderChecksums(Update update) {
        return inside("recordOlderChecksums", update, Integer.MAX_VALUE);
    }

    private Result inside(String method, Update update, int count) {
        return inside(method, update, int.class, count);
    }

    private Result inside(String method, Update update, Class<?> type, Object limit) {
        Properties properties = new Properties();
        properties.setProperty("currentSchema", TestDatabase.quoted(update.schema()) + ",public");
        List<String> ran = new ArrayList<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try (Connection connection =
                DriverManager.getConnection(update.database().url(), properties)) {
            Object inside = Class.forName(InsideOwnLiquibase.class.getName(), true, classes)
                    .getConstructor(Connection.class, Path.class, String.class, Map.class, List.class)
                    .newInstance(connection, update.root(), update.file(), update.parameters(), ran);
            inside.getClass()
                    .getMethod(method, String.class, String.class, type)
                    .invoke(inside, update.contexts(), update.labels(), limit);
            return new Result(ran, Optional.empty());
        } catch (InvocationTargetException e) {
            return new Result(ran, Optional.of(e.getCause().toString()));
        } catch (ReflectiveOperationException | SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        synchronized (IDLE) {
            IDLE.get(line).push(classes);
        }
    }
}
