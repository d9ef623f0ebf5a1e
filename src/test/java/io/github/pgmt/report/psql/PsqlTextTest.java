package io.github.pgmt.report.psql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.engine.SchemaText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is the same to psql, or is refused; in these {@code @} is the place of a value. */
class PsqlTextTest {

    /** What psql and PostgreSQL read otherwise than they read the place of a literal or a name by itself. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            value = {
                "SELECT '@' || 'x'                   | SELECT :'plan' || 'x'",
                "SELECT a AS \"@\" FROM \"T\"        | SELECT a AS :\"plan\" FROM \"T\"",
                "SELECT @ + 1                        | SELECT :plan + 1",
                "SELECT a[1:@]                       | SELECT a[1: :plan]",
                "SELECT a[1:2], a[:n], a[ : 2]       | SELECT a[1: 2], a[: n], a[ : 2]",
                "SELECT '1'::int::text, f(a := 1)    | SELECT '1'::int::text, f(a := 1)",
                "SELECT JSON_OBJECT('a':'b', 'c':\"d\") | SELECT JSON_OBJECT('a': 'b', 'c': \"d\")",
                "SELECT '@'::text LIKE '%' || '@'    | SELECT :'plan'::text LIKE '%' || :'plan'",
                "SELECT ':x', \":y\", $$ :z \\q $$   | SELECT ':x', \":y\", $$ :z \\q $$",
                "SELECT E'\\' :x', 'a\\', U&'\\0061' | SELECT E'\\' :x', 'a\\', U&'\\0061'",
                "SELECT 1 /* @ /* :x */ */ -- :y @   | SELECT 1 /* <plan> /* :x */ */ -- :y <plan>",
                "SELECT '@' '' ;                     | SELECT :'plan' '' ;",
            })
    void isTheSameToPsql(String text, String same) throws NotForPsqlException {
        assertThat(read(text).sql()).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '@%'",
                "SELECT '%@'",
                "SELECT '''@'",
                "SELECT '@'''",
                "SELECT '@@'",
                "SELECT E'@'",
                "SELECT U&'@'",
                "SELECT U&\"@\"",
                "SELECT N'@'",
                "SELECT B'@'",
                "SELECT $$@$$",
                "SELECT $a$ '@' $a$",
                "SELECT $@$x$@$",
                "SELECT a AS \"x@\"",
                "SELECT a AS t_@",
                "SELECT a AS @_t",
                "SELECT @@",
                "SELECT 1 \\gexec",
                "\\copy t FROM 'x'",
                "SELECT 'a",
                "SELECT (1",
                "COPY t FROM STDIN",
                "SELECT 1; copy \"t\" (a)\n TO stdout;",
            })
    void isRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(NotForPsqlException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            value = {
                "SELECT 1                     | 1 | SELECT 1;",
                "SELECT 1;                    | 1 | SELECT 1;",
                "SELECT 1 -- done;            | 1 | ~SELECT 1 -- done;\n;~",
                "SELECT 1 /* done; */         | 1 | SELECT 1 /* done; */;",
                "SELECT ';'                   | 1 | SELECT ';';",
                "SELECT 1; -- done            | 1 | SELECT 1; -- done",
                "-- nothing;                  | 0 | -- nothing;",
                "SELECT 'STDIN'; SELECT stdin | 2 | SELECT 'STDIN'; SELECT stdin;",
                "COPY t TO '/tmp/stdin'       | 1 | COPY t TO '/tmp/stdin';",
                "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2) | 1 | "
                        + "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);",
            })
    void endsAsItEnds(String text, int statements, String ended) throws NotForPsqlException {
        assertThat(read(text).ended()).isEqualTo(ended);
        assertThat(read(text).statements()).isEqualTo(statements);
    }

    private static PsqlStatements read(String text) throws NotForPsqlException {
        PsqlVariables variables = new PsqlVariables(new TreeSet<>(List.of("plan")));
        return PsqlText.of(SchemaText.of(text, Map.of("@", "plan")), variables, Optional.empty());
    }
}
