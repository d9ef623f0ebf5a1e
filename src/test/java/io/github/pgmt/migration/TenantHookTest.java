package io.github.pgmt.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.command.MigrationRun;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks in Java, on the project's class path: what one does, or throws, is its tenant's alone. */
public class TenantHookTest {

    private static final List<String> FAILING = List.of(
            "throws", "overflows", "lacks_class", "asserts", "interrupts", "fails_in_sql", "hides_error", "commits");
    private static final List<String> FINE = List.of("closes", "leaks", "keeps", "plain");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void journal() {
        database.execute("CREATE TABLE public.journal (schema text, phase text, run text)");
    }

    @Test
    void whatAHookDoesToItsTenantHarmsNoOther() throws Exception {
        FAILING.forEach(this::createTenant);
        FINE.forEach(this::createTenant);
        createTenant("throws_after");
        Engines engines = engines("found");

        OperationResults results = Fleet.migrateAll(engines, Fleet.options(1));

        Map<String, TenantResult> tenants =
                results.tenants().stream().collect(Collectors.toMap(TenantResult::schema, Function.identity()));
        for (String schema : FAILING) {
            TenantResult tenant = tenants.get(schema);
            assertThat(tenant.outcome()).as(schema).isEqualTo(Outcome.FAILED);
            assertThat(tenant.failure().orElseThrow().kind()).as(schema).isEqualTo(Failure.Kind.HOOK);
            assertThat(tenant.failure().orElseThrow().message())
                    .as(schema)
                    .startsWith("The hook com.example.hooks.ScriptedHook.before failed: ")
                    .endsWith(" The tenant was not migrated.");
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangelog"))
                    .as(schema)
                    .isEmpty();
            assertThat(journalOf(schema))
                    .as("%s: rolled back, and no after", schema)
                    .isEmpty();
        }
        for (String schema : FINE) {
            assertThat(tenants.get(schema).outcome()).as(schema).isEqualTo(Outcome.MIGRATED);
            assertThat(database.query("SELECT id FROM " + schema + ".orders"))
                    .as(schema)
                    .containsExactly("1");
            assertThat(journalOf(schema)).as(schema).containsExactly("before", "after MIGRATED 2");
        }
        assertThat(results.outside()).isEmpty();
        assertThat(message(tenants, "throws")).contains("java.lang.IllegalStateException: no licence.");
        assertThat(message(tenants, "commits")).contains("A hook must not call commit");
        assertThat(tenants.get("fails_in_sql").failure().orElseThrow().sqlState())
                .contains("22012");
        assertThat(message(tenants, "hides_error")).contains("A statement failed and the error was passed over");

        TenantResult after = tenants.get("throws_after");
        assertThat(after.failure().orElseThrow().kind()).isEqualTo(Failure.Kind.HOOK);
        assertThat(message(tenants, "throws_after"))
                .contains("ScriptedHook.after failed: ", "cannot be told", "went well");
        assertThat(after.changeSets().applied()).hasSize(2);
        assertThat(database.query("SELECT id FROM throws_after.orders")).containsExactly("1");
        assertThat(journalOf("throws_after")).containsExactly("before");
        assertThat(database.query("SELECT DISTINCT run FROM public.journal"))
                .containsExactly(engines.runId().value());
    }

    @Test
    void afterIsToldOfAFailedMigrationAndOfOneWithNothingToApply() throws Exception {
        List.of("acme", "beta").forEach(this::createTenant);
        Fleet.migrateAll(engines("found"), Fleet.options(2));
        database.execute("TRUNCATE public.journal", "DELETE FROM beta.databasechangelog WHERE id = 'only-once'");

        OperationResults results = Fleet.migrateAll(engines("found"), Fleet.options(2));

        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE, Outcome.FAILED);
        assertThat(results.tenants().get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.CHANGESET);
        assertThat(journalOf("acme")).containsExactly("before", "after UP_TO_DATE 0");
        assertThat(journalOf("beta")).containsExactly("before", "after FAILED 0");
    }

    @Test
    void aHookAmongThePluginsDependenciesIsFoundAsWell() throws Exception {
        createTenant("acme");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/hooks/tenants.sql");

        Fleet.migrateAll(
                engines.withPluginDependencies(List.of(LiquibaseLine.testClasses(), place("found"))), Fleet.options(1));

        assertThat(journalOf("acme")).containsExactly("before", "after MIGRATED 2");
    }

    @Test
    void aHookThatCannotBeLoadedEndsTheRunBeforeTheFirstTenant() throws Exception {
        createTenant("acme");
        MigrationRun run = Fleet.run(engines("broken"), Fleet.options(1));

        assertThatThrownBy(() -> run.migrate(io.github.pgmt.tenant.TenantSelection.ALL, false))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("com.example.hooks.NoSuchHook", "META-INF/services", "No tenant was touched.");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'acme'::regnamespace"))
                .isEmpty();
    }

    private void createTenant(String schema) {
        database.execute("CREATE SCHEMA " + schema);
    }

    private List<String> journalOf(String schema) {
        return database.query("SELECT phase FROM public.journal WHERE schema = '" + schema + "' ORDER BY ctid");
    }

    private static String message(Map<String, TenantResult> tenants, String schema) {
        return tenants.get(schema).failure().orElseThrow().message();
    }

    public static URL place(String services) throws MalformedURLException {
        return Path.of("target", "test-classes", "changelogs", "hooks", services)
                .toUri()
                .toURL();
    }

    private Engines engines(String services) throws MalformedURLException {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/hooks/tenants.sql")
                .withHooks(TenantSql.NONE, List.of(place(services)));
    }
}
