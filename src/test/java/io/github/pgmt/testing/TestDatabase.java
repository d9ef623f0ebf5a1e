package io.github.pgmt.testing;

import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.SpareConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.Driver;

/**
 * An empty database of a test's own on the {@link TestServer}; closing drops it. As a field with
 * {@code @RegisterExtension} every test has a new one, or all of a class share one, see {@link #ofClass} and {@link #emptied}.
 */
public final class TestDatabase implements AutoCloseable, AfterEachCallback, AfterAllCallback {

    /** By the URL of the maintenance database; they end with the JVM. */
    private static final Map<String, KeptConnection> MAINTENANCE = new ConcurrentHashMap<>();

    /** The spare connection of what is taken for the goal that runs now, by the database's URL. */
    private static final Map<String, SpareConnection> SPARE = new ConcurrentHashMap<>();

    /** What {@code CREATE DATABASE} copies by itself. */
    private static final String EMPTY = "template1";

    private static final int PATIENCE_MILLIS = 60_000;

    /** Ends whoever is left there, too, as the drop of a database would. */
    private static final String EMPTYING = """
            DO $$
            DECLARE
                name text;
            BEGIN
                PERFORM pg_terminate_backend(pid, %d) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid();
                FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
                    EXECUTE format('DROP EXTENSION IF EXISTS %%I CASCADE', name);
                END LOOP;
                FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
                    EXECUTE format('DROP SCHEMA %%I CASCADE', name);
                END LOOP;
                CREATE SCHEMA public AUTHORIZATION pg_database_owner;
                GRANT USAGE ON SCHEMA public TO PUBLIC;
            END $$""".formatted(PATIENCE_MILLIS);

    private enum Life {
        TEST,
        CLASS,
        CLASS_BUT_NOT_CONTENT
    }

    /** None where somebody else created it. */
    private final Optional<TestServer> server;

    private final String name;
    private final String url;
    /** None where nobody would close it. */
    private final Optional<KeptConnection> kept;

    private final Life life;

    /** Creates it on the server of the tests that need no certain version. */
    public TestDatabase() {
        this(TestServer.newest());
    }

    /** Creates it on this server. */
    public TestDatabase(TestServer server) {
        this(server, Life.TEST, EMPTY);
    }

    /**
     * Creates it with what that one has, on the same server, whose sessions end: what many tests begin with is made once, and
     * takes no longer to copy than nothing.
     */
    public TestDatabase(TestDatabase prepared) {
        this(prepared.server(), Life.TEST, prepared.freed());
    }

    /** Creates one for all tests of a class, as {@link #ofClass(TestServer)}, on the server of those that need no certain version. */
    public static TestDatabase ofClass() {
        return ofClass(TestServer.newest());
    }

    /**
     * Creates one for all tests of a class, in its static field with {@code @RegisterExtension}: where each has schemas of its own
     * and looks at nothing else, or to be copied.
     */
    public static TestDatabase ofClass(TestServer server) {
        return new TestDatabase(server, Life.CLASS, EMPTY);
    }

    /**
     * Creates one for all tests of a class, in its static field with {@code @RegisterExtension}, whose schemas and extensions go
     * after each: for many small tests, that set nothing for the database and leave nothing prepared.
     */
    public static TestDatabase emptied() {
        return new TestDatabase(TestServer.newest(), Life.CLASS_BUT_NOT_CONTENT, EMPTY);
    }

    private TestDatabase(TestServer server, Life life, String template) {
        this(server, "pgmt_" + UUID.randomUUID().toString().replace("-", ""), true, life);
        create(template);
    }

    /** The one of this name, which was created before. */
    TestDatabase(TestServer server, String name) {
        this(server, name, false, Life.TEST);
    }

    private TestDatabase(TestServer server, String name, boolean kept, Life life) {
        this.server = Optional.of(server);
        this.name = name;
        this.url = url(server.url(), name);
        this.kept = kept ? Optional.of(new KeptConnection(url)) : Optional.empty();
        this.life = life;
    }

    private TestDatabase(String url) {
        this.server = Optional.empty();
        this.name = "";
        this.url = url;
        this.kept = Optional.empty();
        this.life = Life.TEST;
    }

    /** Makes it anew, as another one of the same server is now. Ends what sessions that one has: those of runs that are over. */
    void copy(TestDatabase other) {
        close();
        create(other.freed());
    }

