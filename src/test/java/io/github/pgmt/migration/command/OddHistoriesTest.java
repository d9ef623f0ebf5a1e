package io.github.pgmt.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.work.Replaying;
import io.github.pgmt.migration.work.RunOptions;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A history's owner can put rows into it that Liquibase never writes; they are his tenant's trouble alone. */
class OddHistoriesTest {

    private static final String HONEST = "honest";
    private static final String FIRST = """
            --liquibase formatted sql
            --changeset app:1
            CREATE TABLE one (id int);
            """;
    private static final String SECOND = FIRST + """
            --changeset app:2
            CREATE TABLE two (id int);
            """;
    private static final String INSERT =
            "INSERT INTO %s.databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum) ";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    private Path directory;

    /** What is inserted, and what is said of it. */
    private record Odd(String values, String said) {}

    private static Map<String, Odd> odd() {
        Map<String, Odd> odd = new TreeMap<>();
        odd.put("everything", new Odd("NULL, 'x', 'y', NULL, NULL, NULL, NULL", "is NULL"));
        odd.put("author", new Odd("'1', NULL, 'y', now(), 9, 'EXECUTED', NULL", "a row whose author is NULL"));
        odd.put("checksum", new Odd("'1', 'x', 'y', now(), 9, 'EXECUTED', '99999999999:a'", "an unknown md5sum"));
        odd.put("filename", new Odd("'1', 'x', NULL, now(), 9, 'EXECUTED', NULL", "a row whose filename is NULL"));
        odd.put("id", new Odd("NULL, 'x', 'y', now(), 9, 'EXECUTED', NULL", "a row whose id is NULL"));
        odd.put("moment", new Odd("'1', 'x', 'y', NULL, 9, 'EXECUTED', NULL", "a row whose dateexecuted is NULL"));
        odd.put("outcome", new Odd("'1', 'x', 'y', now(), 9, NULL, NULL", "a row whose exectype is NULL"));
        odd.put("unknown", new Odd("'1', 'x', 'y', now(), 9, 'X<>', NULL", "an unknown exectype"));
        return odd;
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatLiquibaseDoesNotWriteIsItsTenantsTroubleAlone(LiquibaseLine line) throws IOException {
        Replaying replaying = line == LiquibaseLine.LIQUIBASE_4 ? Replaying.DEFAULT : Replaying.OFF;
        Map<String, Odd> odd = odd();
        RunOptions options = Fleet.options(2).with(replaying);
        database.execute("CREATE SCHEMA " + HONEST);
        odd.keySet().forEach(schema -> database.execute("CREATE SCHEMA " + schema));
        Fleet.migrateAll(engines(line, FIRST), options);
        odd.forEach((schema, what) -> database.execute(
                "ALTER TABLE " + schema + ".databasechangelog ALTER id DROP NOT NULL, ALTER author DROP NOT NULL, "
                        + "ALTER filename DROP NOT NULL, ALTER dateexecuted DROP NOT NULL, "
                        + "ALTER orderexecuted DROP NOT NULL, ALTER exectype DROP NOT NULL",
                INSERT.formatted(schema) + "VALUES (" + what.values() + ")"));

        List<TenantStatus> statuses = Fleet.status(engines(line, SECOND));
        OperationResults migrated = Fleet.migrateAll(engines(line, SECOND), options);

        assertThat(statuses).hasSize(odd.size() + 1).allSatisfy(status -> {
            if (status.schema().equals(HONEST)) {
                assertThat(status.state()).isEqualTo(TenantStatus.State.PENDING);
            } else {
                assertThat(status.state()).isEqualTo(TenantStatus.State.UNREADABLE);
                said(status.schema(), odd, status.problem().orElseThrow());
            }
        });
        assertThat(migrated.tenants()).hasSize(odd.size() + 1).allSatisfy(result -> {
            if (result.schema().equals(HONEST)) {
                assertThat(result.outcome()).isEqualTo(Outcome.MIGRATED);
            } else {
                assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
                said(result.schema(), odd, result.failure().orElseThrow().message());
            }
        });
    }

    private Engines engines(LiquibaseLine line, String changelog) throws IOException {
        Files.writeString(directory.resolve("changelog.sql"), changelog);
        return Engines.of(database, line, Engines.changelog("changelog.sql"), directory);
    }

    private static void said(String schema, Map<String, Odd> odd, String message) {
        assertThat(message)
                .contains("The table \"" + schema + "\".\"databasechangelog\" has a row")
                .contains(odd.get(schema).said())
                .contains("mend the row or delete it");
    }
}
