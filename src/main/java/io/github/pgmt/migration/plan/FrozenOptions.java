package io.github.pgmt.migration.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the user gave that shapes a run.
 *
 * @param texts by parameter, as it is shown in the plan; of a file of the user's, the hash of what is in it
 * @param parameters the changelog's parameters that are the same for all tenants. Values may be secret: they are never printed
 * @param readByHooks names of parameters, the tenants' own among them, that the user's SQL files read; no plan of changesets tells of
 *     these
 * @param secret the user's key for hashes; never printed
 */
public record FrozenOptions(
        SortedMap<String, String> texts,
        Map<String, String> parameters,
        Set<String> readByHooks,
        Optional<String> secret) {

    /** The parameter of which a tenant's own history may say more. */
    public static final String TO_TAG = "toTag";

    public FrozenOptions {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        parameters = Map.copyOf(parameters);
        readByHooks = Set.copyOf(readByHooks);
        Objects.requireNonNull(secret, "secret is null");
    }

    /** The key of a plan in these databases. */
    public PlanKey key(Collection<PlannedDatabase> databases) {
        return secret.map(PlanKey::given).orElseGet(() -> PlanKey.ofPlan(databases, texts));
    }

    /** How far the run goes; empty where to the end. */
    public Optional<String> toTag() {
        return Optional.ofNullable(texts.get(TO_TAG));
    }

    /** Without a value. */
    @Override
    public String toString() {
        return "FrozenOptions[" + texts.keySet() + ", parameters " + parameters.keySet() + "]";
    }
}
