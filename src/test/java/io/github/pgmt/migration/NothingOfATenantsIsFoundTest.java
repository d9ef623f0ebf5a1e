package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.postgres.HistoryLimit;
import io.github.pgmt.postgres.PostgresExamination;
import io.github.pgmt.postgres.PostgresFleet;
import io.github.pgmt.postgres.PostgresLocks;
import io.github.pgmt.postgres.Trust;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TenantOwner;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No statement of pgmt's own, and none of Liquibase's on its tables, finds an operator or a function in a tenant's schema, be
 * the types a better match than those of PostgreSQL's own.
 */
class NothingOfATenantsIsFoundTest {

    private static final String TYPES =
            "ARRAY['varchar', 'text', 'name', 'bpchar', '\"char\"', 'int2', 'int4', 'int8', "
                    + "'oid', 'xid', 'bool', 'regclass', 'timestamptz', 'timestamp', 'anyelement', 'anycompatible', 'text[]', "
                    + "'name[]', 'oid[]', 'int2vector', 'oidvector', 'pg_node_tree', 'numeric']";

    private static final String OPERATORS =
            "ARRAY['=', '<>', '<', '>', '<=', '>=', '||', '+', '-', '*', '/', '<<', '|', '~', '!~', '~~', '!~~', '#', '%']";

    private static final String FUNCTIONS =
            "ARRAY['count', 'max', 'min', 'sum', 'bool_and', 'bool_or', 'array_agg', 'string_agg', 'unnest', 'concat', "
                    + "'concat_ws', 'left', 'lower', 'upper', 'replace', 'regexp_replace', 'starts_with', 'octet_length', "
                    + "'quote_ident', 'quote_literal', 'format', 'format_type', 'encode', 'sha256', 'convert_to', 'chr', "
                    + "'hashtextextended', 'hashnameextended', 'hashoidextended', 'to_regclass', 'to_char', 'age', 'now', "
                    + "'date_trunc', 'date_part', 'current_setting', 'set_config', 'current_schema', "
                    + "'current_database', 'pg_backend_pid', 'pg_get_expr', 'pg_get_userbyid', 'pg_table_size', "
                    + "'pg_total_relation_size', 'pg_has_role', 'has_schema_privilege', 'has_table_privilege', "
                    + "'pg_try_advisory_lock', 'pg_advisory_unlock', 'pg_try_advisory_xact_lock', "
                    + "'pg_current_xact_id', 'pg_current_snapshot', 'pg_snapshot_xmax', 'pg_identify_object', "
                    + "'aclexplode', 'acldefault', 'array_to_string', 'split_part', 'strpos', 'substr', 'float8', 'int4', "
                    + "'text', 'name', 'oid', 'varchar']";

    private static final String FIRST = """
            --liquibase formatted sql
            --changeset app:1
            CREATE TABLE one (id int);
            --rollback DROP TABLE one;
            """;
    private static final String SECOND = FIRST + """
            --changeset app:2
            CREATE TABLE two (id int);
            --rollback DROP TABLE two;
            --changeset app:3 runAlways:true
            DROP TABLE IF EXISTS three;
            --rollback DROP TABLE two;
            """;

    @TempDir
    private Path directory;

    @RegisterExtension
    final TestDatabase ofNewest = new TestDatabase();

