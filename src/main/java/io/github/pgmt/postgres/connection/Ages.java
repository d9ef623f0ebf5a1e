package io.github.pgmt.postgres.connection;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Words for how long ago something was, by the server's clock. */
public final class Ages {

    /** In the place of an age that is not known: "for an unknown time". */
    public static final String UNKNOWN = "an unknown time";

    private static final long CLOCK_SKEW_SECONDS = 60;

    private Ages() {}

    /** The age in its largest unit; one that lies in the future is another time zone's and says nothing. */
    public static String words(long seconds) {
        if (seconds < -CLOCK_SKEW_SECONDS) {
            return UNKNOWN;
        }
        for (TimeUnit unit : List.of(TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.MINUTES)) {
            long count = unit.convert(seconds, TimeUnit.SECONDS);
            if (count > 0) {
                return counted(count, unit);
            }
        }
        return counted(Math.max(seconds, 0), TimeUnit.SECONDS);
    }

    private static String counted(long count, TimeUnit unit) {
        String plural = unit.name().toLowerCase(Locale.ROOT);
        return count + " " + (count == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
}
