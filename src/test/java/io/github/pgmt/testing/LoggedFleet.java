package io.github.pgmt.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tenants whose changesets each leave a row in a table, so that one which ran twice, or only half, shows: the changelog is
 * {@code changelogs/faults}.
 */
public final class LoggedFleet {

    public static final String LOG = "changelogs/faults/log.sql";
    public static final String ENTRIES = "changelogs/faults/entries.sql";
    public static final List<String> ALL = List.of("one", "two", "three", "four");

    private static final Path ROOT = Path.of("src", "test", "resources");

    private final TestDatabase database;

    public LoggedFleet(TestDatabase database) {
        this.database = database;
    }

    /** Engines for the whole changelog, and more files after it. */
    public static Engines engines(TestDatabase database, LiquibaseLine line, String... more) {
        List<String> files = new ArrayList<>(List.of(LOG, ENTRIES));
        files.addAll(List.of(more));
        return Engines.of(database, line, changelog(files), ROOT);
    }

    private static Changelog changelog(List<String> files) {
        return new Changelog(files, Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
    }

    /** Requires that every changeset of a tenant ran exactly once, and that nobody holds its lock. */
    public void requireWhole(String schema) {
        assertThat(entries(schema)).as("entries of " + schema).containsExactlyInAnyOrderElementsOf(ALL);
        requireConsistent(schema);
    }

    /** Requires that a tenant has of each changeset all, or nothing, and that nobody holds its lock. */
    public void requireConsistent(String schema) {
        List<String> history = has(schema, "databasechangelog")
                ? database.query(
                        "SELECT id FROM " + schema + ".databasechangelog WHERE author = 'test' AND id <> 'log'")
                : List.of();
        List<String> entries = has(schema, "log") ? entries(schema) : List.of();
        assertThat(entries).as("entries of " + schema).containsExactlyInAnyOrderElementsOf(history);
        assertThat(has(schema, "two")).as("table two of " + schema).isEqualTo(history.contains("two"));
        assertThat(has(schema, "log_entry")).as("index of " + schema).isEqualTo(history.contains("three"));
        assertThat(database.query(
                        "SELECT count(*) FROM pg_attribute WHERE attname = 'name' AND attrelid = to_regclass('" + schema
                                + ".two')"))
                .as("column of " + schema)
                .containsExactly(history.contains("four") ? "1" : "0");
        assertThat(lockedRows(schema)).as("lock rows of " + schema).isEmpty();
    }

    private List<String> lockedRows(String schema) {
        return has(schema, "databasechangeloglock")
                ? database.query("SELECT lockedby FROM " + schema + ".databasechangeloglock WHERE locked")
                : List.of();
    }

    /** Whether a tenant has a relation of this name. */
    public boolean has(String schema, String relation) {
        return database.query("SELECT to_regclass('" + schema + "." + relation + "')")
                        .get(0)
                != null;
    }

    private List<String> entries(String schema) {
        return database.query("SELECT entry FROM " + schema + ".log");
    }
}
