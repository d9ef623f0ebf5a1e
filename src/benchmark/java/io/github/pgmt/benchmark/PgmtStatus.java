package io.github.pgmt.benchmark;

import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.tenant.TenantSelection;
import java.util.List;

/** The goal {@code status} with its defaults, of all tenants that there are. */
final class PgmtStatus implements StatusLook {

    static final int THREADS = 4;

    @Override
    public int countCurrent(ServerUrl server, List<String> schemas, WorkFiles files) {
        return PgmtCandidate.run(server, files, Case.CURRENT, THREADS, context -> (int) new StatusRun(context)
                .look(TenantSelection.ALL).stream()
                        .filter(tenant -> tenant.state() == TenantStatus.State.UP_TO_DATE)
                        .count());
    }
}
