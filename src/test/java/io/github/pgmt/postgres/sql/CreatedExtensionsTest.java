package io.github.pgmt.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.changelog.CreatedExtension;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which extensions a text creates, and where. */
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
        assertThat(CreatedExtensions.in(sql))
                .extracting(CreatedExtension::name, CreatedExtension::schema)
                .containsExactly(tuple("hstore", Optional.empty()));
        assertThat(CreatedExtensions.names(sql)).containsExactly("hstore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE EXTENSION hstore SCHEMA public",
                "CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA \"public\" VERSION '1.8' CASCADE",
                "create extension hstore with version '1.8' schema Public",
                "DO $$ BEGIN CREATE EXTENSION hstore SCHEMA public; END $$"
            })
    void whereItNamesTheSchemaThatIsKnown(String sql) {
        assertThat(CreatedExtensions.in(sql))
                .extracting(CreatedExtension::schema)
                .containsExactly(Optional.of("public"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path TO public; CREATE EXTENSION hstore",
                "SET LOCAL SCHEMA 'public'; CREATE EXTENSION hstore",
                "SELECT pg_catalog.set_config('search_path', 'public', false); CREATE EXTENSION hstore"
            })
    void afterASearchPathOfItsOwnOnlyTheNameIsKnown(String sql) {
        assertThat(CreatedExtensions.in(sql)).isEmpty();
        assertThat(CreatedExtensions.names(sql)).containsExactly("hstore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- CREATE EXTENSION hstore",
                "COMMENT ON TABLE t IS 'CREATE EXTENSION hstore'",
                "ALTER EXTENSION hstore UPDATE; DROP EXTENSION hstore",
                "CREATE EXTENSION",
                "CREATE EXTENSION IF",
                "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ CREATE EXTENSION hstore $$",
                ""
            })
    void oneThatIsNotCreatedIsNot(String sql) {
        assertThat(CreatedExtensions.in(sql)).isEmpty();
        assertThat(CreatedExtensions.names(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE EXTENSION IF NOT EXISTS hstore",
                "DO $$ BEGIN IF true THEN CREATE EXTENSION hstore; END IF; END $$",
                "DROP EXTENSION IF EXISTS hstore CASCADE; CREATE EXTENSION hstore"
            })
    void someDoWithoutWhereItIsThere(String sql) {
        assertThat(CreatedExtensions.in(sql))
                .extracting(CreatedExtension::unlessThere)
                .containsExactly(true);
        assertThat(CreatedExtensions.in("DROP EXTENSION citext; CREATE EXTENSION hstore"))
                .extracting(CreatedExtension::unlessThere)
                .containsExactly(false);
    }

    @Test
    void allOfATextAreFound() {
        assertThat(
                        CreatedExtensions.in(
                                "CREATE EXTENSION HStore; CREATE EXTENSION citext SCHEMA public; CREATE EXTENSION \"uuid-ossp\""))
                .extracting(CreatedExtension::name)
                .containsExactly("hstore", "citext", "uuid-ossp");
    }
}
