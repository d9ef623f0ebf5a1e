package io.github.pgmt.migration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import io.github.pgmt.postgres.catalog.PostgresDrift;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Drifts;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of every tenant something is said, and never that it is as the others when nobody looked. */
class DriftLosesNobodyTest {

    private static final Set<String> NOTHING_OF_A_SCHEMA =
            Set.of("statistics target", "storage", "owner", "privileges");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    /** The server as it is, and something that happens before one of the looks. */
    private record Disturbed(FleetDrift drift, Runnable beforeContents, Runnable beforeCompare) implements FleetDrift {

        @Override
        public Look<String> sums(Collection<Tenant> tenants) {
            return drift.sums(tenants);
        }

        @Override
        public Look<Contents> contents(Map<Tenant, List<Tenant>> classes) {
            beforeContents.run();
            return drift.contents(classes);
        }

        @Override
        public Look<Comparison> compare(Map<Tenant, Tenant> references) {
            beforeCompare.run();
            return drift.compare(references);
        }

        @Override
        public Set<Tenant> workedOn(Collection<Tenant> tenants) {
            return drift.workedOn(tenants);
        }
    }

    @Test
    void aTenantWithoutAnObjectIsToldAndCanBeTheMeasure() {
        create("acme", "beta", "coda");
        database.execute("DROP TABLE coda.customer");

        DriftReport byMajority =
                Drifts.of(Servers.of(database), DriftReference.MAJORITY, NOTHING_OF_A_SCHEMA, List.of());
        DriftReport byTenant =
                Drifts.of(Servers.of(database), DriftReference.tenant("coda"), NOTHING_OF_A_SCHEMA, List.of());

        assertThat(Drifts.told(byMajority)).containsExactly("[coda]: table customer is missing");
        assertThat(Drifts.told(byTenant)).containsExactly("[acme, beta]: table customer is extra");
    }

    @Test
    void whoDriftedAsOneThatIsRenamedBeforeTheLookAtItsContentsIsBusy() {
        createWithTwoDrifted();

        DriftReport report = disturbed(this::renameAcme, () -> {});

        assertThat(Drifts.states(report)).isEqualTo(Map.of("acme", State.BUSY, "beta", State.BUSY));
        assertThat(report.tenants()).extracting(TenantDrift::schema).contains("coda", "delta", "emil");
    }

    @Test
    void whoDriftedAsOneThatIsRenamedBeforeTheComparisonIsBusy() {
        createWithTwoDrifted();

        DriftReport report = disturbed(() -> {}, this::renameAcme);

        assertThat(Drifts.states(report)).isEqualTo(Map.of("acme", State.BUSY, "beta", State.BUSY));
    }

    private DriftReport disturbed(Runnable beforeContents, Runnable beforeCompare) {
        FleetDrift drift = new PostgresDrift(Servers.of(database), HistoryTables.DEFAULT, 4, Drifts.IGNORED, List.of());
        return Drifts.of(
                Servers.of(database), DriftReference.MAJORITY, new Disturbed(drift, beforeContents, beforeCompare));
    }

    private void renameAcme() {
        database.execute("ALTER SCHEMA acme RENAME TO elsewhere");
    }

    private void createWithTwoDrifted() {
        create("acme", "beta", "coda", "delta", "emil");
        database.execute("ALTER TABLE acme.customer ADD more int", "ALTER TABLE beta.customer ADD more int");
    }

    private void create(String... schemas) {
        for (String schema : schemas) {
            database.execute(LiquibaseTables.migrated(schema));
            database.execute("CREATE TABLE " + schema + ".customer (id int PRIMARY KEY, email text)");
        }
    }
}
