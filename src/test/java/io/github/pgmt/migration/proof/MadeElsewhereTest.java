package io.github.pgmt.migration.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.command.WatchedRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> elsewhere() {
        return Faults.cases(
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_4, "t01", "t03", Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_5, "t01", "spare", Atomicity.TENANT)),
                List.of(
                        arguments(LiquibaseLine.LIQUIBASE_5, "t01", "spare", Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t02", "spare", Atomicity.CHANGESET),
                        arguments(LiquibaseLine.LIQUIBASE_4, "t02", "t01", Atomicity.TENANT)));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    @Tag(Faults.TAG)
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

    @OnLine(LiquibaseLine.LIQUIBASE_5)
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

    /** What was there before, and is only altered, is not made. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatBelongsToAnotherTenantsTableIsToldToo(LiquibaseLine line) throws IOException {
        database.execute(
                "CREATE SCHEMA spare",
                "CREATE TABLE spare.kept (id int UNIQUE, more int, CONSTRAINT older CHECK (id > 0) NOT VALID)",
                "CREATE FUNCTION spare.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE FUNCTION spare.same(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true'",
                "CREATE TRIGGER older BEFORE INSERT ON spare.kept FOR EACH ROW EXECUTE FUNCTION spare.fire()");
        database.execute("CREATE FUNCTION public.once() RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
                + "IF to_regclass('spare.new') IS NOT NULL THEN RETURN; END IF; "
                + "CREATE TABLE spare.new (id int CHECK (id > 0)); "
                + "CREATE TRIGGER made BEFORE INSERT ON spare.kept FOR EACH ROW EXECUTE FUNCTION spare.fire(); "
                + "CREATE POLICY made ON spare.kept; CREATE RULE made AS ON DELETE TO spare.kept DO ALSO NOTHING; "
                + "ALTER TABLE spare.kept ADD CONSTRAINT positive CHECK (more > 0), "
                + "ADD CONSTRAINT itself FOREIGN KEY (more) REFERENCES spare.kept (id); "
                + "CREATE OPERATOR spare.=== (FUNCTION = spare.same, LEFTARG = int, RIGHTARG = int); "
                + "CREATE STATISTICS spare.both ON id, more FROM spare.kept; "
                + "ALTER TABLE spare.kept VALIDATE CONSTRAINT older, DISABLE TRIGGER older; END $$");

        OperationResults results = run.migrate(line, "SELECT public.once()");

        assertThat(WatchedRun.failed(results)).containsExactly("t01");
        assertThat(results.outside())
                .containsExactly(
                        "constraint spare.kept.itself",
                        "constraint spare.kept.positive",
                        "operator spare.===",
                        "policy spare.kept.made",
                        "rule spare.kept.made",
                        "statistics object spare.both",
                        "table spare.new",
                        "trigger spare.kept.made");
    }
}
