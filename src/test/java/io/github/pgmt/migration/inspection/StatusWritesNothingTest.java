package io.github.pgmt.migration.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status of tenants can be asked for by who may only read, where nothing can be written, and while others work. */
class StatusWritesNothingTest {

    private static final String SHOP = "changelogs/shop/master.yaml";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createTenants() {
        database.execute("CREATE SCHEMA behind", "CREATE SCHEMA fresh");
        try (OwnLiquibase liquibase = new OwnLiquibase(LiquibaseLine.LIQUIBASE_4)) {
            liquibase.updateCount(OwnLiquibase.Update.of(database, "behind", SHOP), 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDatabaseIsAsItWas(LiquibaseLine line) {
        DatabaseContents before = DatabaseContents.of(database);

        assertTold(database, line);

        assertThat(DatabaseContents.of(database).differences(before, "after", "before"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRoleThatMayOnlyReadWillDo(LiquibaseLine line) {
        String reader = "reader_" + UUID.randomUUID().toString().replace("-", "");
        database.execute(
                "CREATE ROLE " + reader,
                "GRANT USAGE ON SCHEMA behind, fresh TO " + reader,
                "GRANT SELECT ON ALL TABLES IN SCHEMA behind TO " + reader);
        try {
            TestDatabase asReader = TestDatabase.at(withOption(database.url(), "role=" + reader));
            assertThat(asReader.query("SELECT current_user")).containsExactly(reader);

            assertTold(asReader, line);
        } finally {
            database.execute("DROP OWNED BY " + reader, "DROP ROLE " + reader);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatOnlyReadsWillDo(LiquibaseLine line) {
        database.execute("ALTER DATABASE "
                + database.query("SELECT current_database()").get(0) + " SET default_transaction_read_only = on");
        assertThat(database.query("SHOW transaction_read_only")).containsExactly("on");

        assertTold(database, line);
    }

    @ParameterizedTest
    @EnumSource
    void aTenantThatSomebodyWorksOnIsNotWaitedFor(LiquibaseLine line) throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM behind.databasechangeloglock FOR UPDATE");
            statement.execute("DELETE FROM behind.databasechangelog");

            assertTold(database, line);
        }
    }

    private static void assertTold(TestDatabase database, LiquibaseLine line) {
        List<TenantStatus> tenants = Fleet.status(Engines.of(database, line, SHOP));

        assertThat(tenants).extracting(TenantStatus::schema).containsExactly("behind", "fresh");
        assertThat(tenants)
                .extracting(tenant -> tenant.changeSets().pending().size())
                .containsExactly(11, 15);
        assertThat(tenants).extracting(TenantStatus::state).containsOnly(TenantStatus.State.PENDING);
    }

    private static String withOption(String url, String setting) {
        return url + (url.contains("?") ? "&" : "?") + "options=-c%20" + setting;
    }
}
