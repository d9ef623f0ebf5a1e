package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a step says that it did with its tenants, and how the database is asked whether it is so. */
public interface Claim {

    /** Whether a result says so; of the other tenants the database is not asked. */
    boolean isMadeBy(TenantResult result);

    /**
     * Asks the database, in a few statements for all of these tenants together.
     *
     * @return why it is not so, by schema; a tenant that is left out is confirmed
     */
    Map<String, String> doubts(List<TenantResult> claimed);

    /** What is said of a tenant that is confirmed. */
    default TenantResult confirmed(TenantResult result) {
        return result;
    }

    /** That of the tenants with this outcome. */
    static Claim of(Outcome outcome, Function<List<TenantResult>, Map<String, String>> doubts) {
        return new Claim() {
            @Override
            public boolean isMadeBy(TenantResult result) {
                return result.outcome() == outcome;
            }

            @Override
            public Map<String, String> doubts(List<TenantResult> claimed) {
                return doubts.apply(claimed);
            }
        };
    }
}
