package io.github.pgmt.postgres.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a database that is not UTF-8, a name that is not ASCII is worked with as it is, or the true reason is told. */
class OtherEncodingsTest {

    private static final String CHANGELOG = "changelogs/cohorts/plain.sql";
    private static final String UMLAUT = "m\u00fcller";
    private static final String JAPANESE = "\u65e5\u672c";

    @RegisterExtension
    final TestDatabase server = new TestDatabase();

    private TestDatabase database;

    @AfterEach
    void drop() {
        server.execute("DROP DATABASE IF EXISTS " + name() + " WITH (FORCE)");
    }

    private String name() {
        return server.query("SELECT current_database()").get(0) + "_other";
    }

    private Engines engines(String encoding) {
        server.execute("CREATE DATABASE " + name() + " ENCODING '" + encoding
                + "' TEMPLATE template0 LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'");
        database = TestDatabase.at(server.url().replaceFirst("/[^/?]+(\\?|$)", "/" + name() + "$1"));
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, CHANGELOG);
    }

    @Test
    void aSchemaThatTheSearchPathCannotNameIsToldWithTheEncoding() {
        Engines engines = engines("LATIN1");
        for (String schema : List.of(UMLAUT, "acme", "beta", UMLAUT + "2")) {
            database.execute("CREATE SCHEMA \"" + schema + "\"");
        }

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(1));

        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.outcome() == Outcome.MIGRATED)
                .extracting(TenantResult::schema)
                .containsExactlyInAnyOrder("acme", "beta");
        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.outcome() == Outcome.FAILED)
                .extracting(TenantResult::schema)
                .containsExactlyInAnyOrder(UMLAUT, UMLAUT + "2");
        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.outcome() == Outcome.FAILED)
                .allSatisfy(tenant -> {
                    Failure failure = tenant.failure().orElseThrow();
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.NAME);
                    assertThat(failure.message())
                            .contains(tenant.schema(), "LATIN1", "not UTF8", "ASCII")
                            .doesNotContain("GRANT");
                });
        assertThat(database.query("SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                        + "WHERE relname = 'plain' ORDER BY 1"))
                .containsExactly("acme", "beta");
    }

    /** Alone by Liquibase, and behind a pilot by a replay. */
    @ParameterizedTest
    @ValueSource(strings = {"", "('acme'), "})
    void noSchemaIsMadeThatCouldNotBeWorkedWith(String others) {
        Engines engines = engines("LATIN1");

        OperationResults results = Fleet.setUp(
                        engines,
                        NewSchema.PLAIN,
                        new QueryTenants(engines.server(), "VALUES " + others + "('" + UMLAUT + "')", Optional.empty()))
                .setUp(TenantSelection.ALL, false);

        assertThat(results.tenants())
                .filteredOn(tenant -> tenant.schema().equals(UMLAUT))
                .singleElement()
                .satisfies(tenant -> assertThat(tenant.failure().orElseThrow().message())
                        .contains("LATIN1")
                        .doesNotContain("GRANT"));
        assertThat(database.query(
                        "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public|acme)'"))
                .isEmpty();
    }

    @Test
    void whereNothingIsConvertedANameOfAnyAlphabetIsATenant() {
        Engines engines = engines("SQL_ASCII");
        for (String schema : List.of(UMLAUT, JAPANESE, "acme")) {
            database.execute("CREATE SCHEMA \"" + schema + "\"");
        }

        assertThat(Fleet.migrateAll(engines, Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
        assertThat(database.query("SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
                        + "WHERE relname = 'plain'"))
                .containsExactlyInAnyOrder(UMLAUT, JAPANESE, "acme");
    }
}
