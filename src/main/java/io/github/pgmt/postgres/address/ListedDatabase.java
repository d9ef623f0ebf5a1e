package io.github.pgmt.postgres.address;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.Database;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A database as the user lists it beside others.
 *
 * @param name stands before its tenants' names: {@code eu1/acme}
 * @param url without any secret
 * @param serverId the server of {@code settings.xml} that has role and password; empty where they come from elsewhere
 * @param threads how many of its tenants are worked on at once at most; empty where the run says so
 */
public record ListedDatabase(String name, String url, Optional<String> serverId, OptionalInt threads) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    /** @throws RunRefusedException when one of them is no such thing, or the URL has a password in it */
    public ListedDatabase {
        Objects.requireNonNull(serverId, "serverId is null");
        Objects.requireNonNull(threads, "threads is null");
        if (!Database.isName(name)) {
            // Whoever changes name and URL for one another has the URL here.
            throw new RunRefusedException("The name \"" + DatabaseAddress.withoutSecrets(name)
                    + "\" is no name for a database: it is of letters, digits, dots, underscores and hyphens alone, since it "
                    + "stands before a tenant's name (eu1/acme).");
        }
        if (url.equals("embedded") || url.startsWith("embedded:")) {
            throw new RunRefusedException("The database " + name + " cannot have the URL " + url
                    + ": listed databases are on servers that run already. A database of -Dpgmt.url=embedded is "
                    + "listed by its JDBC URL.");
        }
        new DatabaseAddress(name, url, Optional.empty(), Optional.empty());
        UrlName place = new UrlName(name);
        if (!DatabaseAddress.withoutSecrets(url).equals(url)) {
            throw new RunRefusedException(
                    place.atFirst() + " has a password in it, which a list is no place for. Take it " + "out, and "
                            + place.login() + ".");
        }
        if (threads.isPresent() && threads.getAsInt() < 1) {
            throw new RunRefusedException(
                    "The database " + name + " has threads " + threads.getAsInt() + ": it needs at least 1.");
        }
    }

    /**
     * Of the texts of a list's entry; blank ones count as not given.
     *
     * @param where the entry is, at the beginning of a message: {@code <databases> in the POM, entry 2}
     * @throws RunRefusedException when the entry is wrong; the message begins with where it is
     */
    public static ListedDatabase of(
            String where,
            Optional<String> name,
            Optional<String> url,
            Optional<String> serverId,
            Optional<String> threads) {
        try {
            return new ListedDatabase(
                    required("name", name),
                    required("url", url),
                    given(serverId),
                    given(threads).map(ListedDatabase::number).orElse(OptionalInt.empty()));
        } catch (RunRefusedException e) {
            throw new RunRefusedException(where + ": " + e.getMessage(), e);
        }
    }

    private static String required(String what, Optional<String> text) {
        return given(text)
                .orElseThrow(() -> new RunRefusedException("The database has no " + what
                        + ". Each has a name and a url, and may have a server id and threads."));
    }

    private static Optional<String> given(Optional<String> text) {
        return text.map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    private static OptionalInt number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            // It is not shown: the last of a few words may be meant for a password.
            throw new RunRefusedException(
                    "What it has for threads is no number from 1 to 999999. A list has no passwords.");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    /**
     * The environment variable that is this database's alone.
     *
     * @param general the one that is for all: {@code PGMT_PASSWORD}
     */
    public String variable(String general) {
        return variable(general, name);
    }

    static String variable(String general, String name) {
        return general + "_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
