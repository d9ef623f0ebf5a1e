package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run makes in another tenant's schema than that of the tenant which it works on. */
class MadeElsewhereTest {

    private static final String CALL = "SELECT public.own()";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    private WatchedRun run;

    @BeforeEach
    void createTenants() {
        run = new WatchedRun(database, directory);
        Fleet.createTenants(database, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "LIQUIBASE_4, t01, t03, CHANGESET",
        "LIQUIBASE_5, t01, spare, CHANGESET",
        "LIQUIBASE_4, t02, spare, CHANGESET",
        "LIQUIBASE_4, t02, t01, TENANT",
        "LIQUIBASE_5, t01, spare, TENANT"
    })
    void whatTheRunMakesInAnotherTenantsSchemaFailsTheTenantItWasFor(
            LiquibaseLine line, String schema, String other, Atomicity atomicity) throws IOException {
        database.execute("CREATE SCHEMA spare");
        run.makesIn(
                schema,
                ("CREATE TABLE {s}.stray (id serial PRIMARY KEY); CREATE VIEW {s}.stray_2 AS SELECT 1 AS one; "
                                + "CREATE FUNCTION {s}.stray_3() RETURNS int LANGUAGE sql AS 'SELECT 1'")
                        .replace("{s}", other),
                atomicity == Atomicity.TENANT);

        OperationResults results = run.migrate(line, Fleet.options(1).with(atomicity), CALL);

        Failure failure = WatchedRun.failure(results, schema);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(failure.message()).contains("another tenant's schema", other + ".stray");
        assertThat(failure.changeSet()).map(ChangeSetId::id).contains("0");
        assertThat(results.outside())
                .containsExactly(
                        "function " + other + ".stray_3", "table " + other + ".stray", "view " + other + ".stray_2");
        assertThat(run.warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRunAddsToAnotherTenantsTableFailsTheTenantToo(LiquibaseLine line) throws IOException {
        database.execute(
                "CREATE SCHEMA spare",
                "CREATE TABLE spare.old (id int PRIMARY KEY)",
                "CREATE TABLE spare.kept (id int)");

        OperationResults results = run.migrate(
                line,
                "ALTER TABLE spare.old ADD COLUMN IF NOT EXISTS odd int",
                "CREATE INDEX IF NOT EXISTS odd_one ON spare.old (id)",
                "CREATE TABLE refers (id int REFERENCES spare.old); GRANT SELECT ON spare.kept TO PUBLIC");

        assertThat(WatchedRun.failed(results)).containsExactly("t01");
        assertThat(results.outside()).containsExactly("column spare.old.odd", "index spare.odd_one");
    }
}
