package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.message.SecretName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDBC URL as the user wrote it. It is looked at before pgjdbc sees it, which logs what it does not understand as a
 * warning, a password among it; and it may be shown without its secrets only, be it right or wrong.
 */
final class UrlText {

    private static final String PREFIX = "jdbc:postgresql:";

    private static final String HOST = "(?:[^,/@]*:\\d{1,5}|\\[[^\\],/@]*]|[^,:/@]*)";

    /** What pgjdbc takes for host, port and database, but for an @, which only a percent sign may bring into it. */
    private static final Pattern PLACE =
            Pattern.compile(PREFIX + "(?:///?|//" + HOST + "(?:," + HOST + ")*/[^/@]*|(?!/)[^@]*)");

    private static final Pattern PARAMETER = Pattern.compile("(?<=[?&;])([^=&;?]*)=([^&]*)");
    private static final Pattern USER_INFO = Pattern.compile("(//)[^/@?]*@");

    private final UrlName name;
    private final String url;

    UrlText(UrlName name, String url) {
        this.name = name;
        this.url = url;
    }

    /** Of the only database, or of one whose name nobody needs. */
    UrlText(String url) {
        this(UrlName.ONLY, url);
    }

    /** @throws RunRefusedException when it cannot be a URL of pgjdbc's */
    void requireSound() {
        if (!PLACE.matcher(place()).matches()) {
            throw refusal();
        }
    }

    /** What to say of a URL that pgjdbc does not understand. */
    RunRefusedException refusal() {
        boolean hasUserInfo = place().contains("@") || isCutOff();
        String shown = name.with(withSecretsMasked());
        return new RunRefusedException(
                hasUserInfo
                        ? shown
                                + " has something before an @, as other tools take a user and a password there; PostgreSQL's "
                                + "JDBC driver does not (what stood there is not shown). Write "
                                + "jdbc:postgresql://host:5432/database, and " + name.login()
                                + ". An @ in the name of a database is written %40."
                        : shown + " is not a URL of PostgreSQL's JDBC driver. It looks like "
                                + "jdbc:postgresql://host:5432/database"
                                + (name.equals(UrlName.ONLY) ? ", or is \"embedded\"." : ".") + ofService());
    }

    private String ofService() {
        return url.contains("service=")
                ? " Or its service is not found: it must stand in the file that PGSERVICEFILE names, or in "
                        + "~/.pg_service.conf."
                : "";
    }

    /** All before the parameters. */
    private String place() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** Whether what looks like parameters may be a part of a password. */
    private boolean isCutOff() {
        return isPostgres() && url.contains("@") && !PLACE.matcher(place()).matches();
    }

    private boolean isPostgres() {
        return url.contains("postgres");
    }

    private String withSecretsMasked() {
        return PARAMETER.matcher(withoutUserInfo()).replaceAll(parameter -> {
            boolean secret = SecretName.isOfSecret(parameter.group(1), parameter.group(2));
            return Matcher.quoteReplacement(secret ? parameter.group(1) + "=***" : parameter.group());
        });
    }

    /** Without anything secret and without parameters. */
    String withoutParameters() {
        String shown = withoutUserInfo();
        int parameters = shown.indexOf('?');
        return parameters < 0 ? shown : shown.substring(0, parameters);
    }

    /** A URL that can be shown and still works where the password comes from elsewhere. */
    String withoutSecrets() {
        String withoutInfo = withoutUserInfo();
        int start = withoutInfo.indexOf('?');
        if (start < 0) {
            return withoutInfo;
        }
        String kept = Stream.of(withoutInfo.substring(start + 1).split("&"))
                .filter(parameter -> !isSecret(parameter))
                .collect(Collectors.joining("&"));
        return withoutInfo.substring(0, start) + (kept.isEmpty() ? "" : "?" + kept);
    }

    /** A password may have any character in it: all up to the last @ goes. */
    private String withoutUserInfo() {
        if (!isPostgres()) {
            return USER_INFO.matcher(url).replaceAll("$1");
        }
        int end = isCutOff() ? url.lastIndexOf('@') : -1;
        if (end < 0) {
            return url;
        }
        int slashes = url.indexOf("//");
        boolean isAfterSlashes = slashes >= 0 && slashes < end;
        String scheme = isAfterSlashes
                ? url.substring(0, slashes + 2)
                : Optional.of(PREFIX).filter(url::startsWith).orElse("");
        return scheme + url.substring(end + 1);
    }

    private static boolean isSecret(String parameter) {
        int end = parameter.indexOf('=');
        return end >= 0 && SecretName.isOfSecret(parameter.substring(0, end), parameter.substring(end + 1));
    }

    /** The URL without its secrets. */
    @Override
    public String toString() {
        return withoutParameters();
    }
}
