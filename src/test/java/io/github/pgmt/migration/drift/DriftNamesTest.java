package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants' names in texts, and objects' names in patterns. */
class DriftNamesTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aSettingOfTheSearchPathIsAlikeUnderAnyName() {
        List<String> schemas = List.of("a", "path", "search_path", "p", "x, y", "o\"d'd");
        for (String schema : schemas) {
            create(schema);
            in(
                    schema,
                    "CREATE FUNCTION {s}.one() RETURNS int LANGUAGE sql SET search_path = {s}, public, pg_temp AS 'SELECT 1'",
                    "CREATE FUNCTION {s}.two() RETURNS int LANGUAGE sql SET search_path = public, {s} AS 'SELECT 1'",
                    "CREATE FUNCTION {s}.three() RETURNS int LANGUAGE sql SET search_path = '' AS 'SELECT 1'",
                    "SELECT set_config('search_path', $${s},public$$, false)",
                    "CREATE FUNCTION {s}.four() RETURNS int LANGUAGE sql SET search_path FROM CURRENT AS 'SELECT 1'");
        }
        assertThat(Drifts.told(Drifts.of(database))).isEmpty();

        in("p", "ALTER FUNCTION {s}.one() SET search_path = a, public, pg_temp");

        assertThat(Drifts.told(Drifts.of(database)))
                .singleElement()
                .asString()
                .startsWith("[p]: function one(): settings is")
                .contains("search_path=a, public, pg_temp");
    }

    @Test
    void aTenantWhoseNameEndsAnothersReadsTheSameSources() {
        for (String schema : List.of("acme", "cme", "me")) {
            create(schema);
            database.execute("CREATE FUNCTION {s}.one() RETURNS text LANGUAGE sql AS $$SELECT 'acme.x {s}.y'::text$$"
                    .replace("{s}", schema));
        }

        assertThat(Drifts.told(Drifts.of(database)))
                .singleElement()
                .asString()
                .startsWith("[acme]: function one(): source is SELECT 'x y'");
    }

    @Test
    void whatBelongsToAnObjectIsLeftOutWithIt() {
        List.of("acme", "beta", "coda").forEach(this::create);
        in(
                "coda",
                "CREATE TABLE {s}.audit_x (id serial PRIMARY KEY, x int GENERATED ALWAYS AS IDENTITY)",
                "COMMENT ON SEQUENCE {s}.audit_x_id_seq IS 'x'",
                "CREATE TYPE {s}.mood AS ENUM ('a', 'b')",
                "COMMENT ON TYPE {s}.mood IS 'x'",
                "CREATE DOMAIN {s}.d AS int CHECK (value > 0)",
                "COMMENT ON CONSTRAINT d_check ON DOMAIN {s}.d IS 'x'",
                "CREATE TYPE {s}.r AS RANGE (SUBTYPE = int)",
                "CREATE TYPE {s}.c AS (x int, y text)",
                "COMMENT ON COLUMN {s}.c.x IS 'x'",
                "CREATE TABLE {s}.kept (id int)");

        assertThat(Drifts.told(Drifts.of(
                        Servers.of(database),
                        DriftReference.MAJORITY,
                        Drifts.IGNORED,
                        List.of("table audit*", "type mood", "domain d", "type r", "type c"))))
                .containsExactly("[coda]: table kept is extra");
        assertThat(Drifts.told(Drifts.of(
                        Servers.of(database),
                        DriftReference.MAJORITY,
                        Set.of(),
                        List.of("table*", "composite type c", "type m*", "domain*"))))
                .containsExactly("[coda]: type r is extra");
    }

    @Test
    void anExtensionInATenantsSchemaIsTold() {
        List.of("acme", "beta", "coda").forEach(this::create);
        in("coda", "CREATE EXTENSION hstore SCHEMA {s}");

        assertThat(Drifts.told(Drifts.of(database))).containsExactly("[coda]: extension hstore is extra");
    }

    private void create(String schema) {
        database.execute(LiquibaseTables.migrated(schema));
    }

    private void in(String schema, String... statements) {
        database.execute(Stream.of(statements)
                .map(sql -> sql.replace("{s}", TestDatabase.quoted(schema)))
                .toArray(String[]::new));
    }
}