    private void create(String template) {
        maintain(server().creation(name, template));
    }

    /** Its name, when nobody is in it any more. */
    private String freed() {
        leave();
        maintain("SELECT pg_terminate_backend(pid, " + PATIENCE_MILLIS + ") FROM pg_stat_activity WHERE datname = '"
                + name + "'");
        return name;
    }

    private TestServer server() {
        return server.orElseThrow();
    }

    /** A database that somebody else created; not to be closed. */
    public static TestDatabase at(String url) {
        return new TestDatabase(url);
    }

    String name() {
        return name;
    }

    /**
     * Keeps the connection of the server's looks for its next ones, as a goal does, until another server is connected to or the
     * database is gone.
     */
    static void keepSpare(String url, Server server) {
        endSpare(url);
        SPARE.put(url, server.keepSpare());
    }

    /** What was taken for a goal that runs has ended. */
    public void endSpare() {
        endSpare(url);
    }

    static void endSpare(String url) {
        Optional.ofNullable(SPARE.remove(url)).ifPresent(SpareConnection::close);
    }

    /** Another database of the same server. */
    TestDatabase sibling(String other) {
        return at(url(url, other));
    }

    /** The same by a URL with these parameters too; of one that is there twice, pgjdbc takes the last. */
    public TestDatabase with(String parameters) {
        return at(url + (url.contains("?") ? "&" : "?") + parameters);
    }

    /** The JDBC URL, with user and password where the server needs them. */
    public String url() {
        return url;
    }

    private static String url(String maintenance, String name) {
        int parameters = maintenance.indexOf('?');
        String base = parameters < 0 ? maintenance : maintenance.substring(0, parameters);
        return base.substring(0, base.lastIndexOf('/') + 1)
                + name
                + (parameters < 0 ? "" : maintenance.substring(parameters));
    }

    /** As PostgreSQL names it: {@code 18.6}, or with the builder's words after it. */
    public String serverVersion() {
        return query("SHOW server_version").get(0);
    }

    /** Any name, as one writes it in SQL. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A new connection in autocommit mode. */
    public Connection connect() {
        try {
            return open(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the statements, each in a transaction of its own. */
    public void execute(String... statements) {
        run(List.of(statements), statement -> {
            executeEach(statement, statements);
            return null;
        });
    }

    /** Lets a role create schemas and extensions. */
    public void grantCreate(String role) {
        execute("GRANT CREATE ON DATABASE "
                + quoted(query("SELECT current_database()").get(0)) + " TO " + quoted(role));
    }

    /** The first column of a query's rows, as text. */
    public List<String> query(String sql) {
        return run(List.of(sql), statement -> {
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        });
    }

    /** How many are held or waited for in this database: the server shows those of its other databases too. */
    public int advisoryLocks() {
        return Integer.parseInt(query("SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                        + "WHERE locktype = 'advisory' AND datname = current_database()")
                .get(0));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        switch (life) {
            case TEST -> close();
            case CLASS -> {}
            case CLASS_BUT_NOT_CONTENT -> {
                endSpare(url);
                execute(EMPTYING);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        leave();
        maintain("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Ends the sessions of the test's own; the next statement begins another one. */
    private void leave() {
        endSpare(url);
        try {
            if (kept.isPresent()) {
                kept.get().close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void maintain(String sql) {
        run(MAINTENANCE.computeIfAbsent(server().url(), KeptConnection::new), List.of(sql), statement -> {
            executeEach(statement, sql);
            return null;
        });
    }

    private <T> T run(List<String> statements, KeptConnection.Work<T> work) {
        if (kept.isPresent()) {
            return run(kept.get(), statements, work);
        }
        try (Connection connection = open(url);
                Statement statement = connection.createStatement()) {
            return work.in(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    private static <T> T run(KeptConnection connection, List<String> statements, KeptConnection.Work<T> work) {
        try {
            return connection.run(statements, work);
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    private static void executeEach(Statement statement, String... statements) throws SQLException {
        for (String sql : statements) {
            statement.execute(sql);
        }
    }

    /** Not by the DriverManager: it knows no driver of the class loaders in which integration tests run on further Mavens. */
    static Connection open(String url) throws SQLException {
        return new Driver().connect(url, new Properties());
    }
}
