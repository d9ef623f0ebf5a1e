package io.github.pgmt.testing;

import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL servers of a test JVM, started when first asked for and stopped with the JVM: in Docker when an engine
 * answers, embedded otherwise. The log says which. The system property {@code pgmt.test.server}, {@code docker} or
 * {@code embedded}, leaves no choice. {@code pgmt.test.url} names a server of one's own for all tests that need no certain
 * version: a JDBC URL of a database whose role may create databases.
 */
public final class TestServer {

    private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);
    private static final EmbeddedVersion NEWEST = EmbeddedVersion.of("embedded");

    /** One that does not start is not tried again by every test. */
    private static final Map<String, CompletableFuture<TestServer>> STARTED = new HashMap<>();

    /** PostgreSQL 14 knows no other way, and no word for it. */
    private static final int FIRST_WITH_STRATEGIES = 150_000;

    private final String url;
    private final boolean copiesFiles;

    private TestServer(String url, String where, boolean copiesFiles) {
        this.url = url;
        this.copiesFiles = copiesFiles;
        LOG.info("Tests run on PostgreSQL {}, {}", TestDatabase.at(url).serverVersion(), where);
    }

    /** The server of the tests that need no certain version. */
    public static synchronized TestServer newest() {
        String own = System.getProperty("pgmt.test.url", "");
        return own.isBlank()
                ? of(NEWEST)
                : started(own, () -> new TestServer(own, "at " + own.replaceFirst("[?].*", ""), false));
    }

    /** A server of this version. */
    public static synchronized TestServer of(EmbeddedVersion version) {
        return started(version.url(), () -> start(version));
    }

    private static TestServer started(String name, Supplier<TestServer> start) {
        return STARTED.computeIfAbsent(name, first -> CompletableFuture.supplyAsync(start, Runnable::run))
                .join();
    }

    private static TestServer start(EmbeddedVersion version) {
        String wanted = System.getProperty("pgmt.test.server", "");
        return switch (wanted) {
            case "" ->
                DockerServers.engineAnswers()
                        ? inDocker(version)
                        : embedded(version, "embedded: no Docker engine answers");
            case "docker" -> inDocker(version);
            case "embedded" -> embedded(version, "embedded: -Dpgmt.test.server=embedded");
            default -> throw new IllegalArgumentException("-Dpgmt.test.server is docker or embedded and not " + wanted);
        };
    }

    private static TestServer inDocker(EmbeddedVersion version) {
        return new TestServer(DockerServers.start(version), "in Docker: " + DockerServers.image(version), false);
    }

    private static TestServer embedded(EmbeddedVersion version, String where) {
        String url = EmbeddedBinaries.start(version);
        TestDatabase server = TestDatabase.at(url);
        hashPasswordsOnce(server);
        return new TestServer(url, where, prepareTemplate(server));
    }

    /**
     * A database that is copied as files, and not block by block through the log, has what a first session would put together
     * for the next ones as well: to make one and to begin in it costs half as much.
     */
    private static boolean prepareTemplate(TestDatabase server) {
        server.sibling("template1").query("SELECT 1");
        return Integer.parseInt(server.query("SHOW server_version_num").get(0)) >= FIRST_WITH_STRATEGIES;
    }

    /** Not 4096 times: two thirds of what it costs to connect are the hashing of a password that protects nothing. */
    private static void hashPasswordsOnce(TestDatabase server) {
        if (server.query("SELECT 1 FROM pg_settings WHERE name = 'scram_iterations'")
                .isEmpty()) {
            return;
        }
        Properties login = Driver.parseURL(server.url(), null);
        server.execute(
                "ALTER SYSTEM SET scram_iterations = 1",
                "SET scram_iterations = 1",
                "ALTER ROLE " + TestDatabase.quoted(login.getProperty("user")) + " PASSWORD '"
                        + login.getProperty("password") + "'",
                "SELECT pg_reload_conf()");
    }

    /** What creates a database of this name as a copy of the other one. */
    String creation(String name, String template) {
        return "CREATE DATABASE " + name + " TEMPLATE " + template + (copiesFiles ? " STRATEGY FILE_COPY" : "");
    }

    /** The JDBC URL of a maintenance database on the server. */
    String url() {
        return url;
    }
}
