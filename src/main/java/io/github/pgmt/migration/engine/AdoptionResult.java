package io.github.pgmt.migration.engine;

import io.github.pgmt.tenant.Tenant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine says of a tenant that it adopted, or tried to.
 *
 * @param result what was done; nothing where the changelog was only tried out
 * @param made what the changelog makes; empty where it was not tried out to its end
 */
public record AdoptionResult(EngineResult result, Optional<Made> made) {

    public AdoptionResult {
        Objects.requireNonNull(result, "result is null");
        Objects.requireNonNull(made, "made is null");
    }

    /**
     * What a changelog makes, found out beside one tenant.
     *
     * @param tables in one value, see {@link TenantTrial#tables}
     * @param parametersRead the names of the parameters whose values it depends on, set or not
     */
    public record Made(Tenant tenant, String tables, Set<String> parametersRead) {

        public Made {
            Objects.requireNonNull(tenant, "tenant is null");
            Objects.requireNonNull(tables, "tables is null");
            parametersRead = Set.copyOf(parametersRead);
        }

        /** Whether the changelog is the same for the other tenant. */
        public boolean isFor(Tenant other) {
            return parametersRead.stream()
                    .map(OpenValues::source)
                    .allMatch(name -> tenant.value(name).equals(other.value(name)));
        }
    }

    /** Of a tenant beside which nothing was tried out. */
    public static AdoptionResult untried(EngineResult result) {
        return new AdoptionResult(result, Optional.empty());
    }

    /** The same, of a tenant in which this was done afterwards. */
    public AdoptionResult with(EngineResult other) {
        return new AdoptionResult(other, made);
    }
}
