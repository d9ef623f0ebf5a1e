package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.SqlFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts are divided where PostgreSQL's own client divides them. */
class SqlScriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';', 'it''s;', \"a;\"\"b\"",
                "SELECT 'a\\', 'b;'",
                "SELECT E'it\\'s;', e'\\\\', ';'",
                "SELECT U&'\\0061;', U&\"d\\0061t;a\" FROM x",
                "SELECT B'1', X'1F', N';'",
                "SELECT $$;$$, $body$ $$;$$ ; $other$ ; $body$, $_1$;$_1$",
                "SELECT a$b$c, 1 AS x$; ",
                "SELECT 1 /* ; /* nested; */ ' */ -- ; \"\n + 1",
                "SELECT '{\"a\": 1}'::jsonb ? 'a', '{1}'::int[], a <@ b, 1e5, 0x1F, 5.",
                "DO $do$ BEGIN PERFORM 1; EXECUTE 'SELECT 1;'; END $do$ LANGUAGE plpgsql",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))",
                "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a = 1 THEN 2 END; END",
                "CREATE OR REPLACE PROCEDURE p() LANGUAGE SQL BEGIN ATOMIC INSERT INTO t VALUES (CASE 1 WHEN 1 THEN 2 END); "
                        + "SELECT (SELECT 1 AS \"end\"); END",
                "INSERT INTO ${tenant.schema}.t VALUES ('${a;b}', ${c;d}, $$${e}$$)",
                "SELECT 'a'\n  'b;'"
            })
    void whatHasASemicolonInItStaysOneStatement(String sql) throws Exception {
        String text = sql.replaceFirst("; $", "");

        assertThat(texts("SELECT 0;" + text + ";\nSELECT 1")).containsExactly("SELECT 0", text, "SELECT 1");
    }

    @Test
    void whatOnlyLooksLikeABodyDividesAsEverywhere() throws Exception {
        assertThat(
                        texts(
                                "SELECT CASE 1 WHEN 1 THEN 2 END; SELECT atomic FROM begin; SELECT begin atomic FROM t; SELECT 1"))
                .hasSize(4);
        assertThat(texts("SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; RELEASE a; PREPARE a AS SELECT 1"))
                .hasSize(5);
        assertThat(texts("-- nothing;\n;;/* nothing; */ ; /*//// ; /* ; */ **/ ;\n"))
                .isEmpty();
    }

    @Test
    void aStatementIsKnownByTheLineOfItsFirstWord() throws Exception {
        List<SqlFile.Statement> statements = SqlScript.divide(
                "-- head\n\nSELECT 1;\r\n/* two\r\nlines */ SELECT\n'a\n', 'b\\'\n; SELECT 3;\n\nSELECT 4 -- end\n");

        assertThat(statements).extracting(SqlFile.Statement::line).containsExactly(3, 5, 8, 10);
        assertThat(statements).extracting(SqlFile.Statement::hasBackslash).containsExactly(false, true, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "\\i more.sql ~ has \\i, a command of psql,",
                "SELECT 1 \\gset ~ has \\gset, a command of psql,",
                "\\set name value ~ has \\set, a command of psql,",
                "COPY t (a) FROM STDIN; ~ has a COPY from or to the client",
                "copy t from stdin with (format csv) ~ has a COPY from or to the client",
                "COPY (SELECT 1) TO STDOUT; ~ has a COPY from or to the client",
                "commit work; ~ has COMMIT, but a file is one transaction",
                "BEGIN; ~ has BEGIN, but a file is one transaction",
                "ROLLBACK AND CHAIN; ~ has ROLLBACK, but a file is one transaction",
                "prepare transaction 'x'; ~ has PREPARE, but a file is one transaction",
                "SELECT 'a; ~ has a string without its end.",
                "SELECT \"a; ~ has a quoted name without its end.",
                "SELECT $a$ ; $b$; ~ has a dollar quote without its end.",
                "/* a ; ~ has a comment without its end.",
                "SELECT /*/ a */ 1; ~ has a comment that begins with /*/."
            })
    void whatIsNoSqlForTheServerIsRefusedWithItsLine(String sql, String why) {
        assertThatThrownBy(() -> SqlScript.divide("SELECT 0;\n\n" + sql + "\n1\t\\N\n\\.\n"))
                .isInstanceOf(SqlScript.UnreadableException.class)
                .hasMessageStartingWith("line 3 " + why);
    }

    @Test
    void aFileThatTheServerReadsIsNoInput() throws Exception {
        assertThat(texts("COPY t FROM '/tmp/stdin'; COPY stdin FROM PROGRAM 'x'; COPY t (stdin) TO '/tmp/a'"))
                .hasSize(3);
    }

    private static List<String> texts(String script) throws Exception {
        return SqlScript.divide(script).stream().map(SqlFile.Statement::text).toList();
    }
}
