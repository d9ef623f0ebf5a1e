package io.github.pgmt.migration.event;

import java.util.Set;

/**
 * Hears what is said of schemas while they are worked on, but not that one is finished: of the shared schema, which is no
 * tenant, and of tenants that are only looked at before the run's own work.
 */
public record UncountedListener(MigrationListener listener) implements MigrationListener {

    private static final Set<Class<? extends RunEvent>> HEARD = Set.of(
            RunEvent.TenantWaits.class,
            RunEvent.TenantIsTriedAgain.class,
            RunEvent.StillRunning.class,
            RunEvent.Warned.class,
            RunEvent.Debugged.class);

    @Override
    public void hear(RunEvent event) {
        if (HEARD.contains(event.getClass())) {
            listener.hear(event);
        }
    }
}
