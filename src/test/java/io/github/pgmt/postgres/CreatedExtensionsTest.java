package io.github.pgmt.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which extensions a text creates in the first schema of the search_path. */
class CreatedExtensionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE EXTENSION hstore",
                "create extension if not exists hstore;",
                "CREATE /* once */ EXTENSION IF NOT EXISTS \"hstore\" WITH VERSION '1.8' CASCADE;",
                "CREATE TABLE schema (id int); CREATE EXTENSION hstore;",
                "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS hstore; END $$",
                "DO $x$ BEGIN IF true THEN CREATE EXTENSION hstore; END IF; END $x$ LANGUAGE plpgsql"
            })
    void oneWithoutASchemaIsFound(String sql) {
        assertThat(CreatedExtensions.withoutSchema(sql)).containsExactly("hstore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE EXTENSION hstore SCHEMA public",
                "CREATE EXTENSION IF NOT EXISTS hstore WITH VERSION '1.8' SCHEMA \"public\" CASCADE",
                "SET search_path TO public; CREATE EXTENSION hstore",
                "SET LOCAL SCHEMA 'public'; CREATE EXTENSION hstore",
                "SELECT pg_catalog.set_config('search_path', 'public', false); CREATE EXTENSION hstore",
                "-- CREATE EXTENSION hstore",
                "COMMENT ON TABLE t IS 'CREATE EXTENSION hstore'",
                "ALTER EXTENSION hstore UPDATE; DROP EXTENSION hstore",
                "CREATE EXTENSION",
                "CREATE EXTENSION IF",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ CREATE EXTENSION hstore $$",
                ""
            })
    void oneThatHasItsPlaceOrIsNotCreatedIsNot(String sql) {
        assertThat(CreatedExtensions.withoutSchema(sql)).isEmpty();
    }

    @Test
    void allOfATextAreFound() {
        assertThat(
                        CreatedExtensions.withoutSchema(
                                "CREATE EXTENSION HStore; CREATE EXTENSION citext SCHEMA public; CREATE EXTENSION \"uuid-ossp\""))
                .containsExactly("hstore", "uuid-ossp");
    }
}
