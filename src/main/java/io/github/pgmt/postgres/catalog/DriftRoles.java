package io.github.pgmt.postgres.catalog;

import static io.github.pgmt.postgres.catalog.CatalogAspect.stored;
import static io.github.pgmt.postgres.catalog.CatalogKind.listed;

import io.github.pgmt.postgres.catalog.CatalogAspect.Value;
import io.github.pgmt.postgres.catalog.CatalogKind.Rows;

/**
 * Roles as they are compared between tenants that nothing was done to. A role that is one tenant's own has the same name in all;
 * any other keeps its name, or what one tenant grants to it by mistake would look like what the others grant to theirs.
 */
final class DriftRoles {

    private static final String GRANTABLE = "CASE WHEN %1$s.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";

    /**
     * What {@link DriftSql} puts before the kinds; the place is for the history table's name. A tenant is a schema that has
     * one, whether the statement is about it or not: what else a role has in the database does not make it a common one.
     */
    static final String FOUND = """
            , tenant AS MATERIALIZED (
              SELECT space.oid, space.nspowner
              FROM pg_class AS history JOIN pg_namespace AS space ON space.oid = history.relnamespace
              WHERE history.relname = %s AND history.relkind = 'r'),
            own_owner AS MATERIALIZED (
              SELECT tenant.nspowner AS role FROM tenant JOIN pg_roles AS role ON role.oid = tenant.nspowner
              WHERE NOT role.rolsuper GROUP BY 1 HAVING count(*) = 1),
            by_default AS MATERIALIZED (
              SELECT space.oid AS namespace, space.nspowner, usual.defaclrole AS creator, usual.defaclobjtype AS objects, given.*
              FROM pg_default_acl AS usual JOIN pg_namespace AS space ON space.oid = usual.defaclnamespace
                CROSS JOIN aclexplode(usual.defaclacl) AS given),
            own_role AS MATERIALIZED (
              SELECT role, min(namespace) AS namespace FROM (
                SELECT creator AS role, namespace FROM by_default
                UNION SELECT grantee, namespace FROM by_default WHERE grantee <> 0) AS named
              WHERE namespace IN (SELECT oid FROM tenant) GROUP BY 1 HAVING count(*) = 1),
            default_privileges AS MATERIALIZED (
              SELECT namespace, object, string_agg(item, ', ' ORDER BY item COLLATE "C") AS privileges FROM (
                SELECT namespace, object, grantee || ': ' || string_agg(privilege, ', ' ORDER BY privilege COLLATE "C") AS item
                FROM (SELECT DISTINCT given.namespace, 'default privileges on ' || CASE given.objects WHEN 'r' THEN 'tables'
                      WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE given.objects::text END
                      || ' of ' || %s AS object, %s AS grantee, given.privilege_type || %s AS privilege
                  FROM by_default AS given WHERE given.namespace IN (SELECT oid FROM wanted)) AS named
                GROUP BY namespace, object, grantee) AS grantees
              GROUP BY namespace, object)
            """.formatted(
                    "%s",
                    name("given.creator", "given.nspowner", "given.namespace", "<owner>"),
                    name("given.grantee", "given.nspowner", "given.namespace", "<owner>"),
                    GRANTABLE.formatted("given"));

    /** What somebody creates later will be granted by. */
    static final CatalogKind DEFAULT_PRIVILEGES = listed(
            "default privileges",
            new Rows(
                    "wanted JOIN default_privileges AS usual ON usual.namespace = wanted.oid",
                    "TRUE",
                    "wanted.oid",
                    "wanted.written"),
            "hashtextextended(usual.object, 0)",
            "usual.object",
            stored("privileges", "hashtextextended(usual.privileges, id)", "usual.privileges"));

    private DriftRoles() {}

    /** The owner of {@code wanted}, the schema itself. */
    static Value ofSchema() {
        String own = "wanted.nspowner IN (SELECT role FROM own_owner)";
        return new Value(
                "hashint8extended(CASE WHEN " + own + " THEN 0 ELSE wanted.nspowner::int8 END, id)",
                "CASE WHEN " + own + " THEN '<own role>' ELSE pg_get_userbyid(wanted.nspowner)::text END");
    }

    /**
     * Who may do what, the owner too, from whom something may have been taken.
     *
     * @param usual what NULL stands for
     * @param ofSchema the role that owns the schema
     */
    static Value grants(String list, String usual, String owner, String namespace, String ofSchema) {
        String grantee = "CASE given.grantee WHEN 0 THEN 0 WHEN " + owner + " THEN 1 WHEN " + ofSchema
                + " THEN 3 ELSE CASE WHEN " + isOwn("given.grantee", namespace)
                + " THEN 2 ELSE given.grantee::int8 END END";
        String owners = owners(list, owner);
        return new Value(
                "CASE WHEN " + list + " IS NOT NULL THEN " + CatalogAspect.granted(grantee, list, "TRUE") + " - "
                        + CatalogAspect.granted(grantee, usual, "TRUE") + " END",
                "concat_ws(', ', CASE WHEN " + list + " IS NOT NULL AND " + owners + " IS DISTINCT FROM "
                        + owners(usual, owner) + " THEN '<owner>: ' || coalesce(" + owners + ", 'none') END, "
                        + CatalogAspect.grantText(
                                name("given.grantee", ofSchema, namespace, "<owner of the schema>"),
                                "aclexplode(coalesce(" + list + ", " + usual + ")) AS given WHERE given.grantee <> "
                                        + owner)
                        + ")");
    }

    private static String owners(String list, String owner) {
        return """
                (SELECT string_agg(given.privilege_type || %s, ', ' ORDER BY given.privilege_type COLLATE "C", given.is_grantable)
                 FROM aclexplode(%s) AS given WHERE given.grantee = %s)""".formatted(GRANTABLE.formatted("given"), list, owner);
    }

    private static String name(String role, String ofSchema, String namespace, String owner) {
        return "CASE " + role + " WHEN 0 THEN 'PUBLIC' WHEN " + ofSchema + " THEN '" + owner + "' ELSE CASE WHEN "
                + isOwn(role, namespace) + " THEN '<by default>' ELSE pg_get_userbyid(" + role + ")::text END END";
    }

    private static String isOwn(String role, String namespace) {
        return "(" + role + ", " + namespace + ") IN (SELECT role, namespace FROM own_role)";
    }
}
