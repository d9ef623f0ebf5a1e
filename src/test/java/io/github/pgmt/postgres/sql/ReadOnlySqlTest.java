package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlySqlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select count(*) from information_schema.tables where table_name = 'x' and table_schema = current_schema()",
                "SELECT CASE WHEN EXISTS (SELECT 1 FROM a WHERE b IN (1, 2)) THEN 't' ELSE 'f' END -- why",
                "SELECT pg_catalog.to_regclass('a') IS NULL",
                "SELECT coalesce(max(length(a)), 0)::numeric(10) FROM b JOIN c USING (d)",
                "WITH a AS (SELECT 1) SELECT count(*) FROM a",
                "(SELECT 'insert; into (' AS \"delete\")",
                "VALUES (1)"
            })
    void queriesThatOnlyRead(String sql) {
        assertThat(ReadOnlySql.objection(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT 1; SELECT 2",
                "SELECT 1;",
                "UPDATE a SET b = 1",
                "WITH a AS (DELETE FROM b RETURNING c) SELECT count(*) FROM a",
                "SELECT a INTO b FROM c",
                "SELECT a FROM b FOR UPDATE",
                "SELECT nextval('a')",
                "SELECT now()",
                "SELECT own.count(1)",
                "SELECT \"count\"(1)",
                "SELECT f(1)",
                "SELECT 1) AS a, (SELECT 2",
                "SELECT (1",
                "SELECT 'a",
                "DO $$ BEGIN END $$"
            })
    void whateverMayBeMoreIsRefused(String sql) {
        assertThat(ReadOnlySql.objection(sql)).isPresent();
    }
}
