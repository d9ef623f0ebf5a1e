package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No extension comes into the schema of the tenant that is first by chance. */
class ExtensionCheckTest {

    private static final String WITHOUT_SCHEMA = "changelogs/extensions/without-schema.sql";
    private static final String EXTENSIONS =
            "SELECT extname || ' in ' || extnamespace::regnamespace FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void aChangeSetThatDoesNotNameTheSchemaIsRefusedBeforeTheFirstTenant(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        Engines engines = Engines.of(database, line, WITHOUT_SCHEMA);

        assertThat(refusal(() -> migrate(engines)))
                .isEqualTo(
                        WITHOUT_SCHEMA + "::extension::test creates the extension \"hstore\" and does not say in which "
                                + "schema, so it would be in the first tenant's alone. Have it created once, before the tenants, "
                                + "in a schema that all see: CREATE EXTENSION \"hstore\" SCHEMA \"public\"; by hand, in "
                                + "-Dpgmt.beforeAllSql or in -Dpgmt.sharedChangeLogFile. If the changeset has IF NOT EXISTS, it can "
                                + "stay as it is then. No tenant was touched.");
        assertNothingIsMade();
        assertThat(Fleet.run(engines, Fleet.options(2))
                        .migrate(TenantSelection.ALL, true)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.PLANNED);
    }

    @Test
    void aNewTenantAndOneWithHooksAreRefusedLikewise() {
        Engines engines = engines(WITHOUT_SCHEMA);
        TenantSelection acme = new TenantSelection(List.of("acme"), List.of(), List.of(), List.of());
        assertThat(refusal(() -> Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                        .setUp(acme, false)))
                .contains("\"hstore\"");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'acme'"))
                .isEmpty();

        Fleet.createTenants(database, 2);
        SqlFile hook = SqlFiles.of("beforeTenantSql", "hook.sql", "SELECT 1");
        Engines hooked = engines.withHooks(new TenantSql(List.of(hook), List.of()), List.of());
        assertThat(refusal(() -> migrate(hooked))).contains("\"hstore\"");
        assertNothingIsMade();
    }

    @Test
    void whatTheMessageSaysHelps() {
        Fleet.createTenants(database, 2);
        database.execute("CREATE EXTENSION \"hstore\" SCHEMA \"public\"");

        assertMigrated(migrate(engines(WITHOUT_SCHEMA)));
        assertThat(warnings).isEmpty();
        assertThat(database.query(EXTENSIONS)).containsExactly("hstore in public");
    }

    @Test
    void soDoesTheSharedChangelog() {
        Fleet.createTenants(database, 2);

        assertMigrated(migrate(engines(WITHOUT_SCHEMA)
                .withShared(Optional.of("changelogs/extensions/shared.sql"), List.of(), List.of())));
        assertThat(database.query(EXTENSIONS)).containsExactly("hstore in public");
    }

    @Test
    void oneThatIsWhereTenantsDoNotLookIsWarnedOf() {
        Fleet.createTenants(database, 1);
        database.execute("CREATE SCHEMA ext", "CREATE EXTENSION hstore SCHEMA ext");

        Failure failure =
                migrate(engines(WITHOUT_SCHEMA)).tenants().get(0).failure().orElseThrow();

        assertThat(failure.message()).contains("type \"hstore\" does not exist");
        assertThat(warnings)
                .containsExactly(
                        WITHOUT_SCHEMA + "::extension::test creates the extension \"hstore\", which is in the schema "
                                + "\"ext\" already. That is none of -Dpgmt.sharedSchemas, so tenants do not find what is in "
                                + "it. If that is not meant: ALTER EXTENSION \"hstore\" SET SCHEMA …;");
    }

    @Test
    void oneThatHasItsPlaceIsCreatedThere() {
        database.execute("DROP EXTENSION plpgsql");
        Fleet.createTenants(database, 2);

        assertMigrated(migrate(engines("changelogs/extensions/placed.sql")));
        assertThat(database.query(EXTENSIONS)).containsExactly("citext in public", "hstore in public");
        assertThat(database.query("SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'plpgsql'"))
                .containsExactly("pg_catalog");
    }

    @Test
    void oneThatTheServerDoesNotHaveFailsItsTenants() {
        Fleet.createTenants(database, 1);

        Failure failure = migrate(engines("changelogs/extensions/unknown.sql"))
                .tenants()
                .get(0)
                .failure()
                .orElseThrow();

        assertThat(failure.message()).contains("extension \"no_such_extension\" is not available");
    }

    private Engines engines(String changelog) {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, changelog);
    }

    private OperationResults migrate(Engines engines) {
        RunContext context = Fleet.context(engines, Fleet.options(2));
        MigrationListener listener = new MigrationListener() {
            @Override
            public void warned(String message) {
                warnings.add(message);
            }
        };
        return new MigrationRun(new RunContext(
                        context.environment(), context.options(), context.runId(), context.stop(), listener))
                .migrate(TenantSelection.ALL, false);
    }

    private static String refusal(ThrowingCallable run) {
        return catchThrowableOfType(RunRefusedException.class, run).getMessage();
    }

    private static void assertMigrated(OperationResults results) {
        assertThat(results.tenants())
                .as(results.tenants().toString())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    private void assertNothingIsMade() {
        assertThat(database.query(EXTENSIONS)).isEmpty();
        assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE 'databasechange%'"))
                .isEmpty();
    }
}
