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
                .setProperty("pgmt.url", of(basedir).url());
    }

    /** Creates the database; the project itself says how it is reached. */
    public static void createHidden(File basedir, List<String> statements) {
        TestDatabase database = new TestDatabase();
        database.execute(statements.toArray(String[]::new));
        try {
            Files.writeString(file(basedir), database.name(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that was created for the test in this directory. */
    public static TestDatabase of(File basedir) {
        try {
            return new TestDatabase(Files.readString(file(basedir), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(File basedir) {
        return basedir.toPath().resolve("database.txt");
    }
}
