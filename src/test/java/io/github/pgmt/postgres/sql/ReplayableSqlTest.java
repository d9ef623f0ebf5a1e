package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is harmless in a message of many statements is told from what is not. */
class ReplayableSqlTest {

    @ParameterizedTest
    @MethodSource("io.github.pgmt.postgres.sql.ReplayedTexts#harmless")
    void plainMigrationsAreReplayed(String sql) {
        assertThat(ReplayableSql.objection(sql)).as(sql).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; DELETE FROM u)",
                "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" WITH SCHEMA public",
                "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN DO NOTHING"
            })
    void soAreStatementsThatNotEveryServerCountsAlike(String sql) {
        assertThat(ReplayableSql.objection(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SELECT 'it''s ~ has a string without its end",
                "SELECT E'\\' ~ has a string without its end",
                "SELECT U&'\\' \\' ~ has a backslash outside quotes",
                "SELECT \"a\"\" ~ has a quoted name without its end",
                "SELECT $a$ $b$ ~ has a dollar quote without its end",
                "SELECT $$ ~ has a dollar quote without its end",
                "SELECT 1 /* /* */ ~ has a comment without its end",
                "SELECT 1 /*/ ' */ ; COMMIT; --' ~ has a comment that begins with /*/",
                "SELECT (1 ~ leaves a parenthesis open",
                "SELECT 1) ~ closes a parenthesis that is not open",
                "`SELECT E'a'\n'\\'; COMMIT; --'` ~ goes on with a string after one with escapes",
                "SELECT $$a$$$$; COMMIT; $$ ~ has a dollar sign that quotes nothing",
                "SELECT 1$$; COMMIT; $$ ~ has a number that goes on as something else",
                "SELECT 1E'\\'; COMMIT; --' ~ has a number that goes on as something else",
                "SELECT 1WHERE ~ has a number that goes on as something else",
                "SELECT U&\"\\0073et_config\"('a', 'b', true) ~ has a name in Unicode escapes",
                "SELECT {fn now()} ~ has a brace, which JDBC may take for one of its escapes",
                "\\d t ~ has a backslash outside quotes",
                "SELECT \u00011 ~ has a character that SQL does not have"
            })
    void whatDoesNotReadToItsEndIsRefused(String sql, String objection) {
        assertThat(ReplayableSql.objection(sql)).contains(objection);
    }

    @Test
    void aNulCharacterIsRefused() {
        assertThat(ReplayableSql.objection("SELECT '\0'")).contains("has a NUL character");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "BEGIN ~ BEGIN",
                "SELECT 1; START TRANSACTION ~ START",
                "SELECT 1;commit ~ COMMIT",
                "`-- note\n/* note */ Commit` ~ COMMIT",
                "SELECT 'a\\'; COMMIT; --' ~ COMMIT",
                "SELECT a$b$ FROM t; COMMIT; SELECT 1 AS c$b$ ~ COMMIT",
                "`SELECT 1 -- note\r; COMMIT` ~ COMMIT",
                "SELECT 1 +/* ; */ 1; COMMIT ~ COMMIT",
                "END ~ END",
                "ROLLBACK ~ ROLLBACK",
                "ABORT ~ ABORT",
                "SAVEPOINT a ~ SAVEPOINT",
                "RELEASE a ~ RELEASE",
                "PREPARE TRANSACTION 'a' ~ PREPARE",
                "EXECUTE a ~ EXECUTE",
                "DEALLOCATE ALL ~ DEALLOCATE",
                "SET work_mem = 1 ~ SET WORK_MEM",
                "RESET ALL ~ RESET",
                "DISCARD ALL ~ DISCARD",
                "CALL p() ~ CALL",
                "LISTEN a ~ LISTEN",
                "UNLISTEN a ~ UNLISTEN",
                "COPY t FROM stdin ~ COPY",
                "DECLARE c CURSOR FOR SELECT 1 ~ DECLARE",
                "FETCH c ~ FETCH",
                "VACUUM ~ VACUUM",
                "CLUSTER ~ CLUSTER",
                "REINDEX TABLE t ~ REINDEX",
                "CHECKPOINT ~ CHECKPOINT",
                "LOAD 'a' ~ LOAD",
                "EXPLAIN ANALYZE SELECT 1 ~ EXPLAIN",
                "REASSIGN OWNED BY a TO b ~ REASSIGN",
                "IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c ~ IMPORT",
                "CREATE DATABASE a ~ CREATE DATABASE",
                "ALTER SYSTEM SET a = 1 ~ ALTER SYSTEM",
                "DROP TABLESPACE a ~ DROP TABLESPACE",
                "CREATE SUBSCRIPTION a ~ CREATE SUBSCRIPTION",
                "CREATE EXTENSION a ~ CREATE EXTENSION",
                "CREATE EXTENSION IF NOT EXISTS ~ CREATE EXTENSION",
                "ALTER EXTENSION a UPDATE ~ ALTER EXTENSION",
                "CREATE SCHEMA a ~ CREATE SCHEMA",
                "ALTER ROLE a SET b = 1 ~ ALTER ROLE",
                "DROP USER a ~ DROP USER",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a ~ ALTER DEFAULT",
                "CREATE EVENT TRIGGER a ON ddl_command_end EXECUTE FUNCTION f() ~ CREATE EVENT",
                "CREATE OR REPLACE LANGUAGE a ~ CREATE OR REPLACE",
                "CREATE FOREIGN DATA WRAPPER a ~ CREATE FOREIGN DATA",
                "'a' ~ no word",
                "\"COMMIT\" ~ no word"
            })
    void statementsOfOtherKindsAreRefused(String sql, String words) {
        assertThat(ReplayableSql.objection(sql))
                .hasValueSatisfying(objection ->
                        assertThat(objection).matches("has a statement that begins with " + words + ".*, which .*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SELECT set_config('search_path', 'a', false) ~ has the name set_config",
                "SELECT pg_catalog.\"set_config\"('search_path', 'a', false) ~ has the name set_config",
                "UPDATE pg_settings SET setting = 'a' WHERE name = 'search_path' ~ has the name pg_settings",
                "SHOW search_path ~ has the name search_path",
                "SELECT PG_ADVISORY_LOCK(1) ~ has the name pg_advisory_lock",
                "SELECT pg_try_advisory_xact_lock(1) ~ has the name pg_try_advisory_xact_lock",
                "CREATE TABLE pg_temp.a (b int) ~ has the name pg_temp",
                "SELECT dblink_exec('a', 'b') ~ has the name dblink_exec",
                "SELECT pg_terminate_backend(1) ~ has the name pg_terminate_backend",
                "SELECT lo_import('a') ~ has the name lo_import",
                "SELECT query_to_xml('select 1', true, true, '') ~ has the name query_to_xml",
                "CREATE LOCAL TEMP TABLE a (b int) ~ makes something temporary",
                "SELECT 1 INTO TEMPORARY a ~ makes something temporary",
                "CREATE INDEX CONCURRENTLY a ON t (b) ~ cannot be in a transaction (CONCURRENTLY)",
                "ALTER TABLE t SET SCHEMA other ~ moves an object to another schema"
            })
    void namesThatReachBeyondTheTransactionAreRefused(String sql, String objection) {
        assertThat(ReplayableSql.objection(sql))
                .hasValueSatisfying(found -> assertThat(found).endsWith(", which " + objection));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN SET search_path = a; END",
                "BEGIN SET LOCAL search_path = a; END",
                "BEGIN SET \"search_path\" TO a; END",
                "BEGIN SET SCHEMA 'a'; END",
                "BEGIN SET TIME ZONE 'UTC'; END",
                "BEGIN ALTER TABLE t SET SCHEMA a; END",
                "BEGIN set := 1; SET ROLE a; END",
                "BEGIN CASE a WHEN 1 THEN SET ROLE a; ELSE SET ROLE b; END CASE; END",
                "BEGIN PERFORM 1; EXCEPTION WHEN others THEN SET ROLE a; END",
                "DECLARE a int; BEGIN BEGIN SET ROLE a; END; END",
                "BEGIN DISCARD ALL; END",
                "BEGIN LISTEN a; END",
                "BEGIN LOAD 'a'; END",
                "BEGIN COPY t FROM '/a'; END",
                "BEGIN CREATE EXTENSION a; END",
                "BEGIN ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a; END",
                "BEGIN CREATE OR REPLACE LOCAL TEMPORARY VIEW a AS SELECT 1; END",
                "BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN SET ROLE a; END $f$; END",
                "BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE c AS $f$ a $f$; END",
                "BEGIN PERFORM run('SET ROLE a'); END",
                "BEGIN PERFORM run(1, lower($q$ SET ROLE a $q$)); END",
                "DECLARE a text := 'SET ROLE a'; BEGIN EXECUTE a; END",
                "BEGIN FOR a IN EXECUTE 'SET ROLE a' LOOP END LOOP; END",
                "BEGIN EXECUTE 'SET ' || a; END",
                "BEGIN EXECUTE 'CREATE ' || a || ' b (c int)'; END",
                "BEGIN EXECUTE format('CREATE %s TABLE a (b int)', a); END",
                "BEGIN EXECUTE a || 'TEMP TABLE b (c int)'; END",
                "BEGIN EXECUTE 'UPDATE t SET a = 1;' || ' SET ROLE a'; END",
                "BEGIN EXECUTE a || ' SET ROLE a'; END",
                "BEGIN EXECUTE 'ALTER TABLE ' || a || ' SET SCHEMA b'; END",
                "BEGIN EXECUTE '-- UPDATE t\nSET ROLE a'; END",
                "BEGIN EXECUTE E'\\123ET ROLE a'; END",
                "BEGIN EXECUTE E'\\u0053ET ROLE a'; END",
                "BEGIN EXECUTE U&'\\+000053ET ROLE a'; END",
                "BEGIN SET ROLE a; END",
                "BEGIN /* note */ SET ROLE a; END",
                "BEGIN IF true THEN SET ROLE a; END IF; END",
                "BEGIN LOOP SET ROLE a; END LOOP; END",
                "BEGIN <<label>> SET ROLE a; END",
                "SET ROLE a",
                "BEGIN RESET ROLE; END",
                "BEGIN CREATE SCHEMA a; END",
                "BEGIN CREATE TEMP TABLE a (b int); END",
                "BEGIN PERFORM set_config('search_path', 'a', false); END",
                "BEGIN EXECUTE 'SET search_path = a'; END",
                "BEGIN EXECUTE format('SET ROLE %I', 'a'); END",
                "BEGIN EXECUTE 'SELECT 1; -- note\nSET ROLE a'; END",
                "BEGIN EXECUTE E'SELECT 1;\\nSET ROLE a'; END",
                "BEGIN EXECUTE E'\\tset_config'; END",
                "BEGIN EXECUTE E'\\x53ET ROLE a'; END",
                "BEGIN EXECUTE U&'\\0053ET ROLE a'; END",
                "BEGIN EXECUTE U&'!0053ET ROLE a' UESCAPE '!'; END",
                "BEGIN EXECUTE $q$ SET ROLE a $q$; END",
                "BEGIN EXECUTE $q$ DROP SCHEMA a $q$; END",
                "BEGIN RAISE NOTICE 'a; END",
                "BEGIN PERFORM \"set_config\"('a', 'b', false); END"
            })
    void theTextOfARoutineIsLookedThrough(String body) {
        String quoted = "'" + body.replace("'", "''") + "'";

        assertThat(ReplayableSql.objection("DO $do$" + body + "$do$")).isPresent();
        assertThat(ReplayableSql.objection("DO LANGUAGE plpgsql " + quoted)).isPresent();
        assertThat(ReplayableSql.objection("CREATE OR REPLACE PROCEDURE p() AS " + quoted + " LANGUAGE plpgsql"))
                .isPresent();
        assertThat(ReplayableSql.objection("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$" + body + "$$"))
                .isPresent();
    }

    /** They are told from the words by their places. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DECLARE commit int := 1; BEGIN commit := 2; commit = 3; END",
                "DECLARE load int; a int[]; BEGIN load := 1; a[1] := load; END",
                "BEGIN set := 1; set.a := 2; END",
                "BEGIN SELECT CASE WHEN a THEN set ELSE load END FROM t; END",
                "BEGIN SELECT CASE WHEN a THEN commit ELSE rollback END, temp FROM t; END",
                "BEGIN SELECT a INTO temp FROM t; SELECT a INTO STRICT temp, b FROM t WHERE temp > 1; END",
                "BEGIN INSERT INTO temp SELECT 1; INSERT INTO temp VALUES (1) RETURNING a INTO temp; END",
                "BEGIN FETCH c INTO temp; EXECUTE 'SELECT 1' INTO temp USING 1; END",
                "BEGIN UPDATE t SET schema = 'a', temp = 1, commit = now() WHERE \"set\" = 1; END",
                "BEGIN RAISE NOTICE 'Set role % of %', 1, 2; RAISE EXCEPTION 'COMMIT'; RAISE 'Drop user'; END",
                "BEGIN EXECUTE 'SELECT 1'; RAISE NOTICE 'Set role to %', a; END",
                "BEGIN a := 'Set role a'; b := $q$ DROP SCHEMA a $q$; END",
                "BEGIN EXECUTE 'UPDATE t\n SET a = 1'; END",
                "BEGIN EXECUTE 'UPDATE ' || quote_ident(a) || ' SET b = 1'; END",
                "BEGIN EXECUTE 'UPDATE ' || a.b || '.' || c || ' SET d = 1, ' || ' temp = 2'; END",
                "BEGIN EXECUTE 'ALTER TABLE ' || a || ' ALTER b SET DEFAULT 1'; END",
                "BEGIN EXECUTE format('UPDATE %I SET a = %L', b, c); END",
                "BEGIN EXECUTE format('DROP TABLE IF EXISTS %I', temp); END",
                "BEGIN a := f('Set the table'); EXECUTE 'SELECT 1 -- Commit it'; END",
                "BEGIN a := regexp_replace(a, E'\\x02', '') || regexp_replace(a, U&'\\0002', ''); END",
                "BEGIN SET LOCAL work_mem = '1MB'; SET CONSTRAINTS ALL DEFERRED; END",
                "BEGIN CREATE EXTENSION IF NOT EXISTS hstore; CREATE CAST (a AS b) WITH INOUT; END",
                "BEGIN ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\" GRANT SELECT ON TABLES TO a; END",
                "BEGIN EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO a', b); END",
                "BEGIN REFRESH MATERIALIZED VIEW CONCURRENTLY a; END",
                "BEGIN GRANT EXECUTE ON FUNCTION f() TO a; a := 'SET ROLE a'; END",
                "BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SET search_path = a AS $f$ BEGIN END $f$; END"
            })
    void wordsInARoutineAreNoStatements(String body) {
        assertThat(ReplayableSql.objection("DO $do$" + body + "$do$")).isEmpty();
        assertThat(ReplayableSql.objection("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $do$" + body + "$do$"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE temp (temp int, commit text DEFAULT 'commit', schema text, \"set\" int, concurrent int)",
                "CREATE TABLE IF NOT EXISTS a.t (state text DEFAULT 'SET ROLE a' CHECK (state IN ('SET ROLE a')))",
                "SELECT temp, temporary FROM temp AS temp WHERE t.schema = 'a'",
                "UPDATE t SET schema = 'a', temp = 1, asset_config = 'b'",
                "INSERT INTO t (schema, temp) VALUES ('SET ROLE a', 'COMMIT') ON CONFLICT (temp) DO UPDATE SET schema = 'b'",
                "INSERT INTO t VALUES ($$Set up. SET ROLE a; COMMIT$$, E'SET ROLE a', U&'!0053' UESCAPE '!')",
                "INSERT INTO t SELECT $$SET ROLE a$$, f('Set the table')",
                "COMMENT ON COLUMN t.temp IS $$SET search_path = a$$",
                "CREATE TYPE a AS ENUM ('SET ROLE a', 'set schema b')",
                "SELECT 1 AS asset_config, charset_configuration FROM my_pg_settings",
                "CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT",
                "DROP CAST IF EXISTS (varchar AS mood)",
                "SET CONSTRAINTS ALL DEFERRED; SET CONSTRAINTS a, \"b\" IMMEDIATE",
                "SET LOCAL work_mem = '64MB'; set local \"lock_timeout\" to DEFAULT; SET LOCAL check_function_bodies = off",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\" GRANT SELECT ON TABLES TO a WITH GRANT OPTION",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\" REVOKE ALL ON FUNCTIONS FROM PUBLIC",
                "ALTER FUNCTION f() SET search_path = a, pg_temp; ALTER PROCEDURE p() RESET search_path",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path TO 'a', \"pg_temp\" AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET work_mem = '1MB' "
                        + "SET search_path = pg_catalog, pg_temp AS $$ SELECT 1 $$",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; COMMIT; END $$",
                "CREATE FUNCTION f(a text DEFAULT E'\\n') RETURNS int LANGUAGE 'plpgsql' AS $$ BEGIN RETURN 1; END $$",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; SELECT 2",
                "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO temp VALUES (1); END",
                "CREATE PROCEDURE p() BEGIN ATOMIC END",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY m"
            })
    void wordsAreNoStatementsElsewhereEither(String sql) {
        assertThat(ReplayableSql.objection(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL search_path = a",
                "SET LOCAL \"search_path\" = a",
                "SET LOCAL role = a",
                "SET LOCAL ROLE a",
                "SET LOCAL SESSION AUTHORIZATION a",
                "SET LOCAL standard_conforming_strings = off",
                "SET LOCAL timezone = 'UTC'",
                "SET LOCAL TIME ZONE 'UTC'",
                "SET LOCAL datestyle = german",
                "SET LOCAL app.tenant = 'a'",
                "SET LOCAL work_mem",
                "SET /* LOCAL */ work_mem = 1",
                "SET -- LOCAL\n work_mem = 1",
                "SET SESSION work_mem = 1",
                "SET \"LOCAL\" work_mem = 1",
                "SET 'LOCAL' work_mem = 1",
                "SET CONSTRAINTS",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SET SCHEMA 'a'",
                "RESET work_mem",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO a",
                "ALTER DEFAULT PRIVILEGES FOR ROLE b IN SCHEMA \"tenant\" GRANT SELECT ON TABLES TO a",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\" FOR ROLE b GRANT SELECT ON TABLES TO a",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA other GRANT SELECT ON TABLES TO a",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\", other GRANT SELECT ON TABLES TO a",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA",
                "ALTER DEFAULT PRIVILEGES /* IN SCHEMA \"tenant\" */ GRANT SELECT ON TABLES TO a",
                "ALTER CAST (a AS b)",
                "CREATE EXTENSION hstore",
                "DROP EXTENSION IF EXISTS hstore",
                "CREATE TRANSFORM FOR a LANGUAGE sql (FROM SQL WITH FUNCTION f(internal))",
                "ALTER ROLE a SET search_path = b",
                "ALTER DATABASE a SET search_path = b",
                "ALTER TABLE t SET search_path = b",
                "ALTER FUNCTION f() SET search_path FROM CURRENT",
                "ALTER FUNCTION f() SET work_mem FROM CURRENT",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path FROM CURRENT AS 'SELECT 1'",
                "CREATE FUNCTION f() RETURNS text LANGUAGE sql SET work_mem = '1MB' RETURN set_config('a.b', 'c', false)",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; COMMIT",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; END; COMMIT; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; END; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; COMMIT; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; COMMIT; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END AND CHAIN",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SET ROLE a; END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT set_config('a.b', 'c', false); END",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1",
                "CREATE TABLE begin (atomic int); BEGIN ATOMIC SELECT 1; END",
                "DO $$ BEGIN COMMIT; END $$",
                "DO $$ BEGIN PERFORM 1; COMMIT AND CHAIN; END $$",
                "DO $$ BEGIN IF true THEN ROLLBACK; END IF; END $$",
                "DO $$ << label >> BEGIN <<label>> COMMIT; END $$",
                "DO $a$ BEGIN CREATE TABLE t (a text DEFAULT $b$ $c$ $b$); COMMIT; END $a$",
                "SELECT 1 INTO TEMP a",
                "SELECT 1 INTO LOCAL TEMPORARY TABLE a",
                "SELECT 1 INTO TEMP \"from\"",
                "CREATE OR REPLACE TEMP VIEW a AS SELECT 1",
                "CREATE TABLE pg_temp_3.a (b int)",
                "DROP INDEX CONCURRENTLY a",
                "ALTER TABLE t DETACH PARTITION a CONCURRENTLY",
                "SELECT run(E'\\x53ET ROLE a')",
                "SELECT run(U&'!0053ET ROLE a' UESCAPE '!')",
                "INSERT INTO t SELECT run($$CREATE ROLE a$$)"
            })
    void whatLooksMuchLikeThemIsRefused(String sql) {
        assertThat(ReplayableSql.objection(sql)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL work_mem = 1",
                "set\n constraints ALL DEFERRED",
                "DO $$ BEGIN SET /* note */ LOCAL jit = off; END $$",
                "DO $$ BEGIN EXECUTE 'SET LOCAL jit = off'; END $$"
            })
    void whatLastsUntilTheTransactionEndsIsTold(String sql) {
        assertThat(ReplayableSql.objection(sql)).isEmpty();
        assertThat(ReplayableSql.lastsUntilCommit(sql)).isTrue();
        assertThat(ReplayableSql.lastsUntilCommit("UPDATE t SET a = 1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1' "
                        + "~ CREATE FUNCTION F, which is in a language other than SQL and PL/pgSQL",
                "DO E'BEGIN \\x43OMMIT; END' ~ DO, which has its text in a string with escapes",
                "DO U&'BEGIN \\0043OMMIT; END' ~ DO, which has its text in a string with escapes",
                "`DO 'BEGIN SE'\n'T ROLE a; END'` ~ DO, which has its text in several strings",
                "SELECT run($$SET ROLE a$$) "
                        + "~ SELECT RUN, which may run a string that has SET in a place where statements begin",
                "SELECT run('SET ROLE a') "
                        + "~ SELECT RUN, which may run a string that has SET in a place where statements begin",
                "DO $$ BEGIN UPDATE t SET a = 1; SET ROLE a; END $$ ~ SET ROLE A, which sets more than what ends with "
                        + "the transaction and reaches nothing else in it, in a routine"
            })
    void textThatCannotBeLookedThroughIsRefused(String sql, String objection) {
        assertThat(ReplayableSql.objection(sql)).contains("has a statement that begins with " + objection);
    }
}
