package io.github.pgmt.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database of Citus that somebody keeps for these tests alone: a coordinator, with two workers or more, where the role is a
 * superuser and {@code citus.enable_schema_based_sharding} is on. Without one its tests are skipped. Every test finds it empty.
 */
public final class CitusCluster implements BeforeEachCallback, AfterEachCallback {

    private static final String PROPERTY = "pgmt.test.citus.url";

    private TestDatabase database;

    /** A row of {@code pg_dist_node}. */
    public record Node(int id, String host, int port) {

        public String text() {
            return host + ":" + port;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String url = System.getProperty(PROPERTY, "");
        assumeTrue(!url.isBlank(), "No -D" + PROPERTY + ": what is otherwise on Citus is not tested here");
        database = TestDatabase.at(url);
        clean();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (database != null) {
            database.endSpare();
            clean();
        }
    }

    /** Through the coordinator. */
    public TestDatabase database() {
        return database;
    }

    /** The workers, as the coordinator knows them. */
    public List<Node> workers() {
        return database
                .query(
                        "SELECT nodeid || ' ' || nodename || ' ' || nodeport FROM pg_dist_node WHERE groupid <> 0 ORDER BY 1")
                .stream()
                .map(row -> row.split(" "))
                .map(row -> new Node(Integer.parseInt(row[0]), row[1], Integer.parseInt(row[2])))
                .toList();
    }

    /** One value of each worker. */
    public List<String> onWorkers(String query) {
        return database.query("SELECT result FROM run_command_on_workers($on_workers$" + query + "$on_workers$)");
    }

    /** What the coordinator meets where a node is gone: nobody listens there. */
    public void lose(Node node, Runnable meanwhile) {
        move(node, 1);
        try {
            meanwhile.run();
        } finally {
            move(node, node.port());
            database.query("SELECT start_metadata_sync_to_all_nodes()");
        }
    }

    private void move(Node node, int port) {
        database.query("SELECT citus_update_node(" + node.id() + ", '" + node.host() + "', " + port + ")");
    }

    private void clean() {
        database.query("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(t[0-9]+|local)$'")
                .forEach(schema -> database.execute("DROP SCHEMA " + schema + " CASCADE"));
    }
}
