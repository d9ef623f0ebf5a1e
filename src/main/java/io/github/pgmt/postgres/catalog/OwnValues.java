package io.github.pgmt.postgres.catalog;

import io.github.pgmt.tenant.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values of a tenant's that may stand where the pilot has its own, in names and texts.
 *
 * @param byPilots by the pilot's value, the tenant's
 */
record OwnValues(Map<String, String> byPilots) {

    OwnValues {
        byPilots = Map.copyOf(byPilots);
    }

    static OwnValues of(Set<String> parameters, Tenant pilot, Tenant tenant) {
        Map<String, String> values = new HashMap<>();
        for (String parameter : parameters) {
            pilot.value(parameter)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value -> tenant.value(parameter).ifPresent(own -> values.put(value, own)));
        }
        return new OwnValues(values);
    }

    /** Whether the tenant's text is the pilot's with some of the values put in. */
    boolean explain(String inPilot, String here) {
        if (byPilots.isEmpty()) {
            return false;
        }
        Matcher places = Pattern.compile(byPilots.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")))
                .matcher(inPilot);
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        while (places.find()) {
            pattern.append(Pattern.quote(inPilot.substring(from, places.start())))
                    .append("(?:")
                    .append(Pattern.quote(byPilots.get(places.group())))
                    .append('|')
                    .append(Pattern.quote(places.group()))
                    .append(')');
            from = places.end();
        }
        pattern.append(Pattern.quote(inPilot.substring(from)));
        return from > 0
                && Pattern.compile(pattern.toString(), Pattern.DOTALL)
                        .matcher(here)
                        .matches();
    }
}
