package io.github.pgmt.migration;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How often a tenant was tried, and what for.
 *
 * @param tries how often it was begun; 0 where it never was
 * @param waited how long it waited between its tries
 * @param blockers the sessions that were seen in its way
 */
public record Waiting(int tries, Duration waited, List<Blocker> blockers) {

    /** Of a tenant that came to its end at once. */
    public static final Waiting NONE = new Waiting(1, Duration.ZERO, List.of());

    public Waiting {
        Objects.requireNonNull(waited, "waited is null");
        blockers = List.copyOf(blockers);
    }

    /**
     * In words, after a failure; empty when there is nothing to say.
     *
     * @param time from the beginning of the first try to the end of the last
     */
    public String afterFailure(Duration time) {
        String times = tries > 1 ? " It was tried " + tries + " times in " + words(time) + "." : "";
        String seen = blockers.isEmpty()
                ? ""
                : " In its way: "
                        + String.join("; ", blockers.stream().map(Blocker::text).toList())
                        + ".";
        return (times + seen).strip();
    }

    private static String words(Duration time) {
        if (time.toSeconds() < 10) {
            return time.toSeconds() + "." + time.toMillisPart() / 100 + " s";
        }
        long seconds = time.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
