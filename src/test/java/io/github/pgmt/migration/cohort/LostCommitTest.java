package io.github.pgmt.migration.cohort;

import static io.github.pgmt.testing.LiquibaseLine.LIQUIBASE_4;
import static io.github.pgmt.testing.LiquibaseLine.LIQUIBASE_5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.WatchedSockets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Arguments> runs() {
        return Faults.cases(
                List.of(
                        arguments(LIQUIBASE_4, true, Atomicity.CHANGESET),
                        arguments(LIQUIBASE_5, true, Atomicity.TENANT),
                        arguments(LIQUIBASE_5, false, Atomicity.CHANGESET),
                        arguments(LIQUIBASE_4, false, Atomicity.TENANT)),
                List.of(
                        arguments(LIQUIBASE_5, true, Atomicity.CHANGESET),
                        arguments(LIQUIBASE_4, false, Atomicity.CHANGESET)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    @Tag(Faults.TAG)
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

    static Stream<Arguments> runsOfOneChangeSet() {
        return Faults.cases(
                List.of(arguments(LIQUIBASE_5, true), arguments(LIQUIBASE_4, false)),
                List.of(arguments(LIQUIBASE_4, true), arguments(LIQUIBASE_5, false)));
    }

    @ParameterizedTest
    @MethodSource("runsOfOneChangeSet")
    @Tag(Faults.TAG)
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
    void anAdoptionAndATagAreTold(LiquibaseLine line, boolean unchecked) {
        List.of("t01", "t02", "t03")
                .forEach(tenant -> database.execute("CREATE TABLE " + tenant + ".customers (id bigint PRIMARY KEY)"));
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

        sockets.loseCommitOf("t02", "databasechangelog", "'v1'");

        List<TenantResult> tagged =
                Fleet.tag(engines(line, CHANGELOG), "v1", options(true)).tenants();

        assertThat(sockets.isToLose()).isFalse();
        assertThat(tagged).extracting(TenantResult::outcome).containsOnly(Outcome.TAGGED);
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
