package io.github.pgmt.testing;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ways to a test's database. */
public final class Servers {

    private Servers() {}

    /** As the role of the test's URL. */
    public static Server of(TestDatabase database) {
        return connect(database, Optional.empty());
    }

    /** As another role, whose password is its name. */
    public static Server as(String role, TestDatabase database) {
        return connect(database, Optional.of(role));
    }

    /** As one database of several. */
    public static Server listed(String name, TestDatabase database) {
        return connect(database, new DatabaseAddress(name, database.url(), Optional.empty(), Optional.empty()));
    }

    private static Server connect(TestDatabase database, Optional<String> role) {
        return connect(database, new DatabaseAddress(database.url(), role, role));
    }

    private static Server connect(TestDatabase database, DatabaseAddress address) {
        TestDatabase.endSpare(database.url());
        return Server.connect(
                address, RunId.startingAt(Instant.now()), new Server.Timeouts(Duration.ofMillis(300), Duration.ZERO));
    }
}
