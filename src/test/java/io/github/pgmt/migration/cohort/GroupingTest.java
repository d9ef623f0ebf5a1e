package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tenant is not opened to learn that it is current, and every other one is. */
class GroupingTest {

    private static final String PLAIN = "changelogs/cohorts/plain.sql";
    private static final String ALWAYS = "changelogs/cohorts/always.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final Queue<String> opened = new ConcurrentLinkedQueue<>();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void onlyTenantsWithSomethingToDoAreOpened(LiquibaseLine line) {
        Fleet.createTenants(database, 3);
        Fleet.migrateAll(engines(line, PLAIN), Fleet.options(2));
        database.execute("CREATE SCHEMA t04");
        opened.clear();

        OperationResults results = Fleet.migrateAll(engines(line, PLAIN), Fleet.options(2));

        assertThat(opened).containsExactly("t04");
        assertThat(results.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE, Outcome.UP_TO_DATE, Outcome.UP_TO_DATE, Outcome.MIGRATED);
    }

    @Test
    void whatRunsAlwaysRunsInEveryTenant() {
        Fleet.createTenants(database, 2);
        Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_4, ALWAYS), Fleet.options(2));
        opened.clear();

        Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_4, ALWAYS), Fleet.options(2));

        assertThat(opened).as("the pilot").containsExactly("t01");
        assertThat(database.query("SELECT count(*) FROM t01.ran")).containsExactly("2");
        assertThat(database.query("SELECT count(*) FROM t02.ran")).containsExactly("2");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void checksumsThatAreMissingOrOldAreBroughtUpToDateAsByLiquibase(LiquibaseLine line) {
        Fleet.createTenants(database, 3);
        Fleet.migrateAll(engines(line, PLAIN), Fleet.options(2));
        List<String> before = database.query("SELECT md5sum FROM t01.databasechangelog");
        database.execute(
                "UPDATE t01.databasechangelog SET md5sum = NULL",
                "UPDATE t02.databasechangelog SET md5sum = '8:' || substr(md5sum, 3)");
        opened.clear();

        Fleet.migrateAll(engines(line, PLAIN), Fleet.options(1));

        assertThat(opened).startsWith("t01").contains("t02").doesNotContain("t03");
        assertThat(database.query("SELECT md5sum FROM t01.databasechangelog")).isEqualTo(before);
    }

    @Test
    void aChangedChangesetIsAFailureAsByLiquibase() {
        Fleet.createTenants(database, 1);
        Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_5, PLAIN), Fleet.options(1));
        database.execute("UPDATE t01.databasechangelog SET md5sum = '9:00000000000000000000000000000000'");

        OperationResults results = Fleet.migrateAll(engines(LiquibaseLine.LIQUIBASE_5, PLAIN), Fleet.options(1));

        assertThat(results.tenants().get(0).failure().orElseThrow().message()).contains("Validation Failed");
    }

    @Test
    void hooksAreCalledForTenantsWithNothingToApply() {
        Fleet.createTenants(database, 1);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, PLAIN);
        Fleet.migrateAll(engines, Fleet.options(1));
        SqlFile hook = SqlFiles.of("beforeTenantSql", "hook.sql", "CREATE TABLE hooked (id int)");

        Fleet.migrateAll(engines.withHooks(new TenantSql(List.of(hook), List.of()), List.of()), Fleet.options(1));

        assertThat(database.query("SELECT to_regclass('t01.hooked') IS NOT NULL"))
                .containsExactly("t");
    }

    private Engines engines(LiquibaseLine line, String file) {
        return Engines.of(database, line, Engines.changelog(file), Path.of("src", "test", "resources"), this::noting);
    }

    private TenantSessions noting(TenantSessions sessions) {
        return new NotingSessions(sessions, opened);
    }

    private record NotingSessions(TenantSessions sessions, Queue<String> opened) implements TenantSessions {

        @Override
        public TenantSession open(Tenant tenant) {
            opened.add(tenant.schema());
            return sessions.open(tenant);
        }

        @Override
        public TenantSession openNew(Tenant tenant, NewSchema newSchema) {
            return sessions.openNew(tenant, newSchema);
        }

        @Override
        public TenantTrial openTrial(Tenant tenant) {
            return sessions.openTrial(tenant);
        }

        @Override
        public String keywords() {
            return sessions.keywords();
        }

        @Override
        public boolean controlsTransactions(String sql) {
            return sessions.controlsTransactions(sql);
        }

        @Override
        public List<CreatedExtension> createdExtensions(String sql) {
            return sessions.createdExtensions(sql);
        }

        @Override
        public void cancelAll() {
            sessions.cancelAll();
        }
    }
}
