package io.github.pgmt.migration.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.fleet.TenantRegister;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.postgres.registry.TableTenants;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The registry, which may be a slow view, is read when a run begins, under the lock in which a row is made, and at the end. */
class RegistryReadsTest {

    private static final String LISTING = "SELECT \"name\", \"colour\" FROM \"public\".\"customer\"";
    private static final String QUERY = "SELECT name AS schema, colour FROM public.customer";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final WatchedSockets sockets = new WatchedSockets();

    @BeforeEach
    void registry() {
        database.execute(
                "CREATE TABLE public.customer (name text PRIMARY KEY, colour text)",
                "INSERT INTO public.customer VALUES ('acme', 'red'), ('beta', 'blue')");
        sockets.lookFor(LISTING);
    }

    @AfterEach
    void forgetTheSockets() {
        sockets.close();
    }

    @Test
    void settingUpReadsItOnceAndAsksAtTheEndWhetherTheRowIsStillThere() {
        assertThat(outcomes(setUp(named("acme"), false))).containsExactly(Outcome.CREATED);
        assertThat(sockets.found()).isEqualTo(2);

        sockets.lookFor(LISTING);
        assertThat(outcomes(setUp(named("acme"), false))).containsExactly(Outcome.UP_TO_DATE);
        assertThat(sockets.found()).as("nothing was made").isEqualTo(1);
    }

    @Test
    void settingAllUpLooksOnceMoreForWhoCameMeanwhile() {
        assertThat(outcomes(setUp(TenantSelection.ALL, true))).containsExactly(Outcome.PLANNED, Outcome.PLANNED);
        assertThat(sockets.found()).isEqualTo(2);

        sockets.lookFor(LISTING);
        assertThat(outcomes(setUp(TenantSelection.ALL, false))).containsExactly(Outcome.CREATED, Outcome.CREATED);
        assertThat(sockets.found()).isEqualTo(3);
    }

    @Test
    void aQueryRunsNotMoreOften() {
        Engines engines = engines();
        sockets.lookFor(QUERY);

        OperationResults results = Fleet.setUp(
                        engines, NewSchema.PLAIN, new QueryTenants(engines.server(), QUERY, Optional.empty()))
                .setUp(named("acme"), false);

        assertThat(outcomes(results)).containsExactly(Outcome.CREATED);
        assertThat(sockets.found()).isEqualTo(2);
    }

    /** Under the lock twice: whether there is a row, and what is listed with the new one. */
    @Test
    void creatingATenantReadsItUnderTheLockForAllThatFollows() {
        assertThat(outcomes(create(context(MigrationListener.NONE), "gamma", true)))
                .containsExactly(Outcome.PLANNED);
        assertThat(sockets.found()).isEqualTo(3);

        sockets.lookFor(LISTING);
        assertThat(outcomes(create(context(MigrationListener.NONE), "gamma", false)))
                .containsExactly(Outcome.CREATED);
        assertThat(sockets.found()).isEqualTo(4);
    }

    @Test
    void aTenantThatCameWhileTheRunWaitedForTheLockIsSeen() {
        TenantRegister.NewRow held = ((TenantRegister) tenants(engines())).insert("gamma", Map.of());
        RunContext waiting = context(MigrationListener.of(RunEvent.TenantWaits.class, event -> {
            database.execute("INSERT INTO public.customer VALUES ('GAMMA')");
            held.close();
        }));

        TenantResult result = create(waiting, "gamma", false).tenants().get(0);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure().orElseThrow().message())
                .contains("There is \"GAMMA\" already", "row in the registry was removed again");
        assertThat(database.query("SELECT name FROM public.customer"))
                .containsExactlyInAnyOrder("acme", "beta", "GAMMA");
    }

    /** What a trigger makes of the row when it is committed counts, too. */
    @Test
    void theTenantHasWhatItsRowIsCommittedWith() {
        database.execute(
                """
                CREATE FUNCTION public.paint() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN UPDATE public.customer SET colour = 'green' WHERE name = NEW.name; RETURN NULL; END $$
                """,
                "CREATE CONSTRAINT TRIGGER paint AFTER INSERT ON public.customer DEFERRABLE INITIALLY DEFERRED "
                        + "FOR EACH ROW EXECUTE FUNCTION public.paint()");
        Engines engines = engines();

        try (TenantRegister.NewRow row =
                ((TenantRegister) tenants(engines)).insert("gamma", Map.of("colour", "grey"))) {
            row.keep();
            assertThat(row.listed()).isEqualTo(tenants(engines).list()).contains(row.tenant());
            assertThat(row.tenant().parameters()).containsEntry("colour", "green");
        }
    }

    private OperationResults setUp(TenantSelection selection, boolean dryRun) {
        Engines engines = engines();
        return Fleet.setUp(engines, NewSchema.PLAIN, tenants(engines)).setUp(selection, dryRun);
    }

    private static OperationResults create(RunContext context, String schema, boolean dryRun) {
        return new CreateTenantRun(context, NewSchema.PLAIN, Map.of()).create(named(schema), dryRun);
    }

    private RunContext context(MigrationListener listener) {
        Engines engines = engines();
        return Fleet.context(engines, Fleet.options(1))
                .listing(tenants(engines))
                .heardBy(listener);
    }

    private Engines engines() {
        return Engines.of(
                sockets.of(database).url(),
                LiquibaseLine.LIQUIBASE_4,
                "changelogs/cohorts/plain.sql",
                new Server.Timeouts(Duration.ZERO, Duration.ZERO));
    }

    private static TenantSource tenants(Engines engines) {
        return new TableTenants(engines.server(), "public.customer", "name", Optional.empty());
    }

    private static TenantSelection named(String schema) {
        return new TenantSelection(List.of(schema), List.of(), List.of(), List.of());
    }

    private static List<Outcome> outcomes(OperationResults results) {
        return results.tenants().stream().map(TenantResult::outcome).toList();
    }
}
