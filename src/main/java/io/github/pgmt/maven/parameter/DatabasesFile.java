package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.tenant.Utf8File;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file that lists databases: name, URL, server id and threads in each line, with white space between them. */
final class DatabasesFile {

    private static final int MOST_WORDS = 4;

    /** A URL may have the character in it. */
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final String NONE = "-";

    private final String where;
    private final File file;

    DatabasesFile(File file) {
        this.where = "-Dpgmt.databasesFile=" + file;
        this.file = file;
    }

    /** @throws RunRefusedException when it cannot be read, or a line is no database */
    ListedDatabases read() {
        List<String> lines = text().lines().toList();
        List<ListedDatabase> databases = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line =
                    COMMENT.matcher(lines.get(number - 1)).replaceFirst("").strip();
            if (!line.isEmpty()) {
                databases.add(database(where + ", line " + number, List.of(WHITE_SPACE.split(line))));
            }
        }
        return new ListedDatabases(where, databases);
    }

    private static ListedDatabase database(String place, List<String> words) {
        if (words.size() > MOST_WORDS) {
            throw new RunRefusedException(place + " has " + words.size()
                    + " words. A line has a name, a URL, and perhaps a server id and threads, with white space between them "
                    + "and \"-\" for none.");
        }
        return ListedDatabase.of(place, word(words, 0), word(words, 1), word(words, 2), word(words, 3));
    }

    private static Optional<String> word(List<String> words, int index) {
        return words.stream().skip(index).findFirst().filter(word -> !word.equals(NONE));
    }

    private String text() {
        try {
            return Utf8File.read(file.toPath());
        } catch (Utf8File.NotUtf8Exception e) {
            throw new RunRefusedException(where + " " + e.getMessage() + " Nothing was changed.", e);
        } catch (IOException e) {
            throw new RunRefusedException(where + " cannot be read: " + e, e);
        }
    }
}
