package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.DidYouMean;
import java.util.List;
import java.util.Map;

/** The values of a parameter that takes one of a few words. */
public final class Choice {

    private Choice() {}

    /**
     * What the word means.
     *
     * @param values by word
     * @throws RunRefusedException when it is none of them
     */
    public static <T> T of(String parameter, String word, Map<String, T> values) {
        T value = values.get(word);
        if (value == null) {
            throw new RunRefusedException("-Dpgmt." + parameter + "=" + word + " is not one of "
                    + String.join(", ", values.keySet().stream().sorted().toList()) + "."
                    + DidYouMean.of(word, values.keySet()));
        }
        return value;
    }

    /** The same where the words are the values. */
    public static void require(String parameter, String word, List<String> words) {
        if (!words.contains(word)) {
            throw new RunRefusedException("-Dpgmt." + parameter + "=" + word + " is not one of "
                    + String.join(", ", words) + "." + DidYouMean.of(word, words));
        }
    }
}
