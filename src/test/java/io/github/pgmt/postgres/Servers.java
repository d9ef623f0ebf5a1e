package io.github.pgmt.postgres;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ways to a test's database. */
final class Servers {

    private Servers() {}

    /** As the role of the test's URL. */
    static Server of(TestDatabase database) {
        return connect(database, Optional.empty());
    }

    /** As another role, whose password is its name. */
    static Server as(String role, TestDatabase database) {
        return connect(database, Optional.of(role));
    }

    private static Server connect(TestDatabase database, Optional<String> role) {
        return Server.connect(
                new DatabaseAddress(database.url(), role, role),
                RunId.startingAt(Instant.now()),
                new Server.Timeouts(Duration.ofMillis(300), Duration.ZERO));
    }
}
