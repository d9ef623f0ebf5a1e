package io.github.pgmt.postgres;

import io.github.pgmt.migration.RunRefusedException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is and who connects to it. Without a user or password pgjdbc looks for them itself: in the URL, in
 * {@code .pgpass}, in a service file.
 */
public record DatabaseAddress(String url, Optional<String> username, Optional<String> password) {

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("([?&](?:password|sslpassword|accessToken)=)[^&]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFO = Pattern.compile("(//)[^/@?]*@");

    /** @throws RunRefusedException when pgjdbc does not understand the URL */
    public DatabaseAddress {
        Objects.requireNonNull(url, "url is null");
        if (!url.startsWith("jdbc:postgresql:") || Driver.parseURL(url, new Properties()) == null) {
            throw new RunRefusedException(
                    "-Dpgmt.url=" + redacted(url) + " is not a URL of PostgreSQL's JDBC driver. It looks "
                            + "like jdbc:postgresql://host:5432/database, or is \"embedded\".");
        }
    }

    /** The URL without anything secret, and without parameters: it goes into reports and logs. */
    public String display() {
        String shown = redacted(url);
        int parameters = shown.indexOf('?');
        return parameters < 0 ? shown : shown.substring(0, parameters);
    }

    /** The name of the database; without one in the URL pgjdbc takes the role's. */
    String database() {
        return Optional.ofNullable(PGProperty.PG_DBNAME.getOrNull(Driver.parseURL(url, new Properties())))
                .or(this::role)
                .orElse("");
    }

    /** Who connects, where that is known without asking pgjdbc's files. */
    Optional<String> role() {
        return username.or(
                () -> Optional.ofNullable(PGProperty.USER.getOrNull(Driver.parseURL(url, new Properties()))));
    }

    /** What must never be shown, wherever it turns up; very short passwords are left out, which would redact half a text. */
    public List<String> secrets() {
        Properties parsed = Driver.parseURL(url, new Properties());
        return Stream.of(password, Optional.ofNullable(PGProperty.PASSWORD.getOrNull(parsed)))
                .flatMap(Optional::stream)
                .filter(secret -> secret.length() > 2)
                .distinct()
                .toList();
    }

    /** A URL that can be shown and still works where the password comes from elsewhere; whoever it is for. */
    public static String withoutSecrets(String url) {
        String withoutInfo = USER_INFO.matcher(url).replaceAll("$1");
        int start = withoutInfo.indexOf('?');
        if (start < 0) {
            return withoutInfo;
        }
        String kept = Stream.of(withoutInfo.substring(start + 1).split("&"))
                .filter(parameter -> !SECRET_PARAMETER.matcher("&" + parameter).matches())
                .collect(Collectors.joining("&"));
        return withoutInfo.substring(0, start) + (kept.isEmpty() ? "" : "?" + kept);
    }

    private static String redacted(String url) {
        return USER_INFO
                .matcher(SECRET_PARAMETER.matcher(url).replaceAll("$1***"))
                .replaceAll("$1");
    }

    /** The address without its secrets. */
    @Override
    public String toString() {
        return display();
    }
}
