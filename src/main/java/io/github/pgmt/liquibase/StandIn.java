package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.OpenValues.Kind;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A tenant that does not exist, in the place of one that does. Its schema is made up, and so are its values for all that the
 * changelog does not read, and for what it reads and what may differ between tenants. Of the other values it has the
 * tenant's own. What is the same in the tenant's values, or begins alike, is so in its own.
 */
final class StandIn {

    static final String DEPENDS = "depends on the tenant in a way that cannot be planned";

    /** As long as PostgreSQL's names may be. */
    private static final int LONGEST_NAME = 63;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /** So long that nothing else is one. */
    private static final long LEAST_NUMBER = Long.MAX_VALUE / 9;

    private final Tenant sample;
    private final Tenant tenant;
    private final List<String> madeUp = new ArrayList<>();

    /** By what was made up, the parameter; only of those that may differ. */
    private final Map<String, String> places = new HashMap<>();

    /** @param open parameters whose values may differ */
    StandIn(Tenant sample, Set<String> parametersRead, Set<String> open) {
        this.sample = sample;
        Map<String, String> byValue = new HashMap<>();
        boolean named = isIn(open, Tenant.NAME_PARAMETER) || isIn(open, Tenant.SCHEMA_PARAMETER);
        Optional<String> prefix = OpenValues.prefix(sample).filter(any -> named);
        String name = isIn(parametersRead, Tenant.NAME_PARAMETER) && !named
                ? sample.name()
                : makeUp(sample.name(), LONGEST_NAME - prefix.orElse("").length());
        String schema = prefix.map(before -> before + name).orElseGet(() -> makeUp(sample.schema(), LONGEST_NAME));
        madeUp.add(schema);
        if (!name.equals(sample.name())) {
            byValue.put(sample.name(), name);
        }
        byValue.put(sample.schema(), schema);
        Map<String, String> parameters = new LinkedHashMap<>();
        sample.parameters().forEach((column, value) -> {
            boolean kept = isIn(parametersRead, column) && !isIn(open, column);
            parameters.put(
                    column, kept ? value : byValue.computeIfAbsent(value, other -> makeUp(other, OpenValues.LONGEST)));
        });
        this.tenant = new Tenant(sample.home(), schema, name, parameters);
        open.forEach(place -> places.put(tenant.value(place).orElseThrow(), place));
    }

    private StandIn(Tenant sample, Tenant tenant, Map<String, String> places) {
        this.sample = sample;
        this.tenant = tenant;
        this.places.putAll(places);
        this.madeUp.addAll(places.keySet());
    }

    /**
     * One whose texts are to be shown. Each of its values is one of its own, as it may be in a tenant that is not the sample: what is
     * a number is one.
     *
     * @param open parameters of the sample that get a place
     */
    static StandIn toShow(Tenant sample, Set<String> open) {
        Map<String, String> places = new HashMap<>();
        String schema = place(sample.schema(), Tenant.SCHEMA_PARAMETER, places);
        String name =
                sample.name().equals(sample.schema()) ? schema : place(sample.name(), Tenant.NAME_PARAMETER, places);
        Map<String, String> parameters = new LinkedHashMap<>();
        sample.parameters()
                .forEach((column, value) ->
                        parameters.put(column, isIn(open, column) ? place(value, column, places) : value));
        return new StandIn(sample, new Tenant(sample.home(), schema, name, parameters), places);
    }

    private static String place(String value, String parameter, Map<String, String> places) {
        String made = NUMBER.matcher(value).matches()
                ? String.valueOf(ThreadLocalRandom.current().nextLong(LEAST_NUMBER, Long.MAX_VALUE))
                : "x" + UUID.randomUUID().toString().replace("-", "");
        places.put(made, parameter);
        return made;
    }

    private static boolean isIn(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Of the same kind as the value, and not shorter than what may differ. */
    private String makeUp(String value, int longest) {
        String digits = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
        boolean text = Kind.of(value).filter(Kind.TEXT::equals).isPresent();
        String made = (text ? "X" + digits.substring(32, 35) + "-" : "x") + digits;
        String cut = made.substring(0, Math.min(OpenValues.LONGEST, longest));
        madeUp.add(cut);
        return cut;
    }

    Tenant tenant() {
        return tenant;
    }

    /** What stands in the places of the values that may differ, and which these are. */
    Map<String, String> places() {
        return places;
    }

    /** A text that was made for the stand-in, with open places; further stand-ins of it are given. */
    SchemaText open(String text, Map<String, String> further) {
        Map<String, String> all = new HashMap<>(places);
        all.putAll(further);
        all.put(SchemaText.quoted(tenant.schema()), SchemaText.QUOTED_SCHEMA);
        return SchemaText.of(text, all);
    }

    /**
     * What is the same for all but for the places.
     *
     * @param ofSample texts for the real tenant
     * @param ofStandIn the same for this one
     * @throws UnreplayableException when there is more between them
     */
    List<SchemaText> texts(List<String> ofSample, List<String> ofStandIn) throws UnreplayableException {
        return texts(ofSample, ofStandIn, Map.of(), Map.of());
    }

    /**
     * The same with further places.
     *
     * @param further the names of these, by what stands there in the stand-in's texts
     * @param furtherOfSample what stands there in the sample's, by the names
     */
    List<SchemaText> texts(
            List<String> ofSample,
            List<String> ofStandIn,
            Map<String, String> further,
            Map<String, String> furtherOfSample)
            throws UnreplayableException {
        if (ofSample.size() != ofStandIn.size()) {
            throw new UnreplayableException(DEPENDS);
        }
        List<SchemaText> texts = new ArrayList<>();
        for (int index = 0; index < ofSample.size(); index++) {
            texts.add(open(ofSample.get(index), ofStandIn.get(index), further, furtherOfSample));
        }
        return texts;
    }

    private SchemaText open(
            String ofSample, String ofStandIn, Map<String, String> further, Map<String, String> furtherOfSample)
            throws UnreplayableException {
        SchemaText text = open(ofStandIn, further);
        String again = text.filled(place -> Optional.ofNullable(furtherOfSample.get(place))
                        .or(() -> sample.value(place))
                        .orElseThrow())
                .in(SchemaText.quoted(sample.schema()));
        if (isTraced(text) || !again.equals(ofSample)) {
            throw new UnreplayableException(DEPENDS);
        }
        return text;
    }

    /** Liquibase may have changed a value's case. */
    private boolean isTraced(SchemaText text) {
        return text.parts().stream()
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(part -> madeUp.stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .anyMatch(part::contains));
    }
}
