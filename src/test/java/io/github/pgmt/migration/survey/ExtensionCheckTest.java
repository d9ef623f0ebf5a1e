package io.github.pgmt.migration.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.inspection.StatusRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extensions come where all tenants see them, and only the tenants that would bring one elsewhere are refused. */
class ExtensionCheckTest {

    private static final String WITHOUT_SCHEMA = "changelogs/extensions/without-schema.sql";
    private static final String EXTENSIONS =
            "SELECT extname || ' in ' || extnamespace::regnamespace FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";
    private static final String REFUSAL =
            "The changeset creates the extension \"hstore\" and does not say in which schema, so it "
                    + "would be in this tenant's alone. A database has an extension once, so either have it created before the "
                    + "tenants, in a schema that all see: CREATE EXTENSION \"hstore\" SCHEMA \"public\"; by hand, in "
                    + "-Dpgmt.beforeAllSql or in -Dpgmt.sharedChangeLogFile, and the changeset can stay as it is. Or let the "
                    + "changeset say where: CREATE EXTENSION IF NOT EXISTS \"hstore\" SCHEMA \"public\".";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<String> warnings = new ArrayList<>();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void onlyTheTenantsThatNeedAnExtensionWithoutASchemaAreRefused(LiquibaseLine line) {
        Fleet.createTenants(database, 1);
        Engines engines = Engines.of(database, line, WITHOUT_SCHEMA);
        database.execute("CREATE EXTENSION hstore SCHEMA public");
        assertMigrated(migrate(engines));
        database.execute("DROP EXTENSION hstore CASCADE", "CREATE SCHEMA t02", "CREATE SCHEMA t03");

        OperationResults results = migrate(engines);

        assertThat(results.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactlyInAnyOrder(
                        tuple("t01", Outcome.UP_TO_DATE), tuple("t02", Outcome.FAILED), tuple("t03", Outcome.FAILED));
        assertThat(failures(results)).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.message()).isEqualTo(REFUSAL + " Nothing was changed in this tenant.");
            assertThat(failure.changeSet()).map(ChangeSetId::id).contains("extension");
        });
        assertNothingIsMadeIn("t02", "t03");
    }

    @Test
    void statusAndADryRunWarnOfThatOnceForAllTenants() {
        Fleet.createTenants(database, 2);
        Engines engines = engines(WITHOUT_SCHEMA);
        String warning =
                "A migration refuses 2 tenants (t01, t02), unless -Dpgmt.beforeAllSql or the shared changelog makes "
                        + "the extension before: " + WITHOUT_SCHEMA + "::extension::test: " + REFUSAL;

        assertThat(new MigrationRun(noting(Fleet.context(engines, Fleet.options(2))))
                        .migrate(TenantSelection.ALL, true)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.PLANNED);
        assertThat(warnings).containsExactly(warning);

        warnings.clear();
        assertThat(new StatusRun(noting(Fleet.context(engines, Fleet.options(2)))).look(TenantSelection.ALL))
                .extracting(TenantStatus::state)
                .containsOnly(TenantStatus.State.PENDING);
        assertThat(warnings).containsExactly(warning);
    }

    @Test
    void aNewTenantAndOneWithHooksAreRefusedLikewise() {
        Engines engines = engines(WITHOUT_SCHEMA);
        TenantSelection acme = new TenantSelection(List.of("acme"), List.of(), List.of(), List.of());
        assertThat(failures(Fleet.setUp(engines, NewSchema.PLAIN, Fleet.catalog(engines))
                        .setUp(acme, false)))
                .extracting(Failure::message)
                .containsExactly(REFUSAL + " Nothing was changed in this tenant.");
        assertThat(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'acme'"))
                .isEmpty();

        Fleet.createTenants(database, 2);
        SqlFile hook = SqlFiles.of("beforeTenantSql", "hook.sql", "CREATE TABLE hooked (id int)");
        Engines hooked = engines.withHooks(new TenantSql(List.of(hook), List.of()), List.of());
        assertThat(failures(migrate(hooked))).hasSize(2);
        assertNothingIsMadeIn("t01", "t02");
    }

    @Test
    void anExtensionInATenantsOwnSchemaIsRefused() {
        Fleet.createTenants(database, 2);

        assertThat(failures(migrate(engines("changelogs/extensions/own-schema.sql"))))
                .extracting(Failure::message)
                .hasSize(2)
                .anySatisfy(message -> assertThat(message)
                        .startsWith("The changeset creates the extension \"hstore\" in the schema \"t02\", which is a "
                                + "tenant's alone. A database has an extension once"));
        assertThat(failures(migrate(engines("changelogs/extensions/of-another.sql"))))
                .extracting(Failure::message)
                .hasSize(2)
                .allSatisfy(
                        message -> assertThat(message).contains("in the schema \"t01\", which is a tenant's alone"));
        assertNothingIsMadeIn("t01", "t02");
    }

    @Test
    void withoutIfNotExistsItGoesWellInOneTenantOnly() {
        Engines engines = engines("changelogs/extensions/only-once.sql");
        Fleet.createTenants(database, 2);
        assertThat(failures(migrate(engines)))
                .extracting(Failure::message)
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains(
                                "without IF NOT EXISTS, which can go well in one tenant only",
                                "CREATE EXTENSION IF NOT EXISTS \"hstore\" SCHEMA \"public\""));
        assertNothingIsMadeIn("t01", "t02");

        database.execute("DROP SCHEMA t02");
        assertMigrated(migrate(engines));
        assertThat(database.query(EXTENSIONS)).containsExactly("hstore in public");

        database.execute("CREATE SCHEMA t03");
        OperationResults later = migrate(engines);
        assertThat(later.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactlyInAnyOrder(tuple("t01", Outcome.UP_TO_DATE), tuple("t03", Outcome.FAILED));
        assertThat(failures(later).get(0).message())
                .contains("without IF NOT EXISTS, and the database has it already", "validCheckSum");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatBearsThatTheExtensionIsThereIsNotRefused(LiquibaseLine line) {
        Fleet.createTenants(database, 2);

        assertMigrated(migrate(Engines.of(database, line, "changelogs/extensions/bearing.sql")));
        assertThat(database.query(EXTENSIONS)).containsExactly("citext in public", "hstore in public");
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, true", "LIQUIBASE_5, false"})
    void whatModulesOfAPlatformDoWorksOnceTheExtensionWithoutASchemaIsThere(LiquibaseLine line, boolean replay) {
        Fleet.createTenants(database, 2);
        Engines engines = Engines.of(database, line, "changelogs/extensions/folio.xml");
        assertThat(failures(migrate(engines)))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure.message())
                        .startsWith(
                                "The changeset creates the extension \"pg_trgm\" and does not say in which schema"));

        database.execute("CREATE EXTENSION pg_trgm SCHEMA public");
        assertMigrated(new MigrationRun(noting(
                        Fleet.context(engines, Fleet.options(2).with(replay ? Replaying.DEFAULT : Replaying.OFF))))
                .migrate(TenantSelection.ALL, false));

        assertThat(database.query(EXTENSIONS))
                .containsExactly("citext in public", "pg_trgm in public", "uuid-ossp in public");
        assertThat(Fleet.status(engines)).extracting(TenantStatus::state).containsOnly(TenantStatus.State.UP_TO_DATE);
    }

    @Test
    void theOthersOfACohortAreReplayedAfterTheirPilot() {
        Fleet.createTenants(database, 3);

        OperationResults results = migrate(engines("changelogs/extensions/replayed.sql"));

        assertMigrated(results);
        assertThat(results.tenants().stream()
                        .filter(result -> result.way().engine().equals(Way.REPLAY.engine())))
                .hasSize(2);
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
        return new MigrationRun(noting(Fleet.context(engines, Fleet.options(2)))).migrate(TenantSelection.ALL, false);
    }

    private RunContext noting(RunContext context) {
        MigrationListener listener =
                MigrationListener.of(RunEvent.Warned.class, event -> warnings.add(event.message()));
        return new RunContext(context.environment(), context.options(), context.runId(), context.stop(), listener);
    }

    private static List<Failure> failures(OperationResults results) {
        return results.tenants().stream()
                .map(TenantResult::failure)
                .flatMap(Optional::stream)
                .toList();
    }

    private static void assertMigrated(OperationResults results) {
        assertThat(results.tenants())
                .as(results.tenants().toString())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
    }

    private void assertNothingIsMadeIn(String... schemas) {
        assertThat(database.query(EXTENSIONS)).isEmpty();
        for (String schema : schemas) {
            assertThat(database.query(
                            "SELECT relname FROM pg_class WHERE relnamespace = '" + schema + "'::regnamespace"))
                    .isEmpty();
        }
    }
}
