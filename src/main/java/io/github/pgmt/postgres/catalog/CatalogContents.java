package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.connection.OwnTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is in one schema, as a session sees it whose search_path it is: names in it are written without the schema.
 *
 * @param prefix how the schema is written before a name all the same, as in {@code pg_get_viewdef} of a view that has a
 *     column of the same name
 */
record CatalogContents(String prefix, Map<Key, Entry> entries) {

    /** An object, or a part of it that is a kind of its own. */
    record Key(CatalogKind kind, String object) {}

    /**
     * What is known of it.
     *
     * @param written whether its row was written since the mark
     * @param writers the last 32 bits of the transactions that wrote what it is made of
     * @param maker those of the transaction that made it, or the relation of which it is a part; empty where that is not known
     */
    record Entry(boolean written, List<String> texts, List<Long> writers, OptionalLong maker) {

        Entry {
            texts = List.copyOf(texts);
            writers = List.copyOf(writers);
        }
    }

    static CatalogContents read(Connection connection, String schema, String transaction) throws SQLException {
        return OwnTransaction.takenBack(connection, () -> readVisible(connection, schema, transaction));
    }

    private static CatalogContents readVisible(Connection connection, String schema, String transaction)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CatalogSql.everything(transaction))) {
            statement.setArray(1, connection.createArrayOf("text", new String[] {schema}));
            try (ResultSet rows = statement.executeQuery()) {
                Map<Key, Entry> entries = new HashMap<>();
                String prefix = "";
                while (rows.next()) {
                    prefix = rows.getString(1) + ".";
                    entries.put(
                            new Key(CatalogSql.KINDS.get(rows.getInt(2)), rows.getString(3)),
                            new Entry(
                                    rows.getBoolean(4),
                                    List.of((String[]) rows.getArray(5).getArray()),
                                    Stream.of((String[]) rows.getArray(6).getArray())
                                            .map(Long::valueOf)
                                            .toList(),
                                    maker(rows.getString(7))));
                }
                return new CatalogContents(prefix, entries);
            }
        }
    }

    private static OptionalLong maker(String transaction) {
        return transaction == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(transaction));
    }

    /** The same with other names for some objects, and for what is a part of one. */
    CatalogContents named(CatalogContents pilot, Map<String, String> names, OwnValues values) {
        Map<Key, Entry> named = new HashMap<>();
        Map<CatalogKind, List<Key>> missing = pilot.entries.keySet().stream()
                .filter(key -> !entries.containsKey(key))
                .collect(Collectors.groupingBy(Key::kind));
        entries.forEach((key, entry) -> {
            Key other = pilot.entries.containsKey(key) || names.containsKey(key.object())
                    ? new Key(key.kind(), names.getOrDefault(key.object(), key.object()))
                    : missing.getOrDefault(key.kind(), List.of()).stream()
                            .filter(candidate -> values.explain(candidate.object(), key.object()))
                            .findFirst()
                            .orElse(key);
            named.put(other, entry);
        });
        return new CatalogContents(prefix, named);
    }

    Optional<Entry> entry(Key key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Whether two texts of the same thing, one in either schema, say the same. */
    boolean sameText(String text, CatalogContents other, String otherText) {
        return Objects.equals(text, otherText) || text.replace(prefix, "").equals(otherText.replace(other.prefix, ""));
    }

    /** Whether each transaction that wrote something of what comes and goes by this name is such a one. */
    boolean isWrittenBy(String object, LongPredicate transactions) {
        return named(object).flatMap(entry -> entry.writers().stream()).allMatch(transactions::test);
    }

    /** Whether this holds of anything that comes and goes by this name. */
    boolean any(String object, Predicate<Entry> condition) {
        return named(object).anyMatch(condition);
    }

    private Stream<Entry> named(String object) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().kind().listed()
                        && entry.getKey().object().equals(object))
                .map(Map.Entry::getValue);
    }

    /** What comes and goes by itself. */
    Set<String> objects() {
        return entries.keySet().stream()
                .filter(key -> key.kind().listed())
                .map(Key::object)
                .collect(Collectors.toSet());
    }
}
