package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.inspection.DoctorRun;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.fleet.PostgresFleet;
import io.github.pgmt.postgres.release.PostgresLocks;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The roles that the page Security recommends, made by the page's own statements, can do what they are for and no more. */
class RecommendedRolesTest {

    private static final String CHANGELOG = "changelogs/shop/master.yaml";
    private static final LiquibaseLine LINE = LiquibaseLine.LIQUIBASE_4;

    /** The page's example statements, with which the page ends. */
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final String suffix = "_" + UUID.randomUUID().toString().replace("-", "");
    private final String migrator = "migrator" + suffix;
    private final String shop = "shop" + suffix;
    private List<String> blocks;

    @BeforeEach
    void makeRoles() throws IOException {
        String page = Files.readString(Path.of("site", "markdown", "security.md"));
        String name = database.query("SELECT current_database()").get(0);
        blocks = SQL.matcher(page)
                .results()
                .map(block -> block.group(1))
                .map(block -> block.replaceAll("\\b(migrator|shop)\\b", "$1" + suffix))
                .map(block -> block.replaceAll("DATABASE app\\b", "DATABASE " + name))
                .toList();
        database.execute(blocks.get(0));
        for (String role : List.of(migrator, shop)) {
            database.execute("ALTER ROLE " + role + " PASSWORD '" + role + "'");
        }
    }

    @AfterEach
    void dropRoles() {
        for (String role : List.of(migrator, shop)) {
            database.execute("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
        }
    }

    @Test
    void aNewTenantIsTheMigratingRolesAndTheApplicationWorksInItAndCannotCreate() {
        NewSchema granted = new NewSchema(Optional.empty(), List.of(shop), false);
        Engines engines = engines();
        TenantSelection beta = new TenantSelection(List.of("beta"), List.of(), List.of(), List.of());

        assertThat(Fleet.setUp(engines, granted, Fleet.catalog(engines))
                        .setUp(beta, false)
                        .tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.CREATED);

        assertCurrent(1);
        assertWorksAndCannotCreate("beta");
        assertThat(findings(migrator)).isEmpty();
    }

    @Test
    void aTenantThatTheApplicationOwnsIsHandedOver() {
        database.execute("CREATE SCHEMA acme AUTHORIZATION " + shop);
        try (OwnLiquibase liquibase = new OwnLiquibase(LINE)) {
            liquibase.updateCount(OwnLiquibase.Update.of(as(shop), "acme", CHANGELOG), 4);
        }
        assertThat(findings(migrator))
                .extracting(Finding::check)
                .contains("privileges", "ownership", "creators", "history-owner");

        database.execute(blocks.get(1));

        assertThat(findings(migrator)).isEmpty();
        assertThat(Fleet.migrateAll(engines(), Fleet.options(2)).tenants())
                .extracting(TenantResult::outcome)
                .containsExactly(Outcome.MIGRATED);
        assertCurrent(1);
        assertWorksAndCannotCreate("acme");
        as(shop).execute("UPDATE acme.databasechangelog SET comments = 'mine'");

        database.execute(blocks.get(2));

        assertRefused("UPDATE acme.databasechangelog SET comments = 'mine'");
        assertRefused("DELETE FROM acme.databasechangeloglock");
        assertThat(as(shop).query("SELECT count(*) FROM acme.databasechangelog"))
                .containsExactly("15");
        assertCurrent(1);
    }

    private void assertCurrent(int tenants) {
        assertThat(Fleet.status(engines()))
                .hasSize(tenants)
                .extracting(TenantStatus::state)
                .containsOnly(State.UP_TO_DATE);
    }

    private void assertWorksAndCannotCreate(String schema) {
        as(shop).execute(
                        "INSERT INTO " + schema + ".xml_1 (name) VALUES ('a')",
                        "UPDATE " + schema + ".sql_5 SET made_in = 'b'",
                        "DELETE FROM " + schema + ".xml_1");
        for (String where : List.of(schema, "public")) {
            assertRefused("CREATE TABLE " + where + ".own (id int)");
            assertRefused("CREATE FUNCTION " + where + ".lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'");
            assertRefused("CREATE OPERATOR " + where + ".= (leftarg = text, rightarg = text, function = texteq)");
        }
        assertRefused("CREATE SCHEMA own");
        assertRefused("ALTER SCHEMA " + schema + " RENAME TO another");
        assertRefused("ALTER TABLE " + schema + ".databasechangelog ADD CHECK (id <> '')");
        assertRefused("CREATE POLICY seen ON " + schema + ".databasechangelog USING (true)");
        assertRefused("CREATE TRIGGER own BEFORE INSERT ON " + schema
                + ".databasechangelog EXECUTE FUNCTION suppress_redundant_updates_trigger()");
    }

    private void assertRefused(String statement) {
        assertThatThrownBy(() -> as(shop).execute(statement))
                .rootCause()
                .hasFieldOrPropertyWithValue("SQLState", "42501");
    }

    private TestDatabase as(String role) {
        return database.with("user=" + role + "&password=" + role);
    }

    private Engines engines() {
        return Engines.as(migrator, database, LINE, CHANGELOG);
    }

    private List<Finding> findings(String role) {
        Server server = Servers.as(role, database);
        TenantSource catalog = Fleet.catalog(server);
        return new DoctorRun(
                        catalog,
                        catalog,
                        new PostgresFleet(server, HistoryTables.DEFAULT, 1),
                        new PostgresLocks(server, HistoryTables.DEFAULT, "no-such-host"),
                        new PostgresExamination(server, Examinations.FLEET))
                .examine(TenantSelection.ALL, 4, true)
                .findings();
    }
}
