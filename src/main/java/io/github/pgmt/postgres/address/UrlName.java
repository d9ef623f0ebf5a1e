package io.github.pgmt.postgres.address;

import java.util.Objects;

/**
 * How messages name a URL and what goes with it.
 *
 * @param database whose it is in a list of databases; empty where it is the only one
 */
record UrlName(String database) {

    static final UrlName ONLY = new UrlName("");

    UrlName {
        Objects.requireNonNull(database, "database is null");
    }

    private boolean isListed() {
        return !database.isEmpty();
    }

    /** At the beginning of a sentence. */
    String atFirst() {
        return isListed() ? "The URL of the database " + database : "-Dpgmt.url";
    }

    /** Within a sentence. */
    String within() {
        return isListed() ? "the URL of the database " + database : "-Dpgmt.url";
    }

    /** With the text itself, at the beginning of a sentence. */
    String with(String shown) {
        return isListed() ? atFirst() + ", " + shown + "," : atFirst() + "=" + shown;
    }

    /** Where the role is given beside the URL. */
    String role() {
        return isListed()
                ? "its serverId, " + ListedDatabase.variable("PGMT_USERNAME", database)
                        + ", -Dpgmt.username or PGMT_USERNAME"
                : "-Dpgmt.username, -Dpgmt.serverId or PGMT_USERNAME";
    }

    /** The URL, the role and its password, within a sentence. */
    String withLogin() {
        return isListed()
                ? within() + ", the role and the password (its serverId, "
                        + ListedDatabase.variable("PGMT_USERNAME", database) + ", "
                        + ListedDatabase.variable("PGMT_PASSWORD", database) + ")"
                : "-Dpgmt.url, -Dpgmt.username and the password (-Dpgmt.serverId, PGMT_PASSWORD)";
    }

    /** How role and password are to be given. */
    String login() {
        return isListed()
                ? "give the role and the password with the database's serverId or the environment variables "
                        + ListedDatabase.variable("PGMT_USERNAME", database) + " and "
                        + ListedDatabase.variable("PGMT_PASSWORD", database)
                : "give the role with -Dpgmt.username and the password with -Dpgmt.serverId or the environment variable "
                        + "PGMT_PASSWORD";
    }
}
