package io.github.pgmt.migration.outcome;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * That an object of a tenant's is not as in the tenant that it is compared with.
 *
 * @param object as {@code column customer.email}
 * @param aspect what of it is different; empty where one of the two has no such object
 * @param expected as the other has it; empty where there is nothing
 * @param found as the tenant has it; empty where there is nothing
 * @param whole a digest of all that an object is which the tenant alone has, so that it is another difference once it is changed;
 *     empty where the texts say it
 */
public record CatalogDifference(
        String object, Optional<String> aspect, Change change, String expected, String found, String whole)
        implements Comparable<CatalogDifference> {

    /** What kind of difference. */
    public enum Change {
        /** The tenant lacks the object. */
        MISSING,
        /** The tenant alone has it. */
        EXTRA,
        /** Both have it. */
        DIFFERENT
    }

    /** Longer texts are not repeated where people read. */
    private static final int LONGEST_TEXT = 200;

    private static final int FINGERPRINT_BYTES = 16;

    private static final Comparator<CatalogDifference> ORDER = Comparator.comparing(CatalogDifference::object)
            .thenComparing(difference -> difference.aspect().orElse(""))
            .thenComparing(CatalogDifference::change)
            .thenComparing(CatalogDifference::expected)
            .thenComparing(CatalogDifference::found)
            .thenComparing(CatalogDifference::whole);

    public CatalogDifference {
        Objects.requireNonNull(object, "object is null");
        Objects.requireNonNull(expected, "expected is null");
        Objects.requireNonNull(found, "found is null");
        Objects.requireNonNull(whole, "whole is null");
        if (aspect.isPresent() != (change == Change.DIFFERENT)) {
            throw new IllegalArgumentException(change + " and " + aspect + " do not go together: " + object);
        }
    }

    /** An object that one of the two lacks. */
    public static CatalogDifference of(String object, Change change) {
        return new CatalogDifference(object, Optional.empty(), change, "", "", "");
    }

    /** An object that the tenant alone has, by all that it is, parts and comments included. */
    public static CatalogDifference extra(String object, List<String> whole) {
        return new CatalogDifference(object, Optional.empty(), Change.EXTRA, "", "", digest(whole));
    }

    /** An aspect in which an object that both have is different. */
    public static CatalogDifference of(String object, String aspect, String expected, String found) {
        return new CatalogDifference(object, Optional.of(aspect), Change.DIFFERENT, expected, found, "");
    }

    @Override
    public int compareTo(CatalogDifference other) {
        return ORDER.compare(this, other);
    }

    /** Equal for equal differences alone, however long their texts are. */
    public String fingerprint() {
        return digest(List.of(object, aspect.orElse(""), change.name(), expected, found, whole));
    }

    private static String digest(List<String> texts) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", texts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a sentence without its full stop: {@code column customer.email is character varying(50), not text}. */
    public String sentence() {
        return switch (change) {
            case MISSING -> object + " is missing";
            case EXTRA -> object + " is extra";
            case DIFFERENT -> object + difference(aspect.orElseThrow());
        };
    }

    private String difference(String differing) {
        return switch (differing) {
            case "type" -> " is " + found + ", not " + expected;
            case "validity" -> " is " + found + (found.equals("INVALID") ? "" : ", not " + expected);
            case "NOT NULL" -> found.equals("yes") || found.equals("true") ? " is NOT NULL" : " is not NOT NULL";
            default ->
                isLong()
                        ? " differs in its " + differing
                        : ": " + differing + " is " + words(found) + ", not " + words(expected);
        };
    }

    private boolean isLong() {
        return found.length() + expected.length() > LONGEST_TEXT || (found + expected).indexOf('\n') >= 0;
    }

    private static String words(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
