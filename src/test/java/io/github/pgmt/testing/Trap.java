package io.github.pgmt.testing;

import java.util.ArrayList;
import java.util.List;

/** What a tenant's owner can put into the place of Liquibase's tables, so that his code runs when they are used. */
public enum Trap {
    OWN_TYPE_WITH_A_CAST(
            "CREATE TYPE own_text AS (v text)",
            "CREATE FUNCTION to_text(own_text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN %s RETURN ($1).v; END $$",
            "CREATE CAST (own_text AS text) WITH FUNCTION to_text(own_text) AS IMPLICIT",
            "DROP TABLE databasechangelog",
            "CREATE TABLE databasechangelog (LIKE kept)",
            "ALTER TABLE databasechangelog DROP COLUMN id",
            "ALTER TABLE databasechangelog ADD COLUMN id own_text",
            "INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum) "
                    + "SELECT ROW(id::text)::own_text, author, filename, dateexecuted, orderexecuted, exectype, md5sum FROM kept"),
    DOMAIN_WITH_A_CHECK(
            "CREATE FUNCTION check_it(text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "CREATE DOMAIN checked AS varchar(255) CHECK (check_it(VALUE))",
            "ALTER TABLE databasechangelog ALTER COLUMN comments TYPE checked"),
    TRIGGER(
            "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN coalesce(new, old); END $$",
            "CREATE TRIGGER on_change BEFORE INSERT OR UPDATE OR DELETE ON databasechangelog FOR EACH ROW "
                    + "EXECUTE FUNCTION on_change()"),
    STATEMENT_TRIGGER_ON_THE_LOCK_TABLE(
            "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN null; END $$",
            "CREATE TRIGGER on_change AFTER INSERT OR UPDATE OR DELETE ON databasechangeloglock FOR EACH STATEMENT "
                    + "EXECUTE FUNCTION on_change()"),
    DEFERRED_TRIGGER(
            "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN null; END $$",
            "CREATE CONSTRAINT TRIGGER on_change AFTER INSERT OR UPDATE OR DELETE ON databasechangelog "
                    + "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION on_change()"),
    RULE(
            "CREATE FUNCTION on_rule() RETURNS int LANGUAGE plpgsql AS $$ BEGIN %s RETURN 1; END $$",
            "CREATE RULE on_insert AS ON INSERT TO databasechangelog DO ALSO SELECT on_rule()"),
    POLICY(
            "CREATE FUNCTION look() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "CREATE POLICY seen ON databasechangelog USING (look())",
            "ALTER TABLE databasechangelog ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE databasechangelog FORCE ROW LEVEL SECURITY"),
    POLICY_ON_THE_LOCK_TABLE(
            "CREATE FUNCTION look() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "CREATE POLICY seen ON databasechangeloglock USING (look())",
            "ALTER TABLE databasechangeloglock ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE databasechangeloglock FORCE ROW LEVEL SECURITY"),
    DEFAULT(
            "CREATE FUNCTION fill() RETURNS text LANGUAGE plpgsql AS $$ BEGIN %s RETURN 'x'; END $$",
            "ALTER TABLE databasechangelog ADD COLUMN note text",
            "ALTER TABLE databasechangelog ALTER COLUMN note SET DEFAULT fill()"),
    BUILT_IN_DEFAULT_THAT_RUNS_ANY_SQL(
            "CREATE FUNCTION fill() RETURNS text LANGUAGE plpgsql AS $$ BEGIN %s RETURN 'x'; END $$",
            "ALTER TABLE databasechangelog ADD COLUMN note text",
            "ALTER TABLE databasechangelog ALTER COLUMN note SET DEFAULT "
                    + "pg_catalog.query_to_xml('SELECT %SCHEMA%.fill()', true, true, '')::text"),
    GENERATED_COLUMN(
            "CREATE FUNCTION fill(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 'x'; END $$",
            "ALTER TABLE databasechangelog ADD COLUMN note text GENERATED ALWAYS AS (fill(id)) STORED"),
    CHECK_CONSTRAINT(
            "CREATE FUNCTION check_it(text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "ALTER TABLE databasechangelog ADD CHECK (check_it(id))"),
    INDEX_EXPRESSION(
            "CREATE FUNCTION work_out(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 'x'; END $$",
            "CREATE INDEX by_expression ON databasechangelog (work_out('constant'), work_out(id))"),
    INDEX_PREDICATE(
            "CREATE FUNCTION holds(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN true; END $$",
            "CREATE INDEX by_predicate ON databasechangelog (id) WHERE holds('constant') AND holds(id)"),
    INDEX_EXPRESSION_ON_THE_LOCK_TABLE(
            "CREATE FUNCTION work_out(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 'x'; END $$",
            "CREATE INDEX by_expression ON databasechangeloglock (work_out('constant'), work_out(lockedby))"),
    STATISTICS_OF_AN_EXPRESSION(
            "CREATE FUNCTION work_out(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 'x'; END $$",
            "CREATE STATISTICS of_expression ON (work_out('constant')), id FROM databasechangelog",
            "ANALYZE databasechangelog"),
    VIEW(
            "CREATE FUNCTION look() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "ALTER TABLE databasechangelog RENAME TO real_history",
            "CREATE VIEW databasechangelog AS SELECT * FROM real_history WHERE look()"),
    VIEW_OF_THE_LOCK_TABLE(
            "CREATE FUNCTION look() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN %s RETURN true; END $$",
            "ALTER TABLE databasechangeloglock RENAME TO real_lock",
            "CREATE VIEW databasechangeloglock AS SELECT * FROM real_lock WHERE look()"),
    PARTITIONED_TABLE(
            "CREATE FUNCTION part(text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 1; END $$",
            "DROP TABLE databasechangelog",
            "CREATE TABLE databasechangelog (LIKE kept) PARTITION BY LIST (part(id))",
            "CREATE TABLE part_1 PARTITION OF databasechangelog DEFAULT",
            "INSERT INTO databasechangelog SELECT * FROM kept"),
    CHILD_WITH_AN_EXPRESSION(
            "CREATE FUNCTION work_out(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN %s RETURN 'x'; END $$",
            "CREATE TABLE child () INHERITS (databasechangelog)",
            "CREATE INDEX by_expression ON child (work_out('constant'), work_out(id))"),
    PARENT("CREATE TABLE parent (LIKE kept)", "ALTER TABLE databasechangelog INHERIT parent"),
    FOREIGN_KEY_THAT_CASCADES(
            "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN null; END $$",
            "ALTER TABLE databasechangelog ADD UNIQUE (id)",
            "CREATE TABLE follower (id varchar(255) REFERENCES databasechangelog (id) ON DELETE CASCADE ON UPDATE CASCADE)",
            "INSERT INTO follower SELECT id FROM databasechangelog",
            "CREATE CONSTRAINT TRIGGER on_change AFTER INSERT OR UPDATE OR DELETE ON follower "
                    + "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION on_change()"),
    NONDETERMINISTIC_COLLATION(
            "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
            "ALTER TABLE databasechangelog ALTER COLUMN id TYPE varchar(255) COLLATE loose"),
    MATERIALIZED_VIEW(
            "DROP TABLE databasechangelog", "CREATE MATERIALIZED VIEW databasechangelog AS SELECT * FROM pg_class");

    private static final String GRANT = "GRANT ALL ON databasechangelog, databasechangeloglock TO PUBLIC";

    private final List<String> statements;

    Trap(String... statements) {
        this.statements = List.of(statements);
    }

    /** The tenant's schema. */
    public String schema() {
        return "trap_" + ordinal();
    }

    /** Puts it into the tenant's schema, whose tables have been made by somebody else. */
    public void set(TenantOwner owner) {
        List<String> all = new ArrayList<>(owning(owner));
        all.addAll(springing());
        owner.execute(schema(), all);
    }

    /** Makes the tables the owner's, who does no harm to them yet. */
    public void make(TenantOwner owner) {
        owner.execute(schema(), owning(owner));
    }

    /** Puts it into those tables at one stroke. */
    public void spring(TenantOwner owner) {
        owner.executeAtOnce(schema(), springing());
    }

    private List<String> owning(TenantOwner owner) {
        return List.of(
                // What is another role's he may drop in his schema, and make an equal one of his own.
                "DROP TABLE databasechangelog, databasechangeloglock",
                "CREATE TABLE databasechangelog (id varchar(255) NOT NULL, author varchar(255) NOT NULL, "
                        + "filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, "
                        + "exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), "
                        + "comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), "
                        + "labels varchar(255), deployment_id varchar(10))",
                "INSERT INTO databasechangelog SELECT * FROM kept",
                "CREATE TABLE databasechangeloglock (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, "
                        + "lockedby varchar(255))",
                "INSERT INTO databasechangeloglock SELECT * FROM kept_lock",
                GRANT,
                // What is called immutable must not write itself, and may call what does.
                "CREATE FUNCTION note_it() RETURNS void LANGUAGE plpgsql AS $$ BEGIN " + owner.noting(name())
                        + "END $$");
    }

    private List<String> springing() {
        List<String> all = new ArrayList<>();
        statements.forEach(statement -> all.add(
                statement.replace("%s", "PERFORM " + schema() + ".note_it();").replace("%SCHEMA%", schema())));
        all.add(GRANT);
        return all;
    }
}
