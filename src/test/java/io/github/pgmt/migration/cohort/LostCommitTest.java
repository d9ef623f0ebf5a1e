package io.github.pgmt.migration.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Adoption;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.command.AdoptionRun;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a connection is lost at a commit, the server has committed, and the run comes to know of it. */
class LostCommitTest {

    private static final String CHANGELOG = "changelogs/lost/always.sql";
    private static final String LATER = "changelogs/lost/later.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final WatchedSockets sockets = new WatchedSockets();

    @BeforeEach
    void create() {
        Fleet.createTenants(database, 3);
        database.execute("CREATE TABLE public.log (tenant text)");
    }

    @AfterEach
    void close() {
        sockets.close();
    }

    @ParameterizedTest
    @CsvSource({
        "LIQUIBASE_4, true, CHANGESET", "LIQUIBASE_5, true, CHANGESET", "LIQUIBASE_5, true, TENANT",
        "LIQUIBASE_4, false, CHANGESET", "LIQUIBASE_5, false, CHANGESET", "LIQUIBASE_4, false, TENANT"
    })
    void whatRunsAlwaysRunsOnceInARun(LiquibaseLine line, boolean replay, Atomicity atomicity) {
        RunOptions options = options(replay).with(atomicity);
        migrate(line, options, CHANGELOG);
        sockets.loseCommitOf("t02", "databasechangelog", atomicity == Atomicity.TENANT ? "'later'" : "'always'");

        List<TenantResult> results = migrate(line, options, CHANGELOG, LATER);

        assertThat(sockets.isToLose()).isFalse();
        assertThat(database.query("SELECT tenant || count(*) FROM public.log GROUP BY tenant ORDER BY 1"))
                .containsExactly("t012", "t022", "t032");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.changeSets().always())
                    .extracting(ChangeSetId::id)
                    .as(result.schema())
                    .containsExactly("always");
            assertThat(result.changeSets().applied())
                    .extracting(ChangeSetId::id)
                    .as(result.schema())
                    .containsExactly("later");
        });
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, true", "LIQUIBASE_5, true", "LIQUIBASE_4, false", "LIQUIBASE_5, false"})
    void theOnlyChangeSetIsTold(LiquibaseLine line, boolean replay) {
        sockets.loseCommitOf("t02", "databasechangelog", "'later'");

        List<TenantResult> results = migrate(line, options(replay), LATER);

        assertThat(sockets.isToLose()).isFalse();
        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(results)
                .extracting(Fleet::untimed)
                .as("the same in each")
                .containsOnly(Fleet.untimed(results.get(0)));
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, true", "LIQUIBASE_5, false"})
    void anAdoptionIsTold(LiquibaseLine line, boolean unchecked) {
        migrate(line, options(true), CHANGELOG);
        List.of("t01", "t02", "t03")
                .forEach(tenant -> database.execute(
                        "DROP TABLE " + tenant + ".databasechangelog, " + tenant + ".databasechangeloglock"));
        sockets.loseCommitOf("t02", "databasechangelog", "'customers'");

        List<TenantResult> results = adopted(line, unchecked);

        assertThat(sockets.isToLose()).isFalse();
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.failure().map(Failure::message)).isEmpty())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.SYNCED);
        assertThat(results)
                .extracting(result -> result.changeSets().applied().size())
                .containsOnly(2);
    }

    @Test
    void aTagIsTold() {
        migrate(LiquibaseLine.LIQUIBASE_4, options(true), CHANGELOG);
        sockets.loseCommitOf("t02", "databasechangelog", "'v1'");

        List<TenantResult> results = Fleet.tag(engines(LiquibaseLine.LIQUIBASE_4, CHANGELOG), "v1", options(true))
                .tenants();

        assertThat(sockets.isToLose()).isFalse();
        assertThat(results).extracting(TenantResult::outcome).containsOnly(Outcome.TAGGED);
    }

    private List<TenantResult> adopted(LiquibaseLine line, boolean unchecked) {
        RunContext context = Fleet.context(engines(line, CHANGELOG), options(true));
        return new AdoptionRun(context, new Adoption(Optional.empty(), unchecked))
                .adopt(TenantSelection.ALL, false)
                .tenants();
    }

    private static RunOptions options(boolean replay) {
        return Fleet.options(1).with(replay ? Replaying.DEFAULT : Replaying.OFF);
    }

    private Engines engines(LiquibaseLine line, String... changelogs) {
        Changelog changelog =
                new Changelog(List.of(changelogs), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        return Engines.of(sockets.of(database), line, changelog, Path.of("src", "test", "resources"));
    }

    private List<TenantResult> migrate(LiquibaseLine line, RunOptions options, String... changelogs) {
        List<TenantResult> results =
                Fleet.migrateAll(engines(line, changelogs), options).tenants();
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.failure().map(Failure::message)).isEmpty())
                .hasSize(3);
        return results;
    }
}
