package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.RoutedSessions;
import io.github.pgmt.migration.databases.RunPorts;
import io.github.pgmt.migration.engine.TenantSessions;

/** What a run with a changelog works with in all its databases. */
record WiredDatabases(Databases<WiredDatabase> each) implements AutoCloseable {

    /** Opens sessions on the tenants of all. */
    TenantSessions sessions() {
        return each.routed(WiredDatabase::sessions, RoutedSessions::new);
    }

    Databases<RunPorts> ports() {
        return each.with(WiredDatabase::ports);
    }

    @Override
    public void close() {
        each.each(WiredDatabase::replays).values().forEach(replays -> replays.close());
    }
}
