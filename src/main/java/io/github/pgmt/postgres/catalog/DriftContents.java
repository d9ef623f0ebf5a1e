package io.github.pgmt.postgres.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that is in one schema, its own name taken out wherever it stands before another one. */
record DriftContents(Map<Key, Entry> entries) {

    /** An object, or a part of it that is a kind of its own. */
    record Key(CatalogKind kind, String object) {}

    /**
     * What is known of it.
     *
     * @param parents what it comes and goes with
     */
    record Entry(List<String> parents, List<String> texts) {

        Entry {
            parents = List.copyOf(parents);
            texts = List.copyOf(texts);
        }
    }

    DriftContents {
        entries = Map.copyOf(entries);
    }

    /**
     * Takes a schema's name out of a text, also out of constants in it.
     *
     * @param ident the name, quoted if it needs that
     */
    static UnaryOperator<String> unqualified(String ident) {
        String inConstants = ident.replace("'", "''");
        Pattern pattern = Pattern.compile("(?<![\\p{L}\\p{N}_$\"])(?:" + Pattern.quote(inConstants + ".") + "|"
                + Pattern.quote(ident + ".") + ")");
        return text -> text.contains(".") ? pattern.matcher(text).replaceAll("") : text;
    }

    /** The same where the tenant's name is another's in names that have it as a part of their own, see {@link OwnName}. */
    DriftContents without(String tenant) {
        return OwnName.without(tenant, this);
    }

    /** What comes and goes by itself. */
    Set<Key> listed() {
        return entries.keySet().stream().filter(key -> key.kind().listed()).collect(Collectors.toSet());
    }

    /** Equal sums are equal contents. */
    String sum() {
        Set<String> lines = new TreeSet<>();
        entries.forEach((key, entry) -> lines.add(key.kind().name() + '\0' + key.object() + '\0' + entry.texts()));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.forEach(line -> digest.update((line + '\0').getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
