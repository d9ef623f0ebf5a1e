package io.github.pgmt.benchmark;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The JDBC URL of a server with one host, in its parts. */
record ServerUrl(String host, int port, String database, String parameters) {

    private static final Pattern FORM = Pattern.compile("jdbc:postgresql://([^:/,]+)(?::(\\d+))?/([^?]*)(\\?.*)?");

    static ServerUrl of(String url) {
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "-Dbenchmark.url is embedded or jdbc:postgresql://host:port/database?user=...&password=...");
        }
        return new ServerUrl(
                parts.group(1),
                parts.group(2) == null ? 5432 : Integer.parseInt(parts.group(2)),
                parts.group(3),
                parts.group(4) == null ? "" : parts.group(4));
    }

    ServerUrl at(String otherHost, int otherPort) {
        return new ServerUrl(otherHost, otherPort, database, parameters);
    }

    ServerUrl database(String name) {
        return new ServerUrl(host, port, name, parameters);
    }

    String text() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + parameters;
    }

    /** The URL for a result: its parameters can hold a password. */
    static String shown(String url) {
        return url.replaceAll("\\?.*", "");
    }

    /** With sessions whose search_path is this schema; the names of the benchmark's schemas need no quoting. */
    String pinned(String schema) {
        return text() + (parameters.isEmpty() ? "?" : "&") + "currentSchema=" + schema;
    }

    /** The names that so many tenants have. */
    static List<String> schemas(int tenants) {
        return IntStream.rangeClosed(1, tenants).mapToObj("t%05d"::formatted).toList();
    }
}
