package io.github.pgmt.postgres.connection;

import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGProperty;

/**
 * Why none of several hosts would do. The driver tries one after the other and tells of the last alone, or of none where they
 * answered and were not of the kind that was asked for.
 */
final class HostLook {

    private final Properties properties;
    private final String[] hosts;
    private final String[] ports;

    HostLook(DatabaseAddress address) {
        this.properties = address.properties();
        this.hosts = PGProperty.PG_HOST.getOrDefault(properties).split(",");
        this.ports = PGProperty.PG_PORT.getOrDefault(properties).split(",");
    }

    /** The error's own words, and what each host says to another try where the error cannot have said it. */
    String describe(SQLException e) {
        boolean foundNone = e.getCause() == null && SqlErrors.ofServer(e).isEmpty();
        boolean choseByKind = !"any".equals(PGProperty.TARGET_SERVER_TYPE.getOrDefault(properties));
        if (hosts.length == 1 && !(choseByKind && foundNone)) {
            return SqlErrors.describe(e);
        }
        String each = IntStream.range(0, hosts.length)
                .mapToObj(host -> hosts[host] + ":" + ports[host] + ": " + look(host))
                .collect(Collectors.joining(" "));
        return (foundNone ? SqlErrors.describe(e) + " " : "") + "Tried one by one, " + each;
    }

    private String look(int host) {
        Properties one = new Properties();
        one.putAll(properties);
        PGProperty.PG_HOST.set(one, hosts[host]);
        PGProperty.PG_PORT.set(one, ports[host]);
        PGProperty.TARGET_SERVER_TYPE.set(one, "any");
        try (Connection connection = Opening.connect(one);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only')")) {
            row.next();
            String kind = row.getBoolean(1) ? "a standby" : "a primary";
            return "it answers, and is " + kind
                    + (row.getString(2).equals("on") ? ", whose transactions are read-only." : ".");
        } catch (SQLException e) {
            return SqlErrors.describe(e);
        }
    }
}
