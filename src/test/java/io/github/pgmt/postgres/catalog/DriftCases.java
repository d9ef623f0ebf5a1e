package io.github.pgmt.postgres.catalog;

import io.github.pgmt.postgres.catalog.PostgresCatalogTest.Case;
import java.util.stream.Stream;

/** What only {@code drift} finds, besides what the proof of a run does: {@code pilot} is another tenant's schema. */
final class DriftCases {

    /** What no tenant has by itself. */
    static final String[] SHARED = {
        "CREATE FOREIGN DATA WRAPPER wrapper",
        "CREATE SERVER one FOREIGN DATA WRAPPER wrapper",
        "CREATE SERVER two FOREIGN DATA WRAPPER wrapper"
    };

    private static final String USUAL =
            "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO pg_monitor, " + "pg_read_all_stats; ";

    private DriftCases() {}

    static Stream<Case> all() {
        return Stream.of(ofAnotherTenant(), privileges(), byHand(), rareKinds()).flatMap(cases -> cases);
    }

    private static Case of(String name, String change, String other, String named) {
        return new Case(name, change, other, named);
    }

    /** The same where the other tenant's is used instead of the own. */
    private static Case foreign(String name, String change, String named) {
        return of(name, change.replace("{s}", "s"), change.replace("{s}", "pilot"), named);
    }

    private static Stream<Case> ofAnotherTenant() {
        return Stream.of(
                foreign("another tenant's type", "ALTER TABLE s.users ADD x {s}.mood", "column users.x is"),
                foreign("another tenant's array", "ALTER TABLE s.users ADD x {s}.mood[]", "column users.x is"),
                foreign("another tenant's domain", "ALTER TABLE s.users ADD x {s}.span", "column users.x is"),
                foreign("another tenant's base type", "CREATE DOMAIN s.two AS {s}.span", "domain two"),
                foreign(
                        "another tenant's argument",
                        "CREATE FUNCTION s.two({s}.mood) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "function two(mood)"),
                foreign(
                        "another tenant's result",
                        "CREATE FUNCTION s.two() RETURNS {s}.mood LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                        "function two()"),
                foreign(
                        "another tenant's trigger function",
                        "CREATE TRIGGER two BEFORE UPDATE ON s.items FOR EACH ROW EXECUTE FUNCTION {s}.fired()",
                        "trigger items.two"),
                foreign(
                        "another tenant's key",
                        "ALTER TABLE s.users ADD CONSTRAINT two FOREIGN KEY (id) REFERENCES {s}.users",
                        "constraint users.two"),
                foreign("another tenant's rows", "CREATE VIEW s.two AS SELECT kind FROM {s}.users", "view two"),
                foreign(
                        "another tenant's sequence",
                        "ALTER TABLE s.items ADD x bigint DEFAULT nextval('{s}.numbers')",
                        "column items.x"),
                foreign("another tenant's parent", "CREATE TABLE s.two () INHERITS ({s}.items)", "parent's schema"));
    }

    private static Stream<Case> privileges() {
        return Stream.of(
                of(
                        "taken from the owner",
                        "SELECT 1",
                        "REVOKE INSERT ON s.users FROM CURRENT_USER",
                        "users: privileges"),
                of(
                        "taken from the owner of a function",
                        "SELECT 1",
                        "REVOKE EXECUTE ON FUNCTION s.one() FROM CURRENT_USER",
                        "function one(): privileges"),
                of(
                        "grants changed about",
                        USUAL + "GRANT INSERT ON s.users TO pg_monitor; GRANT SELECT ON s.users TO pg_read_all_stats",
                        USUAL + "GRANT SELECT ON s.users TO pg_monitor; GRANT INSERT ON s.users TO pg_read_all_stats",
                        "users: privileges"),
                of(
                        "grant to everybody",
                        USUAL.replace("pg_monitor,", "PUBLIC,") + "GRANT INSERT ON s.users TO pg_read_all_stats",
                        USUAL.replace("pg_monitor,", "PUBLIC,") + "GRANT INSERT ON s.users TO PUBLIC",
                        "PUBLIC"),
                of(
                        "default privileges",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO pg_monitor",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO pg_monitor",
                        "default privileges on tables of"),
                of(
                        "default privileges of one alone",
                        "SELECT 1",
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT USAGE ON TYPES TO pg_signal_backend",
                        "default privileges on types of <owner> is extra"));
    }

    private static Stream<Case> byHand() {
        String key = "ALTER TABLE s.items ADD CONSTRAINT two FOREIGN KEY (id) REFERENCES s.users; ";
        return Stream.of(
                of(
                        "key that is not enforced",
                        key,
                        key + "ALTER TABLE s.items DISABLE TRIGGER ALL; ALTER TABLE s.items ENABLE TRIGGER USER",
                        "constraint items.two: enforcement is RI_FKey_check_ins disabled"),
                of(
                        "not populated",
                        "CREATE MATERIALIZED VIEW s.two AS SELECT 1 AS x",
                        "CREATE MATERIALIZED VIEW s.two AS SELECT 1 AS x WITH NO DATA",
                        "view two: populated is no, not yes"),
                of(
                        "server",
                        "CREATE FOREIGN TABLE s.two (x int) SERVER one",
                        "CREATE FOREIGN TABLE s.two (x int) SERVER two",
                        "foreign table two: server is two, not one"),
                of(
                        "foreign options",
                        "CREATE FOREIGN TABLE s.two (x int) SERVER one OPTIONS (a 'b')",
                        "CREATE FOREIGN TABLE s.two (x int) SERVER one OPTIONS (a 'c')",
                        "foreign table two: foreign options is a=c, not a=b"),
                of(
                        "foreign column's options",
                        "CREATE FOREIGN TABLE s.two (x int OPTIONS (a 'b')) SERVER one",
                        "CREATE FOREIGN TABLE s.two (x int) SERVER one",
                        "column two.x"));
    }

    private static Stream<Case> rareKinds() {
        return Stream.of(
                of(
                        "collation's locale",
                        "CREATE COLLATION s.two (locale = 'C')",
                        "CREATE COLLATION s.two (locale = 'POSIX')",
                        "collation two"),
                of(
                        "operator",
                        "CREATE OPERATOR s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
                        "CREATE OPERATOR s.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4ne)",
                        "operator ===(int4, int4)"),
                of(
                        "conversion",
                        "CREATE CONVERSION s.two FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
                        "SELECT 1",
                        "two"),
                of(
                        "dictionary",
                        "CREATE TEXT SEARCH DICTIONARY s.two (TEMPLATE = simple)",
                        "CREATE TEXT SEARCH DICTIONARY s.two (TEMPLATE = simple, Accept = false)",
                        "text search dictionary two"),
                of(
                        "text search configuration",
                        "CREATE TEXT SEARCH CONFIGURATION s.two (COPY = simple)",
                        "CREATE TEXT SEARCH CONFIGURATION s.two (COPY = english)",
                        "text search configuration two"));
    }
}
