package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as PostgreSQL's settings write them: {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}; {@code 0} is off. */
final class DurationText {

    private static final Pattern FORMAT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h)");

    private DurationText() {}

    /** @throws RunRefusedException when the text is no duration */
    static Duration parse(String parameter, String text) {
        String trimmed = text.trim();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = FORMAT.matcher(trimmed);
        if (!matcher.matches()) {
            throw new RunRefusedException("-Dpgmt." + parameter + "=" + text
                    + " is no duration. Write a number and a unit, 500ms, 5s, 2m or 1h; 0 is off.");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
