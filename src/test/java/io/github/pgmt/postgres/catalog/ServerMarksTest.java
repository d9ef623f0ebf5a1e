package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server writes into options for itself is no difference between tenants; what users set there is. */
class ServerMarksTest {

    private static final List<String> BOTH = List.of("pilot", "other");

    /** Of everything in a schema that can have options; a B-tree with one for a column cannot be used any more. */
    private static final String MARKS = """
            SET allow_system_table_mods = on;
            UPDATE pg_class SET reloptions = array_prepend('pg_relver=' || oid, reloptions) || ARRAY['later=''a b''']
            WHERE relnamespace = '%1$s'::regnamespace AND relkind NOT IN ('S', 'c');
            UPDATE pg_attribute SET attoptions = attoptions || ('pg_attver=' || attrelid)
            WHERE attnum > 0 AND attrelid IN (
              SELECT oid FROM pg_class WHERE relnamespace = '%1$s'::regnamespace AND relkind NOT IN ('S', 'i', 'I'));
            UPDATE pg_attribute SET attoptions = coalesce(attoptions, '{}') || ARRAY['pg_attver=' || attrelid, 'more=''x, y''']
            WHERE attrelid IN (SELECT oid FROM pg_class
              WHERE relnamespace = '%1$s'::regnamespace AND relam = (SELECT oid FROM pg_am WHERE amname = 'gist'));
            RESET allow_system_table_mods
            """;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenants() {
        inBoth(
                "CREATE SCHEMA {s}",
                "CREATE TABLE {s}.docs (id int PRIMARY KEY, body text, words tsvector)",
                "CREATE TABLE {s}.moments (span tsrange)",
                "CREATE TABLE {s}.parts (id int) PARTITION BY RANGE (id)",
                "CREATE VIEW {s}.seen AS SELECT id FROM {s}.docs",
                "CREATE INDEX by_words ON {s}.docs USING gist (words)",
                "CREATE INDEX by_body ON {s}.docs (body)");
    }

    static Stream<String> marked() {
        return Faults.cases(
                List.of("CREATE TABLE {s}.more (id int PRIMARY KEY, name text) WITH (fillfactor = 70); "
                        + "ALTER TABLE {s}.docs ALTER body SET (n_distinct = 5); "
                        + "CREATE INDEX by_both ON {s}.docs USING gist (words, to_tsvector('simple', body)) WHERE body <> ' (a=1)'; "
                        + "ALTER TABLE {s}.moments ADD CONSTRAINT apart EXCLUDE USING gist (span WITH &&) WITH (fillfactor = 50); "
                        + "CREATE VIEW {s}.barred WITH (security_barrier) AS SELECT body FROM {s}.docs"),
                List.of(
                        "ALTER TABLE {s}.docs ADD extra text",
                        "CREATE INDEX more ON {s}.docs USING gist (words)",
                        "CREATE INDEX more ON {s}.docs USING gist (words tsvector_ops (siglen = 100)) WITH (fillfactor = 60)",
                        "CREATE INDEX more ON {s}.parts (id)",
                        "CREATE MATERIALIZED VIEW {s}.kept WITH (autovacuum_enabled = false) AS SELECT body FROM {s}.docs",
                        "CREATE TYPE {s}.pair AS (a int, b int)"));
    }

    @ParameterizedTest
    @MethodSource("marked")
    @Tag(Faults.TAG)
    void aMarkIsNoDifference(String change) {
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));

        inBoth(change.split("; "));
        database.execute(MARKS.formatted("other"));

        assertThat(differences(mark, "pilot", "other")).isEmpty();
        assertThat(differences(mark, "other", "pilot")).isEmpty();
        assertThat(sums(mark, "other")).isEqualTo(sums(mark, "pilot"));
        assertThat(drift()).isEmpty();
        assertThat(new HashSet<>(new PostgresDrift(Servers.of(database), HistoryTables.DEFAULT, 1, Set.of(), List.of())
                        .sums(Tenants.of(BOTH))
                        .found()
                        .values()))
                .hasSize(1);
    }

    /** What every second tenant does not get. */
    static Stream<String> documented() {
        return Faults.cases(
                List.of(
                        "ALTER TABLE {s}.docs SET (autovacuum_vacuum_scale_factor = 0.1)",
                        "ALTER TABLE {s}.docs ALTER body SET (n_distinct_inherited = 5)",
                        "ALTER VIEW {s}.seen SET (check_option = local)",
                        "ALTER INDEX {s}.by_words SET (buffering = on)",
                        "DROP INDEX {s}.by_words; CREATE INDEX by_words ON {s}.docs USING gist (words tsvector_ops (siglen = 100))"),
                List.of(
                        "ALTER TABLE {s}.docs SET (fillfactor = 70)",
                        "ALTER TABLE {s}.docs SET (toast_tuple_target = 200)",
                        "ALTER TABLE {s}.docs SET (parallel_workers = 2)",
                        "ALTER VIEW {s}.seen SET (security_barrier)",
                        "ALTER INDEX {s}.by_body SET (deduplicate_items = off)",
                        "DROP INDEX {s}.by_body; CREATE INDEX by_body ON {s}.docs (body text_pattern_ops)"));
    }

    @ParameterizedTest
    @MethodSource("documented")
    @Tag(Faults.TAG)
    void whatUsersSetIsADifferenceBesideAMark(String change) {
        CatalogMark mark = catalog().mark(Tenants.of(BOTH));

        database.execute(change.replace("{s}", "pilot").split("; "));
        database.execute("DROP INDEX other.by_words", "CREATE INDEX by_words ON other.docs USING gist (words)");
        database.execute("DROP INDEX other.by_body", "CREATE INDEX by_body ON other.docs (body)");
        database.execute(MARKS.formatted("other"));

        assertThat(catalog().changes(mark, Tenants.of(BOTH)).values()).doesNotHaveDuplicates();
        assertThat(differences(mark, "pilot", "other")).hasSize(1);
        assertThat(differences(mark, "other", "pilot")).hasSize(1);
        assertThat(drift()).hasSize(1);
    }

    /** What changed but for the numbers of rows that were written, which a mark adds to. */
    private String sums(CatalogMark mark, String schema) {
        return catalog()
                .changes(mark, Tenants.of(BOTH))
                .get(Engines.tenant(schema))
                .replaceAll(" written .*", "");
    }

    private List<CatalogDifference> drift() {
        return new PostgresDrift(Servers.of(database), HistoryTables.DEFAULT, 1, Set.of(), List.of())
                .compare(Map.of(Engines.tenant("other"), Engines.tenant("pilot")))
                .found()
                .get(Engines.tenant("other"))
                .differences();
    }

    private List<String> differences(CatalogMark mark, String pilot, String schema) {
        return catalog()
                .differences(mark, Engines.tenant(pilot), Tenants.of(schema))
                .get(Engines.tenant(schema));
    }

    private void inBoth(String... statements) {
        database.execute(BOTH.stream()
                .flatMap(schema -> Stream.of(statements).map(sql -> sql.replace("{s}", schema)))
                .toArray(String[]::new));
    }

    private PostgresCatalog catalog() {
        return new PostgresCatalog(Servers.of(database), 4);
    }
}
