package io.github.pgmt.postgres.catalog;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing about an object of the catalog, which may differ between tenants while others change.
 *
 * @param name in words
 * @param hash a cheap hash of the value and the object's identity, {@code id}; NULL for the usual value. Empty where the
 *     catalog does not hold the value in a form that is the same in every schema
 * @param text the value as people read it, never NULL
 * @param betweenTenants the value where other tenants' roles are other ones
 */
record CatalogAspect(String name, String hash, String text, Optional<Value> betweenTenants) {

    /**
     * Another form of the value, as in {@link CatalogAspect} itself.
     *
     * @param hash of a value that the catalog holds
     */
    record Value(String hash, String text) {}

    CatalogAspect {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(hash, "hash is null");
        Objects.requireNonNull(text, "text is null");
        Objects.requireNonNull(betweenTenants, "betweenTenants is null");
    }

    private CatalogAspect(String name, String hash, String text) {
        this(name, hash, text, Optional.empty());
    }

    /** For comparing tenants that nothing was done to: a role of the tenant's own is the same in all. */
    CatalogAspect betweenTenants(Value value) {
        return new CatalogAspect(
                name, hash, text, Optional.of(new Value(value.hash(), "coalesce(" + value.text() + ", '')")));
    }

    /** The aspect whose value is the one for comparing tenants that nothing was done to. */
    CatalogAspect inDrift() {
        return betweenTenants
                .map(value -> new CatalogAspect(name, value.hash(), value.text()))
                .orElse(this);
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

    /** @param ofSchema the role that owns the schema, which may be another one in each tenant */
    static CatalogAspect owner(String role, String ofSchema) {
        return stored("owner", "hashoidextended(" + role + ", id)", "pg_get_userbyid(" + role + ")")
                .betweenTenants(new Value(
                        "hashoidextended(nullif(" + role + ", " + ofSchema + "), id)", roleName(role, ofSchema)));
    }

    /** A role as people read it, where the schema's owner is the same in all tenants. */
    static String roleName(String role, String ofSchema) {
        return "CASE " + role + " WHEN 0 THEN 'PUBLIC' WHEN " + ofSchema + " THEN '<owner>' ELSE pg_get_userbyid("
                + role + ")::text END";
    }

    /**
     * Who may do what. Not the owner, and not roles that the schema's default privileges name: what such a role gets is the
     * tenant's own affair. Between tenants that nothing was done to, these count, see {@link DriftRoles}.
     *
     * @param usual what NULL stands for
     * @param ofSchema the role that owns the schema, which may be another one in each tenant
     */
    static CatalogAspect grants(String list, String usual, String owner, String namespace, String ofSchema) {
        String isOthers = "given.grantee <> " + owner;
        return unusual(
                        "privileges",
                        list + " IS NOT NULL",
                        granted("given.grantee::int8", list, isOthers) + " - "
                                + granted("given.grantee::int8", usual, isOthers),
                        grantText(
                                "CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(given.grantee)::text END",
                                "aclexplode(coalesce(" + list + ", " + usual + ")) AS given WHERE " + isOthers
                                        + " AND NOT " + BY_DEFAULT.formatted(namespace, "given.grantee")))
                .betweenTenants(DriftRoles.grants(list, usual, owner, namespace, ofSchema));
    }

    private static final String BY_DEFAULT = """
            EXISTS (SELECT FROM pg_default_acl AS usual, aclexplode(usual.defaclacl) AS item
             WHERE usual.defaclnamespace = %s AND item.grantee = %s)""";

    /** Each grantee with what is granted; {@code grants} ends in a condition. */
    static String grantText(String grantee, String grants) {
        return """
                (SELECT string_agg(item, ', ' ORDER BY item COLLATE "C") FROM (
                   SELECT named.grantee || ': '
                     || string_agg(given.privilege_type || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END,
                       ', ' ORDER BY given.privilege_type COLLATE "C", given.is_grantable) AS item
                   FROM %s
                   GROUP BY named.grantee) AS grantees)""".formatted(grants.replace(
                " AS given WHERE ",
                " AS given CROSS JOIN LATERAL (SELECT " + grantee + " AS grantee) AS named WHERE "));
    }

    /** Without what is usual, which the first GRANT writes into the list too. */
    static String granted(String grantee, String list, String condition) {
        return """
                (SELECT coalesce(sum(hashint8extended(%s,
                   hashtextextended(given.privilege_type, hashint4extended(given.is_grantable::int, id)))), 0)
                 FROM aclexplode(%s) AS given WHERE %s)""".formatted(grantee, list, condition);
    }

    /** The server has to write the value out, which takes its time and may name the schema. */
    static CatalogAspect deparsed(String name, String text) {
        return new CatalogAspect(name, "", "coalesce(" + text + ", '')");
    }

    boolean summed() {
        return !hash.isEmpty();
    }
}
