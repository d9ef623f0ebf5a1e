package io.github.pgmt.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Texts for the tests of {@link ReplayableSql}. */
final class ReplayedTexts {

    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "\"",
            "$$",
            "$a$",
            "$",
            "/*",
            "*/",
            "/",
            "*",
            "--",
            "\n",
            "\r",
            ";",
            "\\",
            "\\'",
            " ",
            "E'",
            "U&'",
            "a",
            "e",
            "1",
            "(",
            ")",
            "; COMMIT;",
            "+",
            "é",
            "N'");

    private static final List<List<String>> QUOTES = List.of(
            List.of("'", "'"),
            List.of("E'", "'"),
            List.of("U&'", "'"),
            List.of("1 AS \"", "\""),
            List.of("$$", "$$"),
            List.of("$a$", "$a$"),
            List.of("/*", "*/ 1"),
            List.of("1 --", "\n"),
            List.of("1 /*", "*/"));

    private ReplayedTexts() {}

    /** All that can run one after the other in an empty schema, in a transaction. */
    static Stream<String> harmless() {
        return Stream.of(
                "",
                ";; ; -- nothing",
                "CREATE TABLE customer (id int PRIMARY KEY, name text DEFAULT 'it''s', temp_value int, \"set\" jsonb)",
                "CREATE TABLE IF NOT EXISTS orders (id int, customer_id int REFERENCES customer ON DELETE SET NULL);",
                "CREATE UNLOGGED TABLE part (a$b$ int, temporary_id numeric(10, 2) DEFAULT 1.5e3)",
                "CREATE UNIQUE INDEX i ON orders (id) WHERE id > 0 -- note",
                "CREATE OR REPLACE VIEW v AS SELECT c.id, 1 AS é FROM customer AS c /* a /* nested */ note; COMMIT; */",
                "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; REFRESH MATERIALIZED VIEW m",
                "CREATE SEQUENCE s START WITH 1; ALTER SEQUENCE s RESTART; SELECT nextval('s')",
                "CREATE TYPE mood AS ENUM ('commit', 'rollback'); CREATE DOMAIN d AS int CHECK (VALUE > 0)",
                "ALTER TABLE customer ALTER name SET NOT NULL, ALTER name SET DEFAULT '', ALTER temp_value SET DATA TYPE bigint",
                "ALTER TABLE orders SET (fillfactor = 70); ALTER TABLE orders RENAME COLUMN id TO number",
                "INSERT INTO customer VALUES (1, 'please commit; set search_path {fn now()}', 2, '{\"a\": [1]}')",
                "INSERT INTO customer VALUES (2, E'it\\'s; COMMIT; --', 2) ON CONFLICT (id) DO UPDATE SET name = 'a'",
                "INSERT INTO customer VALUES (3, 'a\\', 2), (4, U&'\\0061\\\\', 2), (5, $x$it's $$ here$x$, 2)",
                "INSERT INTO customer VALUES (6, 'a'\n'b', 2); INSERT INTO customer VALUES (7, N'a', 2)",
                "UPDATE customer SET name = 'b', temp_value = temp_value+-1 WHERE \"set\"->>'a' = '1' OR \"set\" @> '{}'",
                "UPDATE customer SET \"set\" = \"set\" #- '{a}' WHERE id IN (SELECT number FROM orders)",
                "DELETE FROM customer WHERE id = 0; TRUNCATE orders; LOCK TABLE orders; ANALYZE orders",
                "WITH x AS (SELECT 8 AS id) INSERT INTO customer (id, name) SELECT id, 'x' FROM x",
                "COMMENT ON TABLE customer IS 'SET'; COMMENT ON COLUMN customer.name IS $$a name; its$$",
                "GRANT SELECT ON customer TO PUBLIC; REVOKE ALL ON customer FROM PUBLIC",
                "NOTIFY a, 'b'; SHOW work_mem; VALUES (1); (SELECT 1); TABLE orders",
                "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1 -- it is one more'",
                "CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql RETURN $1 + 1; SELECT f(g(1))",
                """
                CREATE OR REPLACE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
                DECLARE
                    start timestamptz := now();
                    n int;
                BEGIN
                    <<rows>>
                    FOR n IN 1..10 LOOP
                        IF n > 5 THEN
                            EXIT rows;
                        ELSE
                            UPDATE customer SET name = 'it''s' WHERE id = n; -- don't mind
                        END IF;
                    END LOOP;
                    EXECUTE 'UPDATE customer SET name = $1 WHERE id = -1' USING E'a\\n';
                    PERFORM f(1);
                    RAISE NOTICE 'row % at %', NEW.id, start;
                    RETURN NEW;
                EXCEPTION WHEN unique_violation THEN
                    RETURN NULL;
                END;
                $body$;
                """,
                "CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touched()",
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM orders) THEN INSERT INTO orders VALUES (1, 1); END IF; END $$",
                "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; END $$; DROP PROCEDURE p()",
                "CREATE RULE r AS ON DELETE TO orders DO ALSO NOTIFY a; DROP RULE r ON orders",
                "CREATE TABLE temp (temp int, commit text DEFAULT 'commit', schema text, load int, \"set\" int)",
                "UPDATE temp SET schema = 'a', temp = 1; INSERT INTO temp SELECT temp FROM temp",
                "INSERT INTO temp VALUES (1, $x$Set up. SET ROLE a; COMMIT;$x$, E'SET ROLE a', 2, 3)",
                "CREATE CAST (varchar AS mood) WITH INOUT AS IMPLICIT; DROP CAST (varchar AS mood)",
                "SET CONSTRAINTS ALL DEFERRED; SET LOCAL work_mem = '8MB'; SET LOCAL client_min_messages TO warning",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA \"tenant\" GRANT SELECT ON TABLES TO PUBLIC",
                "CREATE FUNCTION h() RETURNS int LANGUAGE sql SET search_path = pg_catalog, pg_temp AS 'SELECT 1'",
                "ALTER FUNCTION h() SET search_path = pg_catalog; SELECT h(); ALTER FUNCTION h() RESET search_path",
                "CREATE FUNCTION k() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END; SELECT k()",
                "CREATE PROCEDURE q() BEGIN ATOMIC INSERT INTO temp VALUES (5); END; DROP PROCEDURE q()",
                """
                DO $do$
                DECLARE
                    commit int := 1;
                    temp int;
                    load text;
                BEGIN
                    commit := commit + 1;
                    SELECT t.temp INTO temp FROM temp AS t LIMIT 1;
                    load := CASE WHEN commit > 1 THEN 'Set the role' ELSE load END;
                    RAISE NOTICE 'Set role % of %', temp, load;
                    SET LOCAL jit = off;
                    EXECUTE format('UPDATE %I SET load = 1', 'temp');
                    EXECUTE 'UPDATE ' || quote_ident('temp') || ' SET schema = $q$Drop role a$q$';
                    CREATE FUNCTION l() RETURNS int LANGUAGE plpgsql SET search_path = pg_temp AS $f$
                        BEGIN RETURN 1; END $f$;
                END
                $do$
                """,
                "DROP VIEW v; DROP TABLE customer, orders, part, temp CASCADE");
    }

    /** Selects of quotes and comments with what may end them too early or too late; the same at every call. */
    static List<String> hostile(int howMany) {
        Random random = new Random(42);
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < howMany; number++) {
            List<String> columns = new ArrayList<>();
            for (int column = 0; column <= random.nextInt(3); column++) {
                List<String> quotes = QUOTES.get(random.nextInt(QUOTES.size()));
                columns.add(quotes.get(0) + pieces(random) + quotes.get(1));
            }
            texts.add("SELECT " + String.join(random.nextInt(4) == 0 ? ";SELECT " : ",", columns));
        }
        return texts;
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(6); count > 0; count--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
