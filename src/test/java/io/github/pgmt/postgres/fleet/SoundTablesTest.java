package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.fleet.SchemaScan.Scanned;
import io.github.pgmt.postgres.table.HistoryLimit;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.testing.LiquibaseTables;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table keeps the shape that was looked at until it has been read. */
class SoundTablesTest {

    private static final HistoryTables TABLES = HistoryTables.DEFAULT;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private TestRole owner;

    @BeforeEach
    void createTenant() {
        database.execute(LiquibaseTables.migrated("acme"));
        owner = new TestRole(database);
        database.execute(
                "GRANT ALL ON SCHEMA acme TO " + owner.name(),
                "ALTER TABLE acme.databasechangelog OWNER TO " + owner.name(),
                "ALTER TABLE acme.databasechangeloglock OWNER TO " + owner.name());
    }

    @AfterEach
    void dropOwner() {
        owner.close();
    }

    /** The server runs what is in them when it plans the next query. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX trap ON acme.databasechangelog (lower(id))",
                "CREATE INDEX trap ON acme.databasechangeloglock (id) WHERE locked",
                "CREATE STATISTICS acme.trap ON lower(id), lower(author) FROM acme.databasechangelog"
            })
    void itsOwnerMakesNothingInItMeanwhile(String trap) throws SQLException {
        try (Connection reader = Servers.of(database).openReadOnly("test");
                Connection ofOwner = owner.server().open("test")) {
            PlainSql.execute(ofOwner, "SET lock_timeout = '200ms'");

            assertThat(read(
                            reader,
                            () -> assertThatThrownBy(() -> PlainSql.execute(ofOwner, trap))
                                    .isInstanceOfSatisfying(
                                            SQLException.class,
                                            e -> assertThat(e.getSQLState()).isEqualTo(SqlErrors.LOCK_NOT_AVAILABLE))))
                    .containsEntry("acme", "read");

            PlainSql.execute(ofOwner, trap);
            assertThat(read(reader, () -> {})).containsEntry("acme", "UNTRUSTED");
        }
    }

    /** A changeset of another run may take long. */
    @Test
    void whereASessionOfTheSameRoleHasTheLockItIsReadAtOnce() throws SQLException {
        try (Connection reader = Servers.of(database).openReadOnly("test");
                Connection run = Servers.of(database).open("test")) {
            run.setAutoCommit(false);
            TableLock.SHARE_UPDATE_EXCLUSIVE.take(run, List.of("acme.databasechangelog", "acme.databasechangeloglock"));

            assertThat(read(reader, () -> {})).containsEntry("acme", "read");
        }
    }

    @Test
    void whereItsOwnerHasTheLockItIsNotRead() throws SQLException {
        try (Connection reader = Servers.of(database).openReadOnly("test");
                Connection ofOwner = owner.server().open("test")) {
            PlainSql.execute(reader, "SET lock_timeout = '200ms'");
            ofOwner.setAutoCommit(false);
            TableLock.SHARE_UPDATE_EXCLUSIVE.take(ofOwner, List.of("acme.databasechangelog"));

            assertThatThrownBy(() -> read(reader, () -> {}))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo(SqlErrors.LOCK_NOT_AVAILABLE));
        }
    }

    /** Who may only read the tables has no such lock, and cannot do more harm than the owner. */
    @Test
    void aRoleThatMayNotWriteReadsAllTheSame() throws SQLException {
        try (TestRole watcher = new TestRole(database)) {
            database.execute(
                    "GRANT USAGE ON SCHEMA acme TO " + watcher.name(),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA acme TO " + watcher.name());
            try (Connection reader = watcher.server().openReadOnly("test")) {
                assertThat(read(reader, () -> {})).containsEntry("acme", "read");
            }
        }
    }

    private static Map<String, String> read(Connection connection, Runnable meanwhile) throws SQLException {
        List<Scanned> schemas = new SchemaScan(TABLES).scan(connection, List.of("acme"));
        SoundTables<String> tables = new SoundTables<>(
                TABLES,
                Optional.of(HistoryLimit.DEFAULT),
                new UnreadableSchema(TABLES, Database.only(""), "test"),
                (reader, sound) -> {
                    if (!sound.isEmpty()) {
                        meanwhile.run();
                    }
                    return sound.isEmpty() ? Map.of() : Map.of("acme", "read");
                },
                (schema, why) -> kind(why));
        return tables.read(connection, schemas);
    }

    private static String kind(Failure failure) {
        return failure.kind().name();
    }
}
