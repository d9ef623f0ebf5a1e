package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.catalog.DriftContents.Entry;
import io.github.pgmt.postgres.catalog.DriftContents.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tenant's name in the names of its objects, where another tenant's is the same. In texts it is taken out where they name such
 * an object, and in comments; a constant is what it is, a default of {@code 'acme'} in acme's tables as in another's.
 */
final class OwnName {

    /** Stands for the tenant's own name. */
    private static final String TENANT = "<tenant>";

    private static final int SHORTEST_NAME = 3;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]++");

    /** Between underscores and whatever else is neither a letter nor a digit. */
    private static final Pattern PART = Pattern.compile("[\\p{L}\\p{N}]++");

    private static final Pattern CODE = Pattern.compile(
            "(?<naming>(?:(?<=val\\()|(?<=regclass\\())'[^']*+'|'[^']*+'(?=::reg))" // as in
                    // nextval('acme_id_seq'::regclass)
                    + "|(?<constant>'[^']*+')|(?<other>--[^\n]*+|/\\*(?s:.*?)\\*/|\"[^\"]*+\"|[\\p{L}\\p{N}_$]++)");

    private final Pattern name;
    private final String tenant;
    private final Map<String, String> renamed = new HashMap<>();

    private OwnName(String tenant) {
        this.tenant = tenant;
        this.name = Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(tenant) + "(?![\\p{L}\\p{N}])");
    }

    /** The contents as another tenant with another name may have them. */
    static DriftContents without(String tenant, DriftContents contents) {
        return tenant.codePointCount(0, tenant.length()) < SHORTEST_NAME
                ? contents
                : new OwnName(tenant).without(contents);
    }

    /** What {@link #mayBeIn} goes by. */
    static Stream<String> parts(DriftContents contents) {
        return contents.entries().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(entry.getKey().object()),
                        entry.getKey().kind().isComments() ? entry.getValue().texts().stream() : Stream.of()))
                .flatMap(OwnName::parts);
    }

    /** Whether names that have these parts can have the tenant's; otherwise nothing is to be taken out. */
    static boolean mayBeIn(Set<String> parts, String tenant) {
        return parts(tenant).allMatch(parts::contains);
    }

    private static Stream<String> parts(String text) {
        return PART.matcher(text).results().map(MatchResult::group);
    }

    private DriftContents without(DriftContents contents) {
        contents.entries()
                .keySet()
                .forEach(key -> WORD.matcher(nameOf(key)).results().forEach(word -> {
                    String other = inName(word.group());
                    if (!other.equals(word.group())) {
                        renamed.put(word.group(), other);
                    }
                }));
        Map<Key, Entry> others = new HashMap<>();
        contents.entries().forEach((key, entry) -> {
            UnaryOperator<String> inText = key.kind().isComments() ? this::inName : this::inCode;
            String ofObject = nameOf(key);
            others.put(
                    new Key(key.kind(), inName(ofObject) + key.object().substring(ofObject.length())),
                    new Entry(
                            entry.parents().stream().map(this::inName).toList(),
                            entry.texts().stream().map(inText).toList()));
        });
        return new DriftContents(others);
    }

    /** An enum's label is no name but a value. */
    private static String nameOf(Key key) {
        String object = key.object();
        return key.kind().name().equals("label") ? object.substring(0, object.indexOf('.') + 1) : object;
    }

    private String inName(String text) {
        return text.contains(tenant) ? name.matcher(text).replaceAll(Matcher.quoteReplacement(TENANT)) : text;
    }

    private String inCode(String text) {
        return renamed.isEmpty() || !text.contains(tenant)
                ? text
                : CODE.matcher(text)
                        .replaceAll(piece -> Matcher.quoteReplacement(
                                piece.group(2) == null ? inWords(piece.group()) : piece.group()));
    }

    private String inWords(String text) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(renamed.getOrDefault(word.group(), word.group())));
    }
}
