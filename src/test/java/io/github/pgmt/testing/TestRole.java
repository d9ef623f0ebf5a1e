package io.github.pgmt.testing;

import io.github.pgmt.postgres.connection.Server;
import java.util.UUID;

/** A role without any privilege of its own in a test's database; closing drops it. */
public final class TestRole implements AutoCloseable {

    private final TestDatabase database;
    private final String name = "role_" + UUID.randomUUID().toString().replace("-", "");

    public TestRole(TestDatabase database) {
        this.database = database;
        database.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
    }

    public String name() {
        return name;
    }

    public Server server() {
        return Servers.as(name, database);
    }

    @Override
    public void close() {
        database.execute("DROP OWNED BY " + name + " CASCADE", "DROP ROLE " + name);
    }
}
