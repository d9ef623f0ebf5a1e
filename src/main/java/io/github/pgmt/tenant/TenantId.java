package io.github.pgmt.tenant;

import java.util.Comparator;
import java.util.Objects;

/**
 * What a tenant is known by: its schema, and where databases are listed the name of the one that it is in. In order, they are those
 * of one database after those of another.
 *
 * @param database the database's name; empty where a run has one alone, and of a name that was asked for without saying where
 * @param schema the tenant's schema; of a tenant that was asked for and does not exist, the name that was asked for; empty where
 *     a listed database is meant as a whole, since nobody could find out which tenants it has
 */
public record TenantId(String database, String schema) implements Comparable<TenantId> {

    private static final char SLASH = '/';

    private static final Comparator<TenantId> ORDER =
            Comparator.comparing(TenantId::database).thenComparing(TenantId::schema);

    public TenantId {
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(schema, "schema is null");
    }

    /** A tenant of the only database, or a name that may be in any. */
    public static TenantId of(String schema) {
        return new TenantId("", schema);
    }

    /**
     * What a name means where databases are listed: it is split at its first slash, so a schema may have others.
     *
     * @param name {@code eu1/acme}; without a slash it is a schema's in any database
     */
    static TenantId parse(String name) {
        int slash = name.indexOf(SLASH);
        return new TenantId(name.substring(0, Math.max(0, slash)), name.substring(slash + 1));
    }

    /** Whether it names a database that is listed. */
    public boolean isListed() {
        return !database.isEmpty();
    }

    /** Whether it is a listed database as a whole. */
    public boolean isWholeDatabase() {
        return isListed() && schema.isEmpty();
    }

    /** How people name it: {@code eu1/acme}, or {@code acme} where there is no other database; a whole database {@code eu1}. */
    public String displayName() {
        if (isWholeDatabase()) {
            return database;
        }
        return isListed() ? database + SLASH + schema : schema;
    }

    /** Whether this, as a name that somebody gave, means the tenant: without a database it does so in any. */
    public boolean means(TenantId tenant) {
        return equals(isListed() ? tenant : tenant.anywhere());
    }

    /** The same in any database. */
    TenantId anywhere() {
        return of(schema);
    }

    @Override
    public int compareTo(TenantId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return displayName();
    }
}
