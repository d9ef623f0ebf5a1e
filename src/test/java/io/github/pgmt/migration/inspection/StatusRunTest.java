package io.github.pgmt.migration.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each state that a tenant can be in is told, and where several hold, the first of them in the contract's order. */
class StatusRunTest {

    private static final String SHOP = "changelogs/shop/master.yaml";
    private static final int CHANGESETS = 15;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void everyStateIsTold(LiquibaseLine line) {
        migrate(line, SHOP, CHANGESETS, "current", "invalid", "stray", "unreadable");
        migrate(line, SHOP, 4, "behind");
        database.execute("CREATE SCHEMA fresh", "CREATE SCHEMA unmanaged", "CREATE TABLE unmanaged.by_hand (id int)");
        foreign(line, "alien");
        changeChecksum("invalid");
        recordUnknown("stray");
        database.execute("ALTER TABLE unreadable.databasechangelog RENAME COLUMN author TO writer");

        Map<String, TenantStatus> tenants = look(Engines.of(database, line, SHOP));

        assertThat(states(tenants))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "current", State.UP_TO_DATE,
                        "behind", State.PENDING,
                        "fresh", State.PENDING,
                        "invalid", State.INVALID,
                        "stray", State.UP_TO_DATE,
                        "unmanaged", State.UNMANAGED,
                        "alien", State.FOREIGN,
                        "unreadable", State.UNREADABLE));
        assertThat(tenants.get("current").applied()).isEqualTo(CHANGESETS);
        assertThat(tenants.get("behind").applied()).isEqualTo(4);
        assertThat(pending(tenants.get("behind")))
                .hasSize(11)
                .startsWith("x5", "y1")
                .doesNotContain("x4");
        assertThat(pending(tenants.get("fresh"))).hasSize(CHANGESETS);
        assertThat(tenants.get("invalid").problem().orElseThrow()).contains("tables.xml::x2::shop", "but is now");
        assertThat(tenants.get("stray").changeSets().unknown())
                .containsExactly(new ChangeSetId("old.sql", "gone", "shop"));
        assertThat(tenants.get("unmanaged").problem().orElseThrow()).contains("-Dpgmt.excludes=unmanaged");
        assertThat(tenants.get("alien").problem().orElseThrow()).contains("locked.yaml::before::test");
        assertThat(tenants.get("unreadable").problem().orElseThrow()).contains("it lacks author");
        assertThat(tenants.get("unreadable").changeSets()).isEqualTo(TenantStatus.ChangeSets.NONE);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void whereSeveralStatesHoldTheFirstIsTold(LiquibaseLine line) {
        migrate(line, SHOP, 4, "invalid_locked", "behind_locked", "unreadable_locked");
        foreign(line, "alien_locked");
        database.execute(
                "CREATE SCHEMA fresh_locked",
                "CREATE TABLE fresh_locked.databasechangeloglock " + "(LIKE behind_locked.databasechangeloglock)",
                "INSERT INTO fresh_locked.databasechangeloglock VALUES (1, false)");
        changeChecksum("invalid_locked");
        List.of("invalid_locked", "behind_locked", "unreadable_locked", "alien_locked", "fresh_locked")
                .forEach(this::lock);
        database.execute("ALTER TABLE unreadable_locked.databasechangelog RENAME COLUMN author TO writer");

        Map<String, TenantStatus> tenants = look(Engines.of(database, line, SHOP));

        assertThat(states(tenants))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "invalid_locked", State.LOCKED,
                        "behind_locked", State.LOCKED,
                        "fresh_locked", State.LOCKED,
                        "alien_locked", State.FOREIGN,
                        "unreadable_locked", State.UNREADABLE));
        assertThat(pending(tenants.get("behind_locked"))).hasSize(11);
        assertThat(pending(tenants.get("fresh_locked"))).hasSize(CHANGESETS);
        assertThat(tenants.get("behind_locked").problem().orElseThrow())
                .isEqualTo("Liquibase's lock is held by host (10.0.0.1) since 2020-02-03T04:05:00, for "
                        + tenants.get("behind_locked").lock().orElseThrow().age()
                        + ". If that process is dead, clear the lock with pgmt:release-locks.");
        assertThat(tenants.get("invalid_locked").problem().orElseThrow())
                .contains("host (10.0.0.1)", "tables.xml::x2::shop");
    }

    @Test
    void aNameThatIsNotFoundIsMissingAndTheOthersAreLookedAt() {
        Fleet.createTenants(database, 1);
        Engines engines = Engines.of(database, LiquibaseLine.LIQUIBASE_4, SHOP);
        TenantSelection selection = new TenantSelection(List.of(), List.of("t01", "gone"), List.of(), List.of());

        List<TenantStatus> tenants = Fleet.status(engines, Fleet.catalog(engines), selection);

        assertThat(tenants).extracting(TenantStatus::schema).containsExactly("gone", "t01");
        assertThat(tenants).extracting(TenantStatus::state).containsExactly(State.MISSING, State.PENDING);
        assertThat(tenants.get(0).problem().orElseThrow()).contains("There is no tenant \"gone\"");
    }

    @Test
    void whenAllAreForeignThatIsSaidOfEach() {
        foreign(LiquibaseLine.LIQUIBASE_4, "one");
        foreign(LiquibaseLine.LIQUIBASE_4, "other");

        assertThat(states(look(Engines.of(database, LiquibaseLine.LIQUIBASE_4, SHOP))))
                .isEqualTo(Map.of("one", State.FOREIGN, "other", State.FOREIGN));
    }

    @ParameterizedTest
    @EnumSource
    void aPathThatIsRecordedInAnotherWayIsTheSame(LiquibaseLine line) {
        String rules = "changelogs/engine/rules.yaml";
        database.execute("CREATE SCHEMA acme");
        Fleet.migrateAll(Engines.of(database, line, rules), Fleet.options(1));
        database.execute("UPDATE acme.databasechangelog SET filename = 'classpath:' || filename");

        TenantStatus acme = look(Engines.of(database, line, rules)).get("acme");

        assertThat(acme.changeSets().unknown()).isEmpty();
        assertThat(ids(acme.changeSets().always())).containsExactly("always");
        assertThat(pending(acme)).containsExactly("skipped-by-precondition", "allowed-to-fail");
        assertThat(ids(List.copyOf(acme.changeSets().conditional())))
                .as("what may be passed over when the database is asked")
                .containsExactly("skipped-by-precondition");
    }

    /** On both lines: they differ in what they do with several changes for other databases. */
    @ParameterizedTest
    @EnumSource
    void whatLiquibasePassesOverInEveryRunIsNotPending(LiquibaseLine line) {
        Fleet.createTenants(database, 3);
        Engines engines = Engines.of(database, line, "changelogs/status/passed-over.yaml");
        TenantStatus before = look(engines).get("t01");
        List<String> pending = pending(before);
        List<String> passedOver = ids(before.changeSets().passedOver());
        assertThat(passedOver)
                .contains(
                        "insert-of-another-database",
                        "every-run-of-another-database",
                        "command-of-another-system",
                        "precondition-continue",
                        "precondition-warn",
                        "precondition-that-holds");
        assertThat(line == LiquibaseLine.LIQUIBASE_4 ? pending : passedOver).contains("several-of-other-databases");
        assertThat(pending.size() + passedOver.size()).isEqualTo(12);

        assertThat(Fleet.migrateAll(engines, Fleet.options(2)).tenants())
                .allMatch(result -> result.failure().isEmpty());
        for (String tenant : List.of("t01", "t03")) {
            assertThat(database.query("SELECT id FROM " + tenant + ".databasechangelog ORDER BY orderexecuted"))
                    .as("what was recorded, by Liquibase and by a replay")
                    .isEqualTo(pending);
        }
        TenantStatus after = look(engines).get("t01");
        assertThat(after.state()).isEqualTo(State.UP_TO_DATE);
        assertThat(after.failsTheBuild(true)).isFalse();
        assertThat(ids(after.changeSets().passedOver())).isEqualTo(passedOver);

        assertThat(Fleet.migrateAll(engines, Fleet.options(2)).tenants())
                .as("no tenant is opened again")
                .allMatch(result -> result.way().engine().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aChangelogThatDoesNotParseForATenantIsThatTenantsTrouble(LiquibaseLine line) {
        database.execute("CREATE SCHEMA a_good", "CREATE SCHEMA b_bad", "CREATE SCHEMA c_good");

        Map<String, TenantStatus> tenants = look(Engines.of(database, line, "changelogs/status/by-tenant.yaml"));

        assertThat(states(tenants))
                .isEqualTo(Map.of("a_good", State.PENDING, "b_bad", State.UNREADABLE, "c_good", State.PENDING));
        assertThat(tenants.get("b_bad").problem().orElseThrow())
                .startsWith("The changelog changelogs/status/by-tenant.yaml cannot be read: ")
                .contains("b_bad.sql");
    }

    private void migrate(LiquibaseLine line, String changelog, int changeSets, String... schemas) {
        try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
            for (String schema : schemas) {
                database.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
                OwnLiquibase.Update update = OwnLiquibase.Update.of(database, schema, changelog);
                assertThat(liquibase.updateCount(update, changeSets).failure()).isEmpty();
            }
        }
    }

    private void foreign(LiquibaseLine line, String schema) {
        database.execute("CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".good (id int)");
        migrate(line, "changelogs/engine/locked.yaml", 2, schema);
    }

    private void changeChecksum(String schema) {
        database.execute("UPDATE " + schema
                + ".databasechangelog SET md5sum = '9:00000000000000000000000000000000' WHERE id = 'x2'");
    }

    private void recordUnknown(String schema) {
        database.execute("INSERT INTO " + schema + ".databasechangelog SELECT 'gone', 'shop', 'old.sql', "
                + "dateexecuted, 99, exectype, md5sum FROM " + schema + ".databasechangelog WHERE id = 'x1'");
    }

    private void lock(String schema) {
        database.execute("UPDATE " + schema + ".databasechangeloglock SET locked = true, "
                + "lockgranted = '2020-02-03 04:05:00', lockedby = 'host (10.0.0.1)'");
    }

    private static Map<String, TenantStatus> look(Engines engines) {
        return Fleet.status(engines).stream().collect(Collectors.toMap(TenantStatus::schema, Function.identity()));
    }

    private static Map<String, State> states(Map<String, TenantStatus> tenants) {
        return tenants.values().stream().collect(Collectors.toMap(TenantStatus::schema, TenantStatus::state));
    }

    private static List<String> pending(TenantStatus tenant) {
        return ids(tenant.changeSets().pending());
    }

    private static List<String> ids(List<ChangeSetId> changeSets) {
        return changeSets.stream().map(ChangeSetId::id).toList();
    }
}
