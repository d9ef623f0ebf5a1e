package io.github.pgmt.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.postgres.table.UntrustedTables;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Liquibase's tables are locked and looked at in one message, whatever a changeset left in the session. */
class PreparedTablesTest {

    private static final String HELD =
            "SELECT count(*) FROM pg_locks WHERE relation = 'acme.databasechangelog'::regclass"
                    + " AND mode = 'ShareUpdateExclusiveLock'";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    private Connection connection;
    private PreparedTables tables;

    @BeforeEach
    void begin() throws SQLException {
        DATABASE.execute(LiquibaseTables.migrated("acme"));
        connection = DATABASE.connect();
        connection.setAutoCommit(false);
        tables = new PreparedTables(connection, new TenantTables(Database.only(""), "acme", HistoryTables.DEFAULT));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void soundTablesAreLockedAndThePathStays() throws SQLException {
        String before = answer("SHOW search_path");

        for (int times = 0; times < 3; times++) {
            assertThat(tables.lock()).isTrue();
            assertThat(DATABASE.query(HELD)).containsExactly("1");
            assertThat(answer("SHOW search_path")).isEqualTo(before);
            connection.rollback();
            assertThat(DATABASE.query(HELD)).containsExactly("0");
        }
    }

    @Test
    void thePathIsEnteredAndLeft() throws SQLException {
        answer("SELECT set_config('search_path', 'acme, public', true)");
        OwnPath path = new OwnPath(connection);

        assertThat(tables.enter(path)).isTrue();
        assertThat(path.<String, RuntimeException>during(() -> answer("SHOW search_path")))
                .isEqualTo("pg_catalog, pg_temp");

        assertThat(answer("SHOW search_path")).isEqualTo("acme, public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX trap ON acme.databasechangelog (lower(id))",
                "CREATE INDEX trap ON acme.databasechangeloglock (id) WHERE locked",
                "CREATE TABLE acme.child () INHERITS (acme.databasechangelog)",
                "CREATE TABLE acme.parent (id varchar(255) NOT NULL); ALTER TABLE acme.databasechangelog INHERIT acme.parent",
                "CREATE STATISTICS acme.trap ON lower(id), lower(author) FROM acme.databasechangelog",
                "ALTER TABLE acme.databasechangelog ADD CHECK (id <> '')",
                "ALTER TABLE acme.databasechangelog ADD more int DEFAULT 1",
                "ALTER TABLE acme.databasechangeloglock ENABLE ROW LEVEL SECURITY",
                "CREATE DOMAIN acme.own AS int; ALTER TABLE acme.databasechangelog ADD more acme.own",
                "DROP TABLE acme.databasechangeloglock; CREATE VIEW acme.databasechangeloglock AS SELECT 1 AS id",
            })
    void othersAreNotAndTheTransactionGoesOn(String change) throws SQLException {
        assertThat(tables.lock()).isTrue();
        connection.rollback();
        DATABASE.execute(change);
        answer("SELECT set_config('pgmt.mark', 'kept', true)");

        assertThat(isLocked()).isFalse();

        assertThat(answer("SHOW pgmt.mark")).isEqualTo("kept");
    }

    /** A view cannot be locked so; that is the server's error. */
    private boolean isLocked() throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return tables.lock();
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo(UntrustedTables.WRONG_OBJECT_TYPE);
            connection.rollback(before);
            return false;
        }
    }

    @Test
    void aSessionThatForgotWhatWasPreparedPreparesItAgain() throws SQLException {
        assertThat(tables.lock()).isTrue();
        PlainSql.execute(connection, "DEALLOCATE ALL");

        assertThat(tables.lock()).isFalse();
        assertThat(tables.lock()).isTrue();
    }

    @Test
    void afterAWaitInVainItIsFoundPrepared() throws SQLException {
        PlainSql.execute(connection, "SET lock_timeout = '10ms'");
        connection.commit();
        try (Connection other = DATABASE.connect()) {
            other.setAutoCommit(false);
            PlainSql.execute(other, "LOCK TABLE acme.databasechangelog");
            assertThatThrownBy(() -> tables.lock())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(SqlErrors.LOCK_NOT_AVAILABLE));
            connection.rollback();
            other.rollback();
        }

        assertThat(tables.lock()).isFalse();
        assertThat(tables.lock()).isTrue();
    }

    private String answer(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
