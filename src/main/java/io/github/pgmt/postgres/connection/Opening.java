package io.github.pgmt.postgres.connection;

import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.UrlLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.URLCoder;

/**
 * What pgjdbc is told to open a connection with: what stands in the URL, what every session of pgmt's has, and what this one
 * needs.
 *
 * @param limits of the URL, which go before ours
 * @param statementTimeout of every session; zero is without limit
 */
record Opening(DatabaseAddress address, UrlLimits limits, StartOptions options, Duration statementTimeout) {

    /**
     * @param application the session's name, see {@code pg_stat_activity}
     * @param further start-up options of this session
     */
    Connection open(String application, Map<PGProperty, String> properties, List<String> further, Duration lockTimeout)
            throws SQLException {
        Properties all = address.properties();
        PGProperty.APPLICATION_NAME.set(all, application);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(all, "14");
        PGProperty.TCP_KEEP_ALIVE.set(all, true);
        PGProperty.AUTOSAVE.set(all, "never");
        PGProperty.OPTIONS.set(all, options(PGProperty.OPTIONS.getOrNull(all), lockTimeout, further));
        properties.forEach((property, value) -> {
            if (property != PGProperty.SOCKET_TIMEOUT || limits.socketTimeout() == 0) {
                property.set(all, value);
            }
        });
        return connect(all);
    }

    /**
     * Not by a data source of pgjdbc's, which hands over the parameters that pgjdbc knows; a socket factory or an authentication
     * plug-in has others. What stands in a URL goes before properties, so this one has the database alone.
     */
    static Connection connect(Properties all) throws SQLException {
        String database = Stream.of(PGProperty.PG_DBNAME, PGProperty.USER)
                .map(property -> property.getOrNull(all))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> System.getProperty("user.name"));
        return new Driver().connect("jdbc:postgresql:" + URLCoder.encode(database), all);
    }

    /** The later of two that set the same holds. */
    private String options(String fromUrl, Duration lockTimeout, List<String> further) {
        Stream<String> ofUser = fromUrl == null || fromUrl.isBlank() ? Stream.of() : Stream.of(fromUrl);
        Stream<String> ours = Stream.concat(
                        options.ofEverySession(lockTimeout, statementTimeout).stream(), further.stream())
                .map("-c "::concat);
        return Stream.concat(ofUser, ours).collect(Collectors.joining(" "));
    }
}
