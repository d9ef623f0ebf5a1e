package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tags are put on the end of histories, and none is ever lost or given twice. */
class TagRunTest {

    private static final String FIRST = "changelogs/adoption/master.yaml";
    private static final String LATER = "changelogs/adoption/later.sql";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aTagIsPutOnTheLastRowAndKeepsItsMeaning(LiquibaseLine line) {
        Fleet.createTenants(database, 2);
        Engines engines = engines(line, FIRST);
        Fleet.migrateAll(engines, Fleet.byHistory(2));
        database.execute("CREATE SCHEMA fresh");

        OperationResults tagged = Fleet.tag(engines, "release 1");

        assertThat(tagged.tenants())
                .extracting(TenantResult::schema, TenantResult::outcome)
                .containsExactly(
                        tuple("fresh", Outcome.FAILED), tuple("t01", Outcome.TAGGED), tuple("t02", Outcome.TAGGED));
        assertThat(message(tagged, 0)).contains("no changeset that could be tagged");
        assertThat(database.query("SELECT id FROM t01.databasechangelog WHERE tag = 'release 1'"))
                .containsExactly("orders");
        assertThat(database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'fresh'"))
                .isEmpty();

        database.execute("DROP SCHEMA fresh CASCADE", "DROP SCHEMA t02 CASCADE");
        assertThat(Fleet.tag(engines, "release 1").tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.UP_TO_DATE);
        assertThat(message(Fleet.tag(engines, "release 2"), 0)).contains("has the tag \"release 1\" already");

        Engines more = engines(line, FIRST, LATER);
        Fleet.migrateAll(more, Fleet.byHistory(1));
        assertThat(message(Fleet.tag(more, "release 1"), 0))
                .contains("has the tag \"release 1\" already, on " + FIRST + "::orders::test");
        assertThat(Fleet.tag(more, "release 2").tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.TAGGED);
        assertThat(
                        database.query(
                                "SELECT id || ' ' || tag FROM t01.databasechangelog WHERE tag IS NOT NULL ORDER BY orderexecuted"))
                .containsExactly("v1 v1", "orders release 1", "later release 2");
    }

    @Test
    void aTagThatIsNotThereAfterwardsIsAFailureThatIsToldOf() {
        Fleet.createTenants(database, 3);
        Engines engines = engines(LiquibaseLine.LIQUIBASE_4, FIRST);
        Fleet.migrateAll(engines, Fleet.byHistory(1));
        List<RunEvent> refuted = new ArrayList<>();
        RunContext context = Fleet.context(engines, Fleet.options(1));
        MigrationListener listener = event -> {
            if (event instanceof RunEvent.TenantFinished finished
                    && finished.result().schema().equals("t02")) {
                database.execute("UPDATE t02.databasechangelog SET tag = NULL");
            } else if (event instanceof RunEvent.TenantNotConfirmed) {
                refuted.add(event);
            }
        };

        OperationResults tagged = new TagRun(
                        new RunContext(
                                context.environment(), context.options(), context.runId(), context.stop(), listener),
                        "release 1")
                .tag(TenantSelection.ALL);

        assertThat(tagged.tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.TAGGED, Outcome.FAILED, Outcome.TAGGED);
        assertThat(tagged.tenants().get(1).failure().orElseThrow().kind()).isEqualTo(Failure.Kind.VERIFY);
        assertThat(message(tagged, 1)).contains("no row of the tenant's history has the tag");
        assertThat(refuted)
                .containsExactly(
                        new RunEvent.TenantNotConfirmed(tagged.tenants().get(1)));
    }

    private Engines engines(LiquibaseLine line, String... files) {
        Changelog changelog =
                new Changelog(List.of(files), Optional.empty(), Optional.empty(), Map.of(), HistoryTables.DEFAULT);
        return Engines.of(database, line, changelog, Path.of("src", "test", "resources"));
    }

    private static String message(OperationResults results, int tenant) {
        return results.tenants().get(tenant).failure().orElseThrow().message();
    }
}
