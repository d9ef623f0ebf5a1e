package io.github.pgmt.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A database of an integration test's own, for the scripts under {@code src/it}: {@code prebuild.groovy} creates it, the
 * invoked Maven gets its URL as {@code pgmt.url}, and {@code verify.groovy} looks into it. All of them run in the JVM of the
 * invoker and share the {@link TestServer}.
 */
public final class ItDatabase {

    private static final String PGMT_URL = "pgmt.url";

    private ItDatabase() {}

    /**
     * Creates the database and makes it known to the invoked Maven.
     *
     * @param context the script's variable of that name
     * @param statements what is in the database before Maven runs
     */
    public static void create(Map<?, ?> context, File basedir, List<String> statements) {
        createHidden(basedir, statements);
        ((Properties) context.get("userProperties"))
                .setProperty(PGMT_URL, of(basedir).url());
    }

    /**
     * Creates a database beside the one of {@code pgmt.url}.
     *
     * @param property what the invoked Maven gets its URL as
     */
    public static void createAnother(Map<?, ?> context, File basedir, String property, List<String> statements) {
        create(file(basedir, property), statements);
        ((Properties) context.get("userProperties"))
                .setProperty(property, of(basedir, property).url());
    }

    /** Creates the database; the project itself says how it is reached. */
    public static void createHidden(File basedir, List<String> statements) {
        create(file(basedir, PGMT_URL), statements);
    }

    private static void create(Path file, List<String> statements) {
        TestDatabase database = new TestDatabase();
        database.execute(statements.toArray(String[]::new));
        try {
            Files.writeString(file, database.name(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that was created for the test in this directory. */
    public static TestDatabase of(File basedir) {
        return of(basedir, PGMT_URL);
    }

    /** The database that the invoked Maven got as this property. */
    public static TestDatabase of(File basedir, String property) {
        try {
            return new TestDatabase(
                    TestServer.newest(), Files.readString(file(basedir, property), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(File basedir, String property) {
        return basedir.toPath().resolve(property + ".database.txt");
    }
}
