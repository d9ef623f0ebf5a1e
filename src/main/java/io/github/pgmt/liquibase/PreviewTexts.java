package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes texts of which none has a value of a parameter: one of the tenant's, or of those that are given to the build. What is
 * a place in a text was tried with a value that is found nowhere else, and is the sample's text again with the sample's value.
 */
final class PreviewTexts {

    /** Shorter values are no secrets, and to replace them would leave no SQL. */
    private static final int SHORTEST_VALUE = 3;

    private final Tenant sample;
    private final StandIn nobody;
    private final String runId;
    private final Map<String, String> closed = new LinkedHashMap<>();

    /**
     * @param sample with all parameters, see {@link #withAll}
     * @param read the names of the parameters that the changelog reads
     * @param open those of them for which there may be places
     */
    PreviewTexts(Tenant sample, Set<String> read, Set<String> open, String runId) {
        this.sample = sample;
        this.nobody = StandIn.toShow(sample, open);
        this.runId = runId;
        sample.parameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().length() >= SHORTEST_VALUE)
                .filter(parameter -> read.stream().anyMatch(parameter.getKey()::equalsIgnoreCase))
                .filter(parameter -> open.stream().noneMatch(parameter.getKey()::equalsIgnoreCase))
                .sorted(Map.Entry.<String, String>comparingByValue(Comparator.comparingInt(String::length))
                        .reversed())
                .forEach(parameter -> closed.put(parameter.getKey(), parameter.getValue()));
    }

    /** The tenant, and as if they were its own the parameters that all tenants have. */
    static Tenant withAll(Tenant tenant, Changelog changelog) {
        Map<String, String> parameters = new LinkedHashMap<>(tenant.parameters());
        changelog.parameters().forEach((name, value) -> {
            if (tenant.parameters().keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                parameters.put(name, value);
            }
        });
        return new Tenant(tenant.home(), tenant.schema(), tenant.name(), parameters);
    }

    /** Of these parameters those that have a value that may be shown as a place. */
    static Set<String> candidates(Tenant sample, Set<String> read) {
        Set<String> names = new TreeSet<>();
        sample.parameters().forEach((name, value) -> {
            if (!value.isEmpty() && read.stream().anyMatch(name::equalsIgnoreCase)) {
                names.add(name);
            }
        });
        return names;
    }

    StandIn nobody() {
        return nobody;
    }

    /**
     * What is the same but for places.
     *
     * @param sums of the changeset for sample and stand-in, where these differ
     * @throws UnreplayableException when there is more between them
     */
    List<SchemaText> places(List<String> ofSample, List<String> ofStandIn, Optional<Sums> sums)
            throws UnreplayableException {
        Map<String, String> further = new HashMap<>(Map.of(runId, PreviewedScript.RUN_ID));
        Map<String, String> furtherOfSample = new HashMap<>(Map.of(PreviewedScript.RUN_ID, runId));
        sums.ifPresent(both -> {
            further.put(both.ofStandIn(), ReplayedChangeSet.CHECKSUM);
            furtherOfSample.put(ReplayedChangeSet.CHECKSUM, both.ofSample());
        });
        return nobody.texts(ofSample, ofStandIn, further, furtherOfSample);
    }

    /** A changeset's checksums. */
    record Sums(String ofSample, String ofStandIn) {}

    /**
     * @throws UnreplayableException when the value of a parameter is in one of these texts although it has no place, or has a quote in
     *     it: it may end the quotes around its place
     */
    void requireOpen(List<SchemaText> texts) throws UnreplayableException {
        Optional<String> parameter = closed.entrySet().stream()
                .filter(one -> texts.stream()
                        .flatMap(text -> text.parts().stream())
                        .anyMatch(part -> part.contains(one.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
        if (parameter.isPresent()) {
            throw new UnreplayableException(
                    "has the value of the parameter \"" + parameter.get() + "\" in it, which decides something");
        }
        Optional<String> quoting = sample.parameters().entrySet().stream()
                .filter(one -> one.getValue().contains("'") || one.getValue().contains("\""))
                .map(Map.Entry::getKey)
                .filter(name -> texts.stream().anyMatch(text -> text.places().contains(name)))
                .findFirst();
        if (quoting.isPresent()) {
            throw new UnreplayableException(
                    "has the value of the parameter \"" + quoting.get() + "\" in it, which has quotes of its own");
        }
    }

    /** What is for people to read: with places, or with names in the place of all values. */
    List<SchemaText> shown(List<String> ofSample, List<String> ofStandIn) {
        try {
            List<SchemaText> texts = places(ofSample, ofStandIn, Optional.empty());
            requireOpen(texts);
            return texts;
        } catch (UnreplayableException e) {
            return masked(ofSample);
        }
    }

    /** The texts with the parameters' names in the place of all values, for people to read. */
    List<SchemaText> masked(List<String> ofSample) {
        Map<String, String> standIns = new HashMap<>();
        sample.parameters().forEach((name, value) -> {
            if (value.length() >= SHORTEST_VALUE) {
                standIns.put(value, name);
                standIns.put(value.replace("'", "''"), name);
            }
        });
        standIns.put(runId, PreviewedScript.RUN_ID);
        standIns.put(SchemaText.quoted(sample.schema()), SchemaText.QUOTED_SCHEMA);
        return ofSample.stream().map(text -> SchemaText.of(text, standIns)).toList();
    }
}
