package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.EveryGoal;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TenantOwner;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No statement of pgmt's own, and none of Liquibase's on its tables, finds an operator or a function in a tenant's schema, be
 * the types a better match than those of PostgreSQL's own.
 */
class NothingOfATenantsIsFoundTest {

    private static final List<String> TENANTS = List.of("acme", "beta");

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

    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String FIRST_SQL = """
            --liquibase formatted sql
            --changeset app:1
            CREATE TABLE one (id int);
            --rollback DROP TABLE one;
            """;
    private static final String SECOND_SQL = FIRST_SQL + """
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

    @BeforeEach
    void changelogs() throws IOException {
        for (Map.Entry<String, String> release :
                Map.of(FIRST, FIRST_SQL, SECOND, SECOND_SQL).entrySet()) {
            Files.createDirectory(directory.resolve(release.getKey()));
            Files.writeString(directory.resolve(release.getKey()).resolve("changelog.sql"), release.getValue());
        }
    }

    static Stream<Arguments> servers() {
        return Faults.cases(
                List.of(
                        arguments("embedded:14", LiquibaseLine.LIQUIBASE_4, true),
                        arguments("embedded:18", LiquibaseLine.LIQUIBASE_5, false)),
                List.of(
                        arguments("embedded:14", LiquibaseLine.LIQUIBASE_4, false),
                        arguments("embedded:18", LiquibaseLine.LIQUIBASE_4, true)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    @Tag(Faults.TAG)
    void byNoGoal(String version, LiquibaseLine line, boolean replay) throws IOException {
        try (TestDatabase database = new TestDatabase(TestServer.of(EmbeddedVersion.of(version)));
                TenantOwner owner = new TenantOwner(database)) {
            TENANTS.forEach(owner::createSchema);
            RunOptions options = Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF);
            goals(database, owner, line, FIRST, options).migrateAll();
            // In every build the one that is replayed, whose pilot finds what is in public; by Liquibase each goes the
            // same way.
            List<String> trapped = replay ? List.of("beta", "acme") : TENANTS;
            Faults.cases(trapped.subList(0, 1), trapped.subList(1, 2)).forEach(schema -> make(owner, schema, schema));
            if (version.endsWith("14")) {
                make(owner, "acme", "public");
            }

            EveryGoal goals = goals(database, owner, line, SECOND, options);
            OperationResults migrated = goals.migrateAll();
            List<TenantStatus> statuses = goals.status();
            goals.otherWrites();
            // Whatever the engine is, it is not asked for these: in every build each is tried on one of the servers.
            if (replay || Faults.areAtLength()) {
                database.execute("UPDATE acme.databasechangeloglock SET locked = true, lockedby = 'nobody (10.9.9.9)', "
                        + "lockgranted = now()");
                goals.looks("acme");
            }
            if (!replay || Faults.areAtLength()) {
                goals.drop();
            }

            assertThat(owner.loot()).isEmpty();
            assertThat(migrated.tenants())
                    .hasSameSizeAs(TENANTS)
                    .allMatch(result -> result.outcome() == Outcome.MIGRATED);
            assertThat(statuses)
                    .hasSameSizeAs(TENANTS)
                    .allMatch(status -> status.state() == TenantStatus.State.UP_TO_DATE);
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
                    CONTINUE WHEN l <> r AND NOT ARRAY[l, r] && ARRAY['varchar', 'text', 'name', 'oid'];
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
                      CONTINUE WHEN l NOT IN ('varchar', 'text', 'name', 'oid', 'int4', 'anyelement');
                      EXECUTE pg_catalog.format('CREATE FUNCTION %4$s.%%I(%%s, %%s) RETURNS bool LANGUAGE plpgsql AS %%L',
                        n, l, l, pg_catalog.format($body$%5$s$body$, n || ' of two ' || l));
                    END LOOP;
                  END LOOP;
                END $do$
                """.formatted(TYPES, OPERATORS, FUNCTIONS, schema, body);
        owner.execute(where, List.of("SET search_path = pg_catalog", loop));
    }

    private EveryGoal goals(
            TestDatabase database, TenantOwner owner, LiquibaseLine line, String release, RunOptions options) {
        return new EveryGoal(
                () -> engines(database, line, release), options, new Trust(Set.of(owner.name()), HistoryLimit.DEFAULT));
    }

    private Engines engines(TestDatabase database, LiquibaseLine line, String release) {
        return Engines.of(database, line, Engines.changelog("changelog.sql"), directory.resolve(release));
    }

    @Test
    void whoseOwnerIsNotTrustedIsNotWorkedOn() throws IOException {
        try (TenantOwner owner = new TenantOwner(ofNewest)) {
            List.of("caster", "comparer", "extender", "honest", "namer").forEach(owner::createSchema);
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
            ofNewest.grantCreate(owner.name());
            owner.execute(
                    "extender",
                    List.of(
                            "CREATE EXTENSION hstore SCHEMA extender",
                            "CREATE FUNCTION lower(varchar) RETURNS text" + function,
                            "ALTER EXTENSION hstore ADD FUNCTION lower(varchar)"));
            owner.execute("namer", List.of("CREATE FUNCTION lower(varchar) RETURNS text" + function));
            owner.execute("honest", List.of("CREATE FUNCTION own_name(varchar) RETURNS text" + function));
            ofNewest.execute("CREATE FUNCTION honest.upper(varchar) RETURNS text LANGUAGE sql AS 'SELECT $1'");

            OperationResults results =
                    Fleet.migrateAll(engines(ofNewest, LiquibaseLine.LIQUIBASE_4, SECOND), Fleet.options(2));

            assertThat(results.tenants())
                    .filteredOn(result -> result.outcome() == Outcome.FAILED)
                    .extracting(TenantResult::schema)
                    .containsExactly("caster", "comparer", "extender", "namer");
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
