package io.github.pgmt.postgres.catalog;

import java.util.Objects;

/**
 * One thing about an object of the catalog, which may differ between tenants while others change.
 *
 * @param name in words
 * @param hash a cheap hash of the value and the object's identity, {@code id}; NULL for the usual value. Empty where the
 *     catalog does not hold the value in a form that is the same in every schema
 * @param text the value as people read it, never NULL
 */
record CatalogAspect(String name, String hash, String text) {

    CatalogAspect {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(hash, "hash is null");
        Objects.requireNonNull(text, "text is null");
    }

    /** The catalog holds the value, so that it can be summed up over all objects. */
    static CatalogAspect stored(String name, String hash, String text) {
        return new CatalogAspect(name, hash, "coalesce(" + text + ", '')");
    }

    /** As {@link #stored}, where most objects have the usual value. */
    static CatalogAspect unusual(String name, String when, String hash, String text) {
        return stored(name, "CASE WHEN " + when + " THEN " + hash + " END", text);
    }

    /**
     * Options of the catalog, {@code name=value} in an array of text, each of which is one of the things to tell apart.
     *
     * @param names an array of the names that count
     */
    static CatalogAspect options(String name, String array, String names) {
        String counting = "unnest(" + array + ") AS element WHERE split_part(element, '=', 1) = ANY (" + names + ")";
        return unusual(
                name,
                array + " IS NOT NULL",
                "(SELECT sum(hashtextextended(element, id)) FROM " + counting + ")",
                "(SELECT string_agg(element, ', ' ORDER BY element COLLATE \"C\") FROM " + counting + ")");
    }

    static CatalogAspect owner(String role) {
        return stored("owner", "hashoidextended(" + role + ", id)", "pg_get_userbyid(" + role + ")");
    }

    /**
     * Who may do what. Not the owner, and not roles that the schema's default privileges name: what such a role gets is the
     * tenant's own affair.
     *
     * @param usual what NULL stands for
     */
    static CatalogAspect grants(String list, String usual, String owner, String namespace) {
        return unusual(
                "privileges",
                list + " IS NOT NULL",
                granted(list, owner) + " - " + granted(usual, owner),
                """
                (SELECT string_agg(item, ', ' ORDER BY item COLLATE "C") FROM (
                   SELECT CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(given.grantee)::text END || ': '
                     || string_agg(given.privilege_type || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,
                       ', ' ORDER BY given.privilege_type COLLATE "C", given.is_grantable) AS item
                   FROM aclexplode(coalesce(%1$s, %2$s)) AS given
                   WHERE given.grantee <> %3$s AND NOT EXISTS (
                     SELECT FROM pg_default_acl AS usual, aclexplode(usual.defaclacl) AS item
                     WHERE usual.defaclnamespace = %4$s AND item.grantee = given.grantee)
                   GROUP BY given.grantee) AS grantees)""".formatted(list, usual, owner, namespace));
    }

    /** Without what is usual, which the first GRANT writes into the list too. */
    private static String granted(String list, String owner) {
        return """
                (SELECT coalesce(sum(hashoidextended(given.grantee,
                   hashtextextended(given.privilege_type, hashint4extended(given.is_grantable::int, id)))), 0)
                 FROM aclexplode(%s) AS given WHERE given.grantee <> %s)""".formatted(list, owner);
    }

    /** The server has to write the value out, which takes its time and may name the schema. */
    static CatalogAspect deparsed(String name, String text) {
        return new CatalogAspect(name, "", "coalesce(" + text + ", '')");
    }

    boolean summed() {
        return !hash.isEmpty();
    }
}
