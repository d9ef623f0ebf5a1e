package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.changelog.SqlFile;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.SqlFiles;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the doctor says of publications that have the rows of histories is so, and what it advises helps. */
class PublishedHistoryTest {

    private static final SqlFile IDENTITY =
            SqlFiles.of("afterTenantSql", "identity.sql", "ALTER TABLE databasechangelog REPLICA IDENTITY FULL;");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aPublishedHistoryIsAddedToAndCannotBeTaggedOrTakenBackUntilAHookGivesItAnIdentity() {
        database.execute("CREATE SCHEMA acme", "CREATE PUBLICATION everything FOR ALL TABLES");
        assertThat(Fleet.migrateAll(engines(), Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED);
        assertThat(failures(Fleet.tag(engines(), "v1"))).containsExactly("55000");
        assertThat(failures(rollBack())).containsExactly("55000");

        Engines hooked = engines().withHooks(new TenantSql(List.of(), List.of(IDENTITY)), List.of());
        assertThat(Fleet.migrateAll(hooked, Fleet.options(1)).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE);

        assertThat(Fleet.tag(engines(), "v1").tenants())
                .extracting(TenantResult::outcome, TenantResult::failure)
                .containsExactly(tuple(Outcome.TAGGED, Optional.empty()));
        assertThat(rollBack().tenants())
                .extracting(TenantResult::outcome, TenantResult::failure)
                .containsExactly(tuple(Outcome.ROLLED_BACK, Optional.empty()));
    }

    private static List<String> failures(OperationResults results) {
        return results.tenants().stream()
                .map(tenant -> tenant.failure().flatMap(Failure::sqlState).orElse("none"))
                .toList();
    }

    private OperationResults rollBack() {
        return Fleet.rollback(engines(), new Rollback(new RollbackTarget.Count(1), false))
                .rollBack(TenantSelection.ALL, false);
    }

    private Engines engines() {
        return Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/shop/master.yaml");
    }
}
