package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a step says that it did with its tenants, and how the database is asked whether it is so. */
public interface Claim {

    /** Whether it is said of a tenant; of the others the database is not asked. */
    boolean isMadeBy(Attempt attempt);

    /**
     * Asks the database, in a few statements for all of these tenants together.
     *
     * @return why it is not so; a tenant that is left out is confirmed
     */
    Map<Tenant, String> doubts(List<Attempt> claimed);

    /** What is said of a tenant that is confirmed. */
    default TenantResult confirmed(Attempt attempt) {
        return attempt.result();
    }

    /** That of the tenants with this outcome, of which it is asked in their histories. */
    static Claim ofHistory(Outcome outcome, Function<List<Attempt>, Map<Tenant, String>> doubts) {
        return new Claim() {
            @Override
            public boolean isMadeBy(Attempt attempt) {
                return attempt.result().outcome() == outcome;
            }

            @Override
            public Map<Tenant, String> doubts(List<Attempt> claimed) {
                return doubts.apply(claimed);
            }

            @Override
            public TenantResult confirmed(Attempt attempt) {
                TenantResult result = attempt.result();
                return result.by(result.way().confirmed(Way.Verified.HISTORY));
            }
        };
    }

    /** That of the tenants with this outcome. */
    static Claim of(Outcome outcome, Function<List<Attempt>, Map<Tenant, String>> doubts) {
        return new Claim() {
            @Override
            public boolean isMadeBy(Attempt attempt) {
                return attempt.result().outcome() == outcome;
            }

            @Override
            public Map<Tenant, String> doubts(List<Attempt> claimed) {
                return doubts.apply(claimed);
            }
        };
    }
}
