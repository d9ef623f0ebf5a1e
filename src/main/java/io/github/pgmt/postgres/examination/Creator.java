package io.github.pgmt.postgres.examination;

import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A role besides ours that may create something, and where, in the same way.
 *
 * @param role its name; empty for PUBLIC, which is everybody
 * @param holder the role that was granted the right in the first of the places, or owns it: the same, or one that it is a
 *     member of
 * @param holders how many such roles there are for all of the places
 * @param owns whether the holder owns the place, which cannot be revoked
 * @param canLogin whether somebody can log in as the role itself
 * @param places the names of the schemas, or of the database, in order
 */
record Creator(
        Place place, String role, String holder, int holders, boolean owns, boolean canLogin, List<String> places) {

    /** What something can be created in. */
    enum Place {
        /** A selected tenant's schema. */
        TENANT,
        /** A schema on the search_path of every tenant. */
        SHARED,
        /** The database, in which schemas are created. */
        DATABASE
    }

    /** Whoever owns the database is the one member of pg_database_owner, of which no row of pg_auth_members tells. */
    private static final String CREATORS = """
            WITH RECURSIVE place(kind, name, owner, acl) AS MATERIALIZED (
              SELECT CASE WHEN namespace.nspname IN (SELECT pg_catalog.unnest(?::pg_catalog.text[])) THEN 'TENANT'
                ELSE 'SHARED' END, namespace.nspname::pg_catalog.text, namespace.nspowner, namespace.nspacl
              FROM pg_catalog.pg_namespace AS namespace
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::pg_catalog.text[]))
              UNION ALL
              SELECT 'DATABASE', database.datname::pg_catalog.text, database.datdba, database.datacl
              FROM pg_catalog.pg_database AS database WHERE database.datname = pg_catalog.current_database()),
            granted(kind, name, owns, grantee) AS (
              SELECT place.kind, place.name, true, place.owner FROM place
              UNION
              SELECT place.kind, place.name, false, entry.grantee
              FROM place CROSS JOIN LATERAL pg_catalog.aclexplode(place.acl) AS entry
              WHERE entry.privilege_type = 'CREATE' AND entry.grantee <> place.owner),
            direct(kind, name, owns, holder) AS MATERIALIZED (
              SELECT granted.kind, granted.name, granted.owns, coalesce(database.datdba, granted.grantee)
              FROM granted
              LEFT JOIN pg_catalog.pg_roles AS role ON role.oid = granted.grantee
                AND role.rolname = 'pg_database_owner'
              LEFT JOIN pg_catalog.pg_database AS database ON role.oid IS NOT NULL
                AND database.datname = pg_catalog.current_database()),
            %s,
            way AS (
              SELECT DISTINCT ON (direct.kind, direct.name, other.role)
                direct.kind, direct.name AS place, direct.owns, other.holder_name, other.name, other.can_login
              FROM direct JOIN other ON other.holder = direct.holder
              ORDER BY direct.kind, direct.name, other.role, direct.owns DESC, direct.holder = other.role DESC),
            everybody AS (
              SELECT DISTINCT direct.kind, direct.name AS place FROM direct WHERE direct.holder = 0)
            SELECT everybody.kind, '' AS role, '' AS holder, false AS owns, true AS can_login,
              0 AS holders, pg_catalog.array_agg(everybody.place ORDER BY everybody.place) AS places, 0 AS rank
            FROM everybody GROUP BY everybody.kind
            UNION ALL
            SELECT way.kind, way.name, (pg_catalog.array_agg(way.holder_name ORDER BY way.place))[1], way.owns,
              way.can_login, pg_catalog.count(DISTINCT way.holder_name),
              pg_catalog.array_agg(way.place ORDER BY way.place), 1
            FROM way GROUP BY way.kind, way.name, way.owns, way.can_login, way.name = way.holder_name
            ORDER BY rank, role, holder, owns
            """;

    Creator {
        Objects.requireNonNull(place, "place is null");
        Objects.requireNonNull(role, "role is null");
        Objects.requireNonNull(holder, "holder is null");
        places = List.copyOf(places);
    }

    /** Everybody first, then by name. */
    static List<Creator> read(
            Connection connection, Collection<String> tenants, Collection<String> shared, ServerFacts facts)
            throws SQLException {
        List<String> all = new ArrayList<>(tenants);
        all.addAll(shared);
        try (PreparedStatement statement = connection.prepareStatement(CREATORS.formatted(OtherRoles.of(facts)))) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            statement.setArray(2, connection.createArrayOf("text", all.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<Creator> creators = new ArrayList<>();
                while (rows.next()) {
                    creators.add(creator(rows));
                }
                return creators;
            }
        }
    }

    private static Creator creator(ResultSet row) throws SQLException {
        return new Creator(
                Place.valueOf(row.getString("kind")),
                row.getString("role"),
                row.getString("holder"),
                row.getInt("holders"),
                row.getBoolean("owns"),
                row.getBoolean("can_login"),
                List.of((String[]) row.getArray("places").getArray()));
    }

    private boolean isEverybody() {
        return role.isEmpty();
    }

    /** Who it is, and how it has the right. */
    String describe() {
        if (isEverybody()) {
            return "PUBLIC, which is every role";
        }
        String more = holders > 1 ? " and " + (holders - 1) + " more" : "";
        String membership = role.equals(holder) ? "" : " as a member of \"" + holder + "\"" + more;
        String way = (owns ? "owner" : "granted") + membership;
        return "\"" + role + "\" (" + way + (canLogin ? "" : "; nobody logs in as this role itself") + ")";
    }

    /** The statement that takes the right away, in the first of the places. */
    String remedy(String ownRole) {
        String where = Identifiers.quote(places.get(0));
        String object = (place == Place.DATABASE ? "DATABASE " : "SCHEMA ") + where;
        if (isEverybody()) {
            return "REVOKE CREATE ON " + object + " FROM PUBLIC;";
        }
        if (owns && role.equals(holder)) {
            return "ALTER " + object + " OWNER TO " + Identifiers.quote(ownRole) + ";";
        }
        return role.equals(holder)
                ? "REVOKE CREATE ON " + object + " FROM " + Identifiers.quote(role) + ";"
                : "REVOKE " + Identifiers.quote(holder) + " FROM " + Identifiers.quote(role) + ";";
    }
}
