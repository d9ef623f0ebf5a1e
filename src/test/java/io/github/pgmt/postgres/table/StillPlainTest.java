package io.github.pgmt.postgres.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever another session makes of the tables, the question whether they are still plain is answered as by a new look. */
class StillPlainTest {

    private static final String LOCK =
            "LOCK TABLE ONLY acme.databasechangelog, ONLY acme.databasechangeloglock IN SHARE UPDATE EXCLUSIVE MODE";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.emptied();

    private Connection connection;

    @BeforeEach
    void prepare() throws SQLException {
        DATABASE.execute(LiquibaseTables.migrated("acme"));
        connection = DATABASE.connect();
        prepareIn(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void whatDidNotChangeIsNotLookedAt() throws SQLException {
        DATABASE.execute(LiquibaseTables.row("acme", "three", 3));

        for (int times = 0; times < 10; times++) {
            assertThat(isStillPlain()).isTrue();
        }
        assertThat(isLookedAt()).isFalse();
    }

    @Test
    void theSessionKeepsItsTimeZone() throws SQLException {
        try (Connection other = DATABASE.connect()) {
            PlainSql.execute(other, "SET TimeZone TO 'Asia/Tokyo'");
            prepareIn(other);

            try (Statement statement = other.createStatement();
                    ResultSet row = statement.executeQuery("SHOW TimeZone")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("Asia/Tokyo");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX trap ON acme.databasechangelog (lower(id))",
                "CREATE INDEX CONCURRENTLY trap ON acme.databasechangelog (lower(id))",
                "CREATE INDEX trap ON acme.databasechangeloglock (id) WHERE locked",
                "ALTER TABLE acme.databasechangelog ADD EXCLUDE (id WITH =)",
                "CREATE TABLE acme.child () INHERITS (acme.databasechangelog)",
                "CREATE TABLE acme.parent (id varchar(255) NOT NULL); ALTER TABLE acme.databasechangelog INHERIT acme.parent",
                "CREATE TABLE acme.parent (id varchar(255) NOT NULL, author varchar(255) NOT NULL, "
                        + "filename varchar(255) NOT NULL, dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, "
                        + "exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255), "
                        + "comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), "
                        + "labels varchar(255), deployment_id varchar(10)) PARTITION BY LIST (id); "
                        + "ALTER TABLE acme.parent ATTACH PARTITION acme.databasechangelog DEFAULT",
                "CREATE STATISTICS acme.trap ON lower(id), lower(author) FROM acme.databasechangelog",
                "ALTER TABLE acme.databasechangelog ADD CHECK (id <> '')",
                "ALTER TABLE acme.databasechangelog ADD CHECK (id <> '') NOT VALID",
                "ALTER TABLE acme.databasechangelog ADD more int DEFAULT 1",
                "ALTER TABLE acme.databasechangelog ALTER COLUMN tag SET DEFAULT 'x'",
                "ALTER TABLE acme.databasechangelog ADD more int GENERATED ALWAYS AS IDENTITY",
                "ALTER TABLE acme.databasechangeloglock ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
                "ALTER TABLE acme.databasechangelog ADD more int GENERATED ALWAYS AS (orderexecuted + 1) STORED",
                "ALTER TABLE acme.databasechangeloglock ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE acme.databasechangelog FORCE ROW LEVEL SECURITY",
                "CREATE DOMAIN acme.own AS int; ALTER TABLE acme.databasechangelog ADD more acme.own",
                "CREATE DOMAIN acme.own AS varchar(255); ALTER TABLE acme.databasechangelog ALTER COLUMN tag TYPE acme.own",
                "CREATE COLLATION acme.own FROM \"C\"; "
                        + "ALTER TABLE acme.databasechangelog ALTER COLUMN id TYPE varchar(255) COLLATE acme.own",
                "CREATE TRIGGER trap BEFORE INSERT ON acme.databasechangelog "
                        + "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE TRIGGER trap AFTER UPDATE ON acme.databasechangeloglock "
                        + "FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE TABLE acme.follower (id int REFERENCES acme.databasechangeloglock)",
                "CREATE TABLE acme.leader (id varchar(255) PRIMARY KEY); "
                        + "ALTER TABLE acme.databasechangelog ADD FOREIGN KEY (tag) REFERENCES acme.leader",
                "CREATE RULE trap AS ON INSERT TO acme.databasechangelog DO ALSO SELECT 1",
                "CREATE TYPE acme.own AS (id int, locked boolean, lockgranted timestamp, lockedby varchar(255)); "
                        + "ALTER TABLE acme.databasechangeloglock OF acme.own",
            })
    void whatIsNotPlainAnyMoreIsSeen(String change) throws SQLException {
        assertThat(isStillPlain()).isTrue();
        for (String statement : change.split("; ")) {
            DATABASE.execute(statement);
        }

        assertThat(isStillPlain()).isFalse();
        assertThat(isStillPlain()).isFalse();
        assertThat(isPlain()).isFalse();
    }

    /** The first one's oid has gone, or has another name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE acme.databasechangelog; CREATE TABLE acme.databasechangelog (id text CHECK (id <> ''))",
                "ALTER TABLE acme.databasechangelog RENAME TO old; CREATE TABLE acme.databasechangelog (id text CHECK (id <> ''))",
                "CREATE SCHEMA beta; ALTER TABLE acme.databasechangelog SET SCHEMA beta; "
                        + "CREATE TABLE acme.databasechangelog (id text CHECK (id <> ''))",
                "ALTER SCHEMA acme RENAME TO old; CREATE SCHEMA acme; CREATE TABLE acme.databasechangeloglock (id int); "
                        + "CREATE TABLE acme.databasechangelog (id text CHECK (id <> ''))",
            })
    void anotherTableUnderTheNameIsLookedAt(String change) throws SQLException {
        for (String statement : change.split("; ")) {
            DATABASE.execute(statement);
        }

        assertThat(isStillPlain()).isFalse();
        DATABASE.execute("ALTER TABLE acme.databasechangelog DROP CONSTRAINT databasechangelog_id_check");
        assertThat(isStillPlain()).isTrue();
        assertThat(isLookedAt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE acme.databasechangelog ADD more int",
                "ALTER TABLE acme.databasechangelog ALTER COLUMN tag TYPE text",
                "CREATE INDEX by_date ON acme.databasechangelog (dateexecuted)",
                "ANALYZE acme.databasechangelog",
                "CREATE SCHEMA another",
            })
    void whatIsOnlySuspiciousIsLookedAt(String change) throws SQLException {
        DATABASE.execute(change);

        assertThat(isStillPlain()).isTrue();
        assertThat(isLookedAt()).isTrue();
        DATABASE.execute("ALTER TABLE acme.databasechangeloglock ADD CHECK (id > 0)");
        assertThat(isStillPlain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET ALL", "SET search_path TO acme", "SET TimeZone TO 'Asia/Tokyo'", "DISCARD PLANS"})
    void whatASessionForgetsOrSetsHidesNothing(String change) throws SQLException {
        PlainSql.execute(connection, change);
        assertThat(isStillPlain()).isTrue();
        DATABASE.execute("ALTER TABLE acme.databasechangeloglock ADD CHECK (id > 0)");

        assertThat(isStillPlain()).isFalse();
    }

    @Test
    void aChangeOfTheSessionsOwnIsSeen() throws SQLException {
        PlainSql.execute(connection, "ALTER TABLE acme.databasechangeloglock ADD CHECK (id > 0)");

        assertThat(isStillPlain()).isFalse();
    }

    @Test
    void aSessionThatForgotTheStatementSaysSo() throws SQLException {
        PlainSql.execute(connection, "DISCARD ALL");

        assertThatThrownBy(this::isStillPlain)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("26000"));
    }

    private static void prepareIn(Connection connection) throws SQLException {
        List<String> message = new ArrayList<>(List.of("BEGIN", LOCK));
        message.addAll(
                StillPlain.preparing("still", new TenantTables(Database.only(""), "acme", HistoryTables.DEFAULT)));
        message.add("COMMIT");
        PlainSql.execute(connection, String.join("; ", message));
    }

    private boolean isStillPlain() throws SQLException {
        try {
            PlainSql.execute(connection, "BEGIN; " + LOCK + "; EXECUTE still; COMMIT");
            return true;
        } catch (SQLException e) {
            PlainSql.execute(connection, "ROLLBACK");
            if (ReplayGuard.of(e).isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    /** As a new look says. */
    private boolean isPlain() {
        return DATABASE.query("SELECT "
                        + PlainShape.areBoth(
                                "'acme.databasechangelog'::regclass", "'acme.databasechangeloglock'::regclass"))
                .equals(List.of("t"));
    }

    /** Whether executing it reads the catalog's tables. */
    private boolean isLookedAt() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN EXECUTE still")) {
            List<String> plan = new ArrayList<>();
            while (rows.next()) {
                plan.add(rows.getString(1));
            }
            return String.join(" ", plan).contains("pg_attribute");
        }
    }
}
