package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The changelog {@code changelogs/breadth}, which uses what Liquibase offers, and variants of it. */
public final class BreadthChangelog {

    /** The directory that has it. */
    public static final Path ROOT = Path.of("src", "test", "resources", "changelogs", "breadth");

    /** Its root, as it is recorded. */
    public static final String MASTER = "db/changelog/master.xml";

    /** The contexts that choose from it. */
    public static final String CONTEXTS = "test";

    /** The label expression that does. */
    public static final String LABELS = "!legacy";

    private BreadthChangelog() {}

    /** A copy as it was before: without the files that came later, and with other text where changesets run on change. */
    public static Path earlier(Path directory) {
        copy(directory, text -> text);
        makeEarlier(directory);
        return directory;
    }

    /** Makes a copy what it was before. */
    public static void makeEarlier(Path copy) {
        try {
            Path changelogs = copy.resolve("db").resolve("changelog");
            Files.delete(changelogs.resolve("later/a.xml"));
            Files.delete(changelogs.resolve("releases/02-second.yaml"));
            replace(changelogs.resolve("rules.yaml"), "value: \"paid\"", "value: \"not paid\"");
            replace(changelogs.resolve("more.sql"), "SELECT 1", "SELECT 2");
            replace(changelogs.resolve("data/more.csv"), "1,one,1.50", "1,once,1.25");
            replace(changelogs.resolve("routines.sql"), "sum(total)", "max(total)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A copy that asks for nothing that differs between tenants, and for nothing in the database as a whole, and without
     * changesets that are never recorded or run always and cannot be replayed.
     */
    public static Path forAllAlike(Path directory) {
        copy(
                directory,
                text -> text.replace("&quot;${database.defaultSchemaName}&quot;.", "")
                        .replaceAll("\\$\\{(tenant|tenant\\.schema|database\\.\\w+)}", "somebody")
                        .replaceAll("(?s)<changeSet id=\"(continued|may-fail|always-if).*?</changeSet>", "")
                        .replaceAll("(?m)^--changeset routines:may-fail.*\n.*\n", "")
                        .replaceAll("<customPrecondition .*</customPrecondition>", "")
                        .replaceAll(
                                "(?s)<preConditions onFail=\"WARN\" onFailMessage=\"never so\">.*?</preConditions>", "")
                        .replaceAll("\\{\"preConditions\": \\[\\{\"runningAs\".*\\},\n", ""));
        return directory;
    }

    private interface Change {
        String of(String text);
    }

    private static void copy(Path directory, Change change) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = directory.resolve(ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                if (file.toString().endsWith(".bin")) {
                    Files.copy(file, copy);
                } else {
                    Files.writeString(copy, change.of(Files.readString(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, String text, String with) throws IOException {
        String before = Files.readString(file);
        if (!before.contains(text)) {
            throw new IllegalStateException(file + " has no " + text);
        }
        Files.writeString(file, before.replace(text, with));
    }
}
