package io.github.pgmt.tenant;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Names that are not the same and look it: they differ in case, or in how their letters are composed. PostgreSQL keeps
 * them apart; people, file systems and unquoted SQL do not.
 */
public final class CaseClash {

    private CaseClash() {}

    /** The first of the names that looks like the given one and is another. */
    public static Optional<String> find(String name, Collection<String> names) {
        String folded = folded(name);
        return names.stream()
                .filter(other -> !other.equals(name) && folded(other).equals(folded))
                .findFirst();
    }

    /** Upper case first: some letters have one capital and several small ones. */
    private static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }
}
