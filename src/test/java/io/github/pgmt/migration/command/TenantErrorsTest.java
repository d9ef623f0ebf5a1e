package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantHookTest;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.EnginePool;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An Error of the JVM in a tenant is that tenant's failure, with all that is known of it; the engine that met it is done. */
class TenantErrorsTest {

    private static final List<String> FAILING = List.of("asserts", "exhausts", "overflows", "throws_error");
    private static final List<String> FINE = List.of("acme", "omega", "zeta");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whatWasAppliedBeforeIsToldAndTheOthersGoOn(LiquibaseLine line) {
        FAILING.forEach(this::createTenant);
        FINE.forEach(this::createTenant);

        Map<String, TenantResult> results = migrate(Engines.of(database, line, "changelogs/trouble/errors.xml"));

        for (String schema : FAILING) {
            TenantResult result = results.get(schema);
            assertThat(result.outcome()).as(schema).isEqualTo(Outcome.FAILED);
            assertThat(result.failure().orElseThrow().changeSet().orElseThrow().id())
                    .as(schema)
                    .isEqualTo("ends");
            assertThat(result.changeSets().applied())
                    .as(schema)
                    .extracting(ChangeSetId::id)
                    .containsExactly("before");
            assertThat(database.query("SELECT id FROM " + schema + ".databasechangelog"))
                    .as(schema)
                    .containsExactly("before");
            assertThat(database.query("SELECT id FROM " + schema + ".customer"))
                    .as(schema)
                    .isEmpty();
        }
        FINE.forEach(
                schema -> assertThat(results.get(schema).outcome()).as(schema).isEqualTo(Outcome.MIGRATED));
        assertThat(message(results, "exhausts")).contains("java.lang.OutOfMemoryError", "MAVEN_OPTS=-Xmx");
        assertThat(message(results, "overflows")).contains("java.lang.StackOverflowError", "-Xss");
        assertThat(message(results, "throws_error")).contains("of somebody's own");
    }

    @Test
    void theEngineThatMetItIsUsedForNoOtherTenant() {
        List.of("exhausts", "overflows").forEach(this::createTenant);
        FINE.forEach(this::createTenant);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/trouble/errors.xml");
        AtomicInteger opened = new AtomicInteger();
        MigrationEngine.Factory counting = () -> {
            opened.incrementAndGet();
            return engines.factory().open();
        };

        try (EnginePool pool = new EnginePool(counting)) {
            assertThat(migrate(engines, pool).values())
                    .filteredOn(result -> result.outcome() == Outcome.MIGRATED)
                    .hasSize(FINE.size());
        }

        assertThat(opened).hasValue(3);
    }

    @Test
    void aTenantOfAHookThatEndsTheMemoryFailsAlone() throws Exception {
        List.of("acme", "exhausts", "omega").forEach(this::createTenant);
        database.execute("CREATE TABLE public.journal (schema text, phase text, run text)");
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/hooks/tenants.sql")
                .withHooks(TenantSql.NONE, List.of(TenantHookTest.place("found")));

        Map<String, TenantResult> results = migrate(engines);

        Failure failure = results.get("exhausts").failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.HOOK);
        assertThat(failure.message()).contains("ScriptedHook.before failed", "OutOfMemoryError", "-Dpgmt.threads");
        assertThat(results.get("omega").outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(database.query("SELECT schema FROM public.journal WHERE schema = 'exhausts'"))
                .isEmpty();
    }

    private void createTenant(String schema) {
        database.execute("CREATE SCHEMA " + schema);
    }

    private static String message(Map<String, TenantResult> results, String schema) {
        return results.get(schema).failure().orElseThrow().message();
    }

    private static Map<String, TenantResult> migrate(Engines engines) {
        return migrate(engines, engines.factory());
    }

    /** On one thread, so that whatever is left behind meets the next tenant. */
    private static Map<String, TenantResult> migrate(Engines engines, MigrationEngine.Factory factory) {
        RunContext context = Fleet.context(engines.with(factory), Fleet.options(1));
        return new MigrationRun(context)
                .migrate(TenantSelection.ALL, false).tenants().stream()
                        .collect(Collectors.toMap(TenantResult::schema, Function.identity()));
    }
}
