package io.github.pgmt.postgres.examination;

import io.github.pgmt.postgres.condition.ServerFacts;

/**
 * Whom a privilege or an owner's right reaches besides us. A role that nobody can log in as and that we are a member of is
 * no other's: it is how schemas are owned together. Its further members are others, and so is a role of ours that somebody
 * else may log in as. Superusers are passed over, since nothing holds them back.
 */
final class OtherRoles {

    private static final int MEMBERSHIP_OPTIONS_SINCE = 160_000;

    private static final String QUERIES = """
            mine(role) AS (
              SELECT role.oid FROM pg_catalog.pg_roles AS role WHERE role.rolname IN (current_user, session_user)
              UNION
              SELECT membership.roleid FROM mine
              JOIN pg_catalog.pg_auth_members AS membership ON membership.member = mine.role),
            held(holder, role) AS (
              SELECT direct.holder, direct.holder FROM direct
              UNION
              SELECT held.holder, membership.member FROM held
              JOIN pg_catalog.pg_auth_members AS membership ON membership.roleid = held.role%s),
            other(holder, holder_name, role, name, can_login) AS (
              SELECT held.holder, holder.rolname::pg_catalog.text, held.role, role.rolname::pg_catalog.text,
                role.rolcanlogin
              FROM held
              JOIN pg_catalog.pg_roles AS holder ON holder.oid = held.holder AND NOT holder.rolsuper
              JOIN pg_catalog.pg_roles AS role ON role.oid = held.role AND NOT role.rolsuper
              WHERE role.rolname NOT IN (current_user, session_user)
                AND (role.rolcanlogin OR role.oid NOT IN (SELECT mine.role FROM mine)))""";

    /** From PostgreSQL 16 on, a membership may give nothing at all; one that can be administered gives what it likes. */
    private static final String OPTIONS =
            " AND (membership.inherit_option OR membership.set_option OR membership.admin_option)";

    private OtherRoles() {}

    /**
     * Queries for a {@code WITH RECURSIVE}, of which {@code other} has for each holder the roles that can act as it, itself
     * included. They read {@code direct(holder)}, oids of roles.
     */
    static String of(ServerFacts facts) {
        return QUERIES.formatted(facts.version() >= MEMBERSHIP_OPTIONS_SINCE ? OPTIONS : "");
    }
}
