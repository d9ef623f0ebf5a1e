package io.github.pgmt.tenant;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A database that tenants live in. One that is listed beside others has a name, which stands before its tenants'; the only one
 * of a run has none.
 *
 * @param name as the user lists it, of the characters {@code A-Z a-z 0-9 . _ -}; empty where the run has this one alone
 * @param url its JDBC URL without any secret
 */
public record Database(String name, String url) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /** @throws IllegalArgumentException when the name has another character, such as the slash that ends it */
    public Database {
        Objects.requireNonNull(url, "url is null");
        if (!name.isEmpty() && !isName(name)) {
            throw new IllegalArgumentException(
                    "A database's name is of letters, digits, dots, underscores and hyphens alone.");
        }
    }

    /** Whether a listed database may have this name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A database beside which there is no other. */
    public static Database only(String url) {
        return new Database("", url);
    }

    /** Whether tenants bear the database's name too. */
    public boolean isListed() {
        return !name.isEmpty();
    }

    /** How people name a schema of this database: {@code eu1/acme}, or {@code acme} where there is no other database. */
    public String qualified(String schema) {
        return id(schema).displayName();
    }

    /** What reports know a schema of this database by. */
    public TenantId id(String schema) {
        return new TenantId(name, schema);
    }

    /** A text about this database, which begins with its name where it is listed by one. */
    public String told(String text) {
        return isListed() ? name + ": " + text : text;
    }

    /** The name, or the URL where it has none. */
    @Override
    public String toString() {
        return isListed() ? name : url;
    }
}