    @ParameterizedTest
    @CsvSource({
        "embedded:14, LIQUIBASE_4, true",
        "embedded:14, LIQUIBASE_4, false",
        "embedded:18, LIQUIBASE_4, true",
        "embedded:18, LIQUIBASE_5, false",
        "embedded:18, LIQUIBASE_5, true",
        "embedded:18, LIQUIBASE_4, false"
    })
    void byNoGoal(String version, LiquibaseLine line, boolean replay) throws IOException {
        try (TestDatabase database = new TestDatabase(TestServer.of(EmbeddedVersion.of(version)));
                TenantOwner owner = new TenantOwner(database)) {
            List.of("acme", "beta", "gamma").forEach(owner::createSchema);
            RunOptions options = Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF);
            migrateAll(database, owner, line, FIRST, options);
            List.of("acme", "beta", "gamma").forEach(schema -> make(owner, schema, schema));
            if (version.endsWith("14")) {
                make(owner, "acme", "public");
            }

            OperationResults migrated = migrateAll(database, owner, line, SECOND, options);
            List<TenantStatus> statuses =
                    new StatusRun(context(database, owner, line, SECOND, options)).look(TenantSelection.ALL);
            everyOtherGoal(database, owner, line, options);

            assertThat(owner.loot()).isEmpty();
            assertThat(migrated.tenants()).hasSize(3).allMatch(result -> result.outcome() == Outcome.MIGRATED);
            assertThat(statuses).hasSize(3).allMatch(status -> status.state() == TenantStatus.State.UP_TO_DATE);
        }
    }

    /** Makes every operator and function, as the owner; one pair of types has one function for all its operators. */
    private static void make(TenantOwner owner, String where, String schema) {
        String body = "BEGIN " + owner.noting(schema + " %s") + "RETURN NULL; END";
        String loop = """
                DO $do$
                DECLARE l text; r text; n text; f int := 0;
                BEGIN
                  FOREACH l IN ARRAY %1$s LOOP FOREACH r IN ARRAY %1$s LOOP
                    f := f + 1;
                    EXECUTE pg_catalog.format('CREATE FUNCTION %4$s.pair_%%s(%%s, %%s) RETURNS bool LANGUAGE plpgsql AS %%L',
                      f, l, r, pg_catalog.format($body$%5$s$body$, l || ' with ' || r));
                    FOREACH n IN ARRAY %2$s LOOP
                      EXECUTE pg_catalog.format('CREATE OPERATOR %4$s.%%s (LEFTARG = %%s, RIGHTARG = %%s, FUNCTION = %4$s.pair_%%s)',
                        n, l, r, f);
                    END LOOP;
                  END LOOP; END LOOP;
                  FOREACH n IN ARRAY %3$s LOOP
                    EXECUTE pg_catalog.format('CREATE FUNCTION %4$s.%%I() RETURNS bool LANGUAGE plpgsql AS %%L',
                      n, pg_catalog.format($body$%5$s$body$, n));
                    FOREACH l IN ARRAY %1$s LOOP
                      EXECUTE pg_catalog.format('CREATE FUNCTION %4$s.%%I(%%s) RETURNS bool LANGUAGE plpgsql AS %%L',
                        n, l, pg_catalog.format($body$%5$s$body$, n || ' of ' || l));
                      EXECUTE pg_catalog.format('CREATE FUNCTION %4$s.%%I(%%s, %%s) RETURNS bool LANGUAGE plpgsql AS %%L',
                        n, l, l, pg_catalog.format($body$%5$s$body$, n || ' of two ' || l));
                    END LOOP;
                  END LOOP;
                END $do$
                """.formatted(TYPES, OPERATORS, FUNCTIONS, schema, body);
        owner.execute(where, List.of("SET search_path = pg_catalog", loop));
    }

    private void everyOtherGoal(TestDatabase database, TenantOwner owner, LiquibaseLine line, RunOptions options)
            throws IOException {
        new TagRun(context(database, owner, line, SECOND, options), "release").tag(TenantSelection.ALL);
        new RollbackRun(
                        context(database, owner, line, SECOND, options),
                        new Rollback(new RollbackTarget.Count(1), true))
                .rollBack(TenantSelection.ALL, false);
        new AdoptionRun(context(database, owner, line, SECOND, options), new Adoption(Optional.empty(), false))
                .adopt(TenantSelection.ALL, false);
        new SetUpRun(context(database, owner, line, SECOND, options), new NewSchema(Optional.empty(), List.of(), false))
                .setUp(TenantSelection.ALL, false);
        Engines engines = engines(database, line, SECOND);
        PostgresFleet fleet = fleet(engines, owner);
        PostgresLocks locks = new PostgresLocks(engines.server(), HistoryTables.DEFAULT, "no-such-host");
        new ListRun(Fleet.catalog(engines), Fleet.catalog(engines), fleet, new MigrationListener() {})
                .list(TenantSelection.ALL, "test");
        database.execute("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'nobody (10.9.9.9)', "
                + "lockgranted = now()");
        new ReleaseRun(Fleet.catalog(engines), locks, engines.runId(), new MigrationListener() {})
                .release(
                        TenantSelection.ALL,
                        "test",
                        new ReleaseConfirmation(Optional.of("acme"), confirm -> "mvn " + confirm));
        new DoctorRun(
                        Fleet.catalog(engines),
                        Fleet.catalog(engines),
                        fleet,
                        locks,
                        new PostgresExamination(engines.server(), Examinations.FLEET))
                .examine(TenantSelection.ALL, "test", 2, true);
        new DropRun(context(database, owner, line, SECOND, options), false).drop(TenantSelection.ALL, false);
    }

    private OperationResults migrateAll(
            TestDatabase database, TenantOwner owner, LiquibaseLine line, String changelog, RunOptions options)
            throws IOException {
        return new MigrationRun(context(database, owner, line, changelog, options)).migrate(TenantSelection.ALL, false);
    }

    private RunContext context(
            TestDatabase database, TenantOwner owner, LiquibaseLine line, String changelog, RunOptions options)
            throws IOException {
        Engines engines = engines(database, line, changelog);
        RunContext usual = Fleet.context(engines, options);
        RunEnvironment environment = usual.environment();
        RunEnvironment trusting = new RunEnvironment(
                environment.database(),
                environment.tenants(),
                fleet(engines, owner),
                environment.catalog(),
                environment.conditions(),
                environment.engines(),
                environment.replays(),
                environment.tables(),
                environment.sharedSchemas(),
                environment.shared(),
                environment.newSchemas(),
                environment.removal(),
                environment.localHost());
        return new RunContext(trusting, options, usual.runId(), usual.stop(), usual.listener());
    }

    private static PostgresFleet fleet(Engines engines, TenantOwner owner) {
        return new PostgresFleet(
                engines.server(), HistoryTables.DEFAULT, 2, new Trust(Set.of(owner.name()), HistoryLimit.DEFAULT));
    }

    private Engines engines(TestDatabase database, LiquibaseLine line, String changelog) throws IOException {
        Files.writeString(directory.resolve("changelog.sql"), changelog);
        return Engines.of(database, line, Engines.changelog("changelog.sql"), directory);
    }

    @Test
    void whoseOwnerIsNotTrustedIsNotWorkedOn() throws IOException {
        try (TenantOwner owner = new TenantOwner(ofNewest)) {
            List.of("caster", "comparer", "honest", "namer").forEach(owner::createSchema);
            Engines first = engines(ofNewest, LiquibaseLine.LIQUIBASE_4, FIRST);
            Fleet.migrateAll(first, Fleet.options(2));
            String function =
                    " LANGUAGE plpgsql AS 'BEGIN " + owner.noting("x").replace("'", "''") + " RETURN NULL; END'";
            owner.execute(
                    "comparer",
                    List.of(
                            "CREATE FUNCTION equal(varchar, varchar) RETURNS bool" + function,
                            "CREATE OPERATOR = (leftarg = varchar, rightarg = varchar, function = equal)"));
            owner.execute(
                    "caster",
                    List.of(
                            "CREATE TYPE own AS (v text)",
                            "CREATE FUNCTION to_text(own) RETURNS text" + function,
                            "CREATE CAST (own AS text) WITH FUNCTION to_text(own)"));
            owner.execute("namer", List.of("CREATE FUNCTION lower(varchar) RETURNS text" + function));
            owner.execute("honest", List.of("CREATE FUNCTION own_name(varchar) RETURNS text" + function));
            ofNewest.execute("CREATE FUNCTION honest.upper(varchar) RETURNS text LANGUAGE sql AS 'SELECT $1'");

            OperationResults results =
                    Fleet.migrateAll(engines(ofNewest, LiquibaseLine.LIQUIBASE_4, SECOND), Fleet.options(2));

            assertThat(results.tenants())
                    .filteredOn(result -> result.outcome() == Outcome.FAILED)
                    .extracting(TenantResult::schema)
                    .containsExactly("caster", "comparer", "namer");
            assertThat(results.tenants())
                    .filteredOn(result -> result.outcome() == Outcome.FAILED)
                    .allSatisfy(result -> {
                        assertThat(result.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.UNTRUSTED);
                        assertThat(result.failure().orElseThrow().message())
                                .contains("-Dpgmt.trustedOwners=" + owner.name());
                    });
        }
    }
}
