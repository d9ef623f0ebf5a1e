package io.github.pgmt.postgres.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.Tenants;
import io.github.pgmt.testing.TestDatabase;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lock row says that Liquibase did not write: every goal reads it alike, and it can be released. */
class OddLockRowsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "locked = NULL",
                "locked = true",
                "locked = true, lockedby = 'x', lockgranted = 'infinity'",
                "locked = NULL, lockedby = 'x', lockgranted = '-infinity'"
            })
    void aRowThatIsNotFalseIsSetAndMayNotTellSinceWhen(String values) {
        database.execute(LiquibaseTables.migrated("acme"));
        database.execute(
                "ALTER TABLE acme.databasechangeloglock ALTER locked DROP NOT NULL",
                "UPDATE acme.databasechangeloglock SET " + values);
        Server server = Servers.of(database);

        TenantHistory history = new PostgresFleet(server, HistoryTables.DEFAULT, 1)
                .histories(Tenants.of("acme"))
                .get(Engines.tenant("acme"));
        Failure failure = Engines.of(database, LiquibaseLine.LIQUIBASE_4, "changelogs/replay/first.sql")
                .migrate("acme")
                .failure()
                .orElseThrow();

        assertThat(history.problem()).isEmpty();
        assertThat(history.lock()).hasValueSatisfying(lock -> {
            assertThat(lock.since()).isEmpty();
            assertThat(lock.age()).isEqualTo("an unknown time");
        });
        assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
        assertThat(failure.message()).contains(" since when its row does not say. ");
        assertThat(ReleaseRunTest.release(server, TenantSelection.ALL, "acme").tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.RELEASED);
    }
}
