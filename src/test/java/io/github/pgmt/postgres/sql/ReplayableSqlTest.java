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
                "SET LOCAL work_mem = 1 ~ SET",
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
                "CREATE OR REPLACE LANGUAGE a ~ CREATE LANGUAGE",
                "CREATE FOREIGN DATA WRAPPER a ~ CREATE DATA",
                "'a' ~ NO WORD",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END ~ END"
            })
    void statementsOfOtherKindsAreRefused(String sql, String words) {
        assertThat(ReplayableSql.objection(sql)).contains("has a statement that begins with " + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "SELECT set_config('search_path', 'a', false) ~ has the name set_config",
                "SELECT pg_catalog.\"set_config\"('search_path', 'a', false) ~ has the name set_config",
                "UPDATE pg_settings SET setting = 'a' WHERE name = 'search_path' ~ has the name pg_settings",
                "ALTER FUNCTION f() SET search_path = a ~ has the name search_path",
                "SELECT PG_ADVISORY_LOCK(1) ~ has the name pg_advisory",
                "SELECT pg_try_advisory_xact_lock(1) ~ has the name pg_try_advisory",
                "CREATE TABLE pg_temp.a (b int) ~ has the name pg_temp",
                "SELECT dblink_exec('a', 'b') ~ has the name dblink",
                "SELECT pg_terminate_backend(1) ~ has the name pg_terminate_backend",
                "SELECT lo_import('a') ~ has the name lo_import",
                "SELECT query_to_xml('select 1', true, true, '') ~ has the name query_to_xml",
                "CREATE LOCAL TEMP TABLE a (b int) ~ has the word TEMP",
                "SELECT 1 INTO TEMPORARY a ~ has the word TEMPORARY",
                "CREATE INDEX CONCURRENTLY a ON t (b) ~ has the word CONCURRENTLY",
                "ALTER TABLE t SET SCHEMA other ~ moves an object to another schema"
            })
    void namesThatReachBeyondTheTransactionAreRefused(String sql, String objection) {
        assertThat(ReplayableSql.objection(sql)).contains(objection);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN PERFORM 1; COMMIT; END",
                "BEGIN IF true THEN ROLLBACK; END IF; END",
                "BEGIN SET search_path = a; END",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS 'return 1' "
                        + "~ has a routine in a language other than SQL and PL/pgSQL",
                "DO E'BEGIN \\x43OMMIT; END' ~ has a routine with a string with escapes outside its body",
                "DO U&'BEGIN \\0043OMMIT; END' ~ has a routine with a string with escapes outside its body",
                "SELECT run($$SET ROLE a$$) ~ has a statement that begins with SET, in a routine or a dollar quote"
            })
    void textThatCannotBeLookedThroughIsRefused(String sql, String objection) {
        assertThat(ReplayableSql.objection(sql)).contains(objection);
    }
}
