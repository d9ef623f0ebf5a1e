package io.github.pgmt.postgres;

import io.github.pgmt.testing.TestDatabase;
import java.util.UUID;

/** A role without any privilege of its own in a test's database; closing drops it. */
final class TestRole implements AutoCloseable {

    private final TestDatabase database;
    private final String name = "role_" + UUID.randomUUID().toString().replace("-", "");

    TestRole(TestDatabase database) {
        this.database = database;
        database.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
    }

    String name() {
        return name;
    }

    Server server() {
        return Servers.as(name, database);
    }

    @Override
    public void close() {
        database.execute("DROP OWNED BY " + name + " CASCADE", "DROP ROLE " + name);
    }
}
