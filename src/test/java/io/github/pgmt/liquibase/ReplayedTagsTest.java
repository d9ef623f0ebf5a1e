package io.github.pgmt.liquibase;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A {@code tagDatabase} that is replayed leaves the tag where Liquibase leaves it, and can be gone back to. */
class ReplayedTagsTest {

    private static final String FILE = "db/tags.xml";

    /** In XML a tag is a changeset's only change. */
    private static final String BESIDE_OTHERS = """
            databaseChangeLog:
              - changeSet:
                  id: and a table
                  author: test
                  changes:
                    - createTable: {tableName: third, columns: [{column: {name: id, type: int}}]}
                    - tagDatabase: {tag: v2}
              - changeSet:
                  id: two
                  author: test
                  changes:
                    - tagDatabase: {tag: v3}
                    - tagDatabase: {tag: v3b}
            """;

    private static final List<String> TENANTS = List.of("t1", "t2", "T 3");

    @RegisterExtension
    final TestDatabase ours = new TestDatabase();

    @RegisterExtension
    final TestDatabase theirs = new TestDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void createTenants() {
        for (TestDatabase database : List.of(ours, theirs)) {
            TENANTS.forEach(tenant -> database.execute("CREATE SCHEMA " + TestDatabase.quoted(tenant)));
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void everyTagOfAReleaseIsOnTheRowOfItsChangeset(LiquibaseLine line) throws IOException {
        write(table("first"));
        migrateBoth(line);

        String release = tag("at once", "v1")
                + table("second")
                + "<include file=\"db/tags.yaml\"/>"
                + changeSet(
                        "marked",
                        "",
                        "<preConditions onFail=\"MARK_RAN\"><dbms type=\"oracle\"/></preConditions><tagDatabase tag=\"v4\"/>")
                + changeSet("always", " runAlways=\"true\"", "<tagDatabase tag=\"it's v5\"/>")
                + changeSet("kept", "", "<tagDatabase tag=\"v6\" keepTagOnRollback=\"true\"/>");
        write(table("first") + release);
        migrateBoth(line);
        assertThat(tags("t2"))
                .isEqualTo(tags("t1"))
                .containsExactly(
                        "first null",
                        "at once v1",
                        "second null",
                        "and a table v2",
                        "two v3",
                        "marked v4",
                        "always it's v5",
                        "kept v6");

        write(table("first") + release + table("last") + tag("end", "v7"));
        migrateBoth(line);
        assertThat(tags("T 3")).endsWith("always it's v5", "last null", "end v7");

        write(table("first") + release + table("last") + tag("end", "v7") + tag("alone", "v8"));
        migrateBoth(line);
        assertThat(tags("T 3")).endsWith("always it's v5", "alone v8");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aReplayedTagIsGoneBackToAsOneOfLiquibases(LiquibaseLine line) throws IOException {
        write(table("first")
                + tag("of a release", "v1")
                + table("second")
                + tag("kept", "v2\" keepTagOnRollback=\"true")
                + table("third"));
        migrateBoth(line);

        rollBackBoth(line, "v2");
        assertThat(tags("t2")).containsExactly("first null", "of a release v1", "second null", "kept v2");

        rollBackBoth(line, "v1");
        assertThat(tags("t2")).containsExactly("first null");

        migrateBoth(line);
        assertThat(tags("t2")).hasSize(5);
    }

    /** A tag that is another in each tenant. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void aTagThatNamesItsTenantIsItsOwn(LiquibaseLine line) throws IOException {
        write(table("first") + tag("own", "of ${tenant}") + table("second"));

        List<TenantResult> results = migrateOurs(line);

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(ours.query("SELECT tag FROM t1.databasechangelog WHERE id = 'own'"))
                .containsExactly("of t1");
        assertThat(ours.query("SELECT tag FROM t2.databasechangelog WHERE id = 'own'"))
                .containsExactly("of t2");
        TENANTS.forEach(tenant -> OwnLiquibase.migrate(line, update(tenant, Map.of("tenant", tenant))));
        assertSame();
    }

    /** Liquibase fails at it too, in each tenant. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aTagThatHasNoRoomIsLiquibasesToJudge(LiquibaseLine line) throws IOException {
        write(table("first"));
        migrateBoth(line);
        write(table("first") + tag("fits the pilot", "v2"));
        for (TestDatabase database : List.of(ours, theirs)) {
            database.execute("ALTER TABLE t2.databasechangelog ALTER COLUMN tag TYPE varchar(1)");
        }

        List<TenantResult> results = migrateOurs(line);

        assertThat(results.get(1).failure().orElseThrow().sqlState()).contains("22001");
        assertThat(results.get(1).way().replayed()).isZero();
        assertThat(results.get(2).failure()).isEmpty();
        for (String tenant : TENANTS) {
            try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
                Optional<String> failure =
                        liquibase.update(update(tenant, Map.of())).failure();
                assertThat(failure.isPresent()).isEqualTo(tenant.equals("t2"));
            }
        }
        assertSame();
    }

    private static String table(String name) {
        return changeSet(
                name, "", "<createTable tableName=\"" + name + "\"><column name=\"id\" type=\"int\"/></createTable>");
    }

    private static String tag(String id, String tag) {
        return changeSet(id, "", "<tagDatabase tag=\"" + tag + "\"/>");
    }

    private static String changeSet(String id, String attributes, String content) {
        return "<changeSet id=\"" + id + "\" author=\"test\"" + attributes + ">" + content + "</changeSet>";
    }

    private void write(String changeSets) throws IOException {
        Files.createDirectories(directory.resolve(FILE).getParent());
        Files.writeString(directory.resolve("db/tags.yaml"), BESIDE_OTHERS);
        Files.writeString(directory.resolve(FILE), """
                <?xml version="1.0" encoding="UTF-8"?>
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                """ + changeSets + "</databaseChangeLog>");
    }

    private void migrateBoth(LiquibaseLine line) {
        List<TenantResult> results = migrateOurs(line);
        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertReplayed(results);
        TENANTS.forEach(tenant -> OwnLiquibase.migrate(line, update(tenant, Map.of())));
        assertSame();
    }

    private static void assertReplayed(List<TenantResult> results) {
        assertThat(results)
                .filteredOn(tenant -> tenant.way().engine().equals(Optional.of(Way.Engine.REPLAY)))
                .as("all but the pilot: %s", ways(results))
                .hasSize(TENANTS.size() - 1);
    }

    private List<TenantResult> migrateOurs(LiquibaseLine line) {
        return inOrder(
                Fleet.run(engines(line), Fleet.options(2)).migrate(TenantSelection.ALL, false).tenants().stream());
    }

    private void rollBackBoth(LiquibaseLine line, String tag) {
        Rollback rollback = new Rollback(new RollbackTarget.Tag(tag), false);
        List<TenantResult> results = inOrder(
                Fleet.rollback(engines(line), rollback).rollBack(TenantSelection.ALL, false).tenants().stream());
        assertReplayed(results);
        for (String tenant : TENANTS) {
            try (OwnLiquibase liquibase = new OwnLiquibase(line)) {
                assertThat(liquibase.rollbackTag(update(tenant, Map.of()), tag).failure())
                        .isEmpty();
            }
        }
        assertSame();
    }

    private static List<TenantResult> inOrder(Stream<TenantResult> results) {
        List<TenantResult> all = results.toList();
        return TENANTS.stream()
                .map(schema -> all.stream()
                        .filter(result -> result.schema().equals(schema))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private Engines engines(LiquibaseLine line) {
        return Engines.of(ours, line, Engines.changelog(FILE), directory);
    }

    private OwnLiquibase.Update update(String tenant, Map<String, String> parameters) {
        return new OwnLiquibase.Update(theirs, tenant, directory, FILE, "", "", parameters);
    }

    private List<String> tags(String tenant) {
        return ours.query("SELECT id || ' ' || coalesce(tag, 'null') FROM " + TestDatabase.quoted(tenant)
                + ".databasechangelog ORDER BY orderexecuted");
    }

    private void assertSame() {
        assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                .isEmpty();
    }
}
