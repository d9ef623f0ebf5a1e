package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.jdbc.PgConnection;

/** Liquibase, which keeps services by database, does not keep tenants that it is done with: fleets are large. */
class ForgottenTenantsTest {

    private static final int TENANTS = 20;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void noConnectionOfATenantStaysInMemory(LiquibaseLine line) throws JMException {
        Fleet.createTenants(database, TENANTS);
        Engines engines = Engines.of(database, line, "changelogs/rollback/first.yaml");
        long before = connectionsInMemory();

        List<TenantResult> migrated =
                Fleet.migrateAll(engines, Fleet.options(1)).tenants();
        long afterMigration = connectionsInMemory();
        List<TenantResult> rolledBack = Fleet.rollback(engines, new Rollback(new RollbackTarget.Count(1), false))
                .rollBack(TenantSelection.ALL, false)
                .tenants();
        long afterRollback = connectionsInMemory();

        assertThat(migrated).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(rolledBack).extracting(TenantResult::outcome).containsOnly(Outcome.ROLLED_BACK);
        assertThat(afterMigration - before).isLessThan(TENANTS / 2);
        assertThat(afterRollback - before).isLessThan(TENANTS / 2);
    }

    /** Those that something refers to: the histogram is made after a full collection. */
    private static long connectionsInMemory() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(PgConnection.class.getName()))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }
}
