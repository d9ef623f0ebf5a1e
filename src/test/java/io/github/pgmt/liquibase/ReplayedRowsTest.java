package io.github.pgmt.liquibase;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a changelog loads from its files are read once for all tenants, where they are the same for all. */
class ReplayedRowsTest {

    private static final String FILE = "rows.yaml";
    private static final List<String> TENANTS = List.of("t01", "t02", "t03");
    private static final String TYPED = """
            columns:
              - column: {name: id, type: NUMERIC}
              - column: {name: word, type: STRING}
            """;
    private static final String TABLE = """
            databaseChangeLog:
              - changeSet:
                  id: table
                  author: test
                  changes:
                    - createTable:
                        tableName: loaded
                        columns:
                          - column: {name: id, type: int, constraints: {primaryKey: true}}
                          - column: {name: word, type: text}
            """;

    @RegisterExtension
    final TestDatabase ours = new TestDatabase();

    @RegisterExtension
    final TestDatabase theirs = new TestDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void createTenants() {
        Fleet.createTenants(ours, TENANTS.size());
        Fleet.createTenants(theirs, TENANTS.size());
    }

    /** Of every type that is a text of the file's, with quotes, comments, nothing, defaults, and more rows than a statement has. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void rowsAreTheSameAsByLiquibase(LiquibaseLine line) throws IOException {
        write("values.csv", """
                id;word;amount;yes;day;moment;hour;made;next;key;skipped;other
                # a comment; that is none of the rows
                1;'it''s; one';1.50;true;2024-02-29;2024-02-29T23:59:59;12:34:56;upper('a');numbers;9b2e5d4e-0c1a-4d6e-8a54-0d2f3f0a1b2c;x;a
                2;back\\slash "quoted";-7;0;1999-12-31;1999-12-31 00:00:00;00:00:00;1 + 1;numbers;NULL;y;NULL
                3;NULL;NULL;NULL;NULL;NULL;NULL;NULL;numbers;NULL;z;b
                4;;;;;;;;numbers;;;
                5;Nowak $$ $1 ? ünï;0;false;2000-01-01;2000-01-01T00:00:00;01:02:03;now() - now();numbers;NULL;;c

                6;after nothing;;;;;;;numbers;;;
                """);
        write(
                "many.csv",
                "id,word\n"
                        + IntStream.range(10, 210)
                                .mapToObj(i -> i + ",word " + i)
                                .collect(Collectors.joining("\n")));
        write("changed.csv", "id,word\n10,changed\n11,NULL\n900,it's new\n");
        write(FILE, TABLE + """
              - changeSet:
                  id: values
                  author: test
                  changes:
                    - createSequence: {sequenceName: numbers, startValue: 5}
                    - createTable:
                        tableName: typed
                        columns:
                          - column: {name: id, type: int}
                          - column: {name: word, type: text}
                          - column: {name: amount, type: "numeric(10,2)"}
                          - column: {name: "yes", type: boolean}
                          - column: {name: day, type: date}
                          - column: {name: moment, type: timestamp}
                          - column: {name: hour, type: time}
                          - column: {name: made, type: text}
                          - column: {name: next, type: int}
                          - column: {name: key, type: uuid}
                          - column: {name: other, type: text}
                    - loadData:
                        file: values.csv
                        tableName: typed
                        separator: ";"
                        quotchar: "'"
                        columns:
                          - column: {name: id, type: NUMERIC}
                          - column: {name: word, type: STRING}
                          - column: {header: amount, name: amount, type: NUMERIC, defaultValueNumeric: 9.99}
                          - column: {name: "yes", type: BOOLEAN, defaultValueBoolean: true}
                          - column: {name: day, type: DATE, defaultValueDate: 2020-01-01}
                          - column: {name: moment, type: DATETIME}
                          - column: {name: hour, type: TIME}
                          - column: {name: made, type: COMPUTED}
                          - column: {name: next, type: SEQUENCE}
                          - column: {name: key, type: UUID}
                          - column: {name: skipped, type: SKIP}
                          - column: {name: other, type: OTHER}
              - changeSet:
                  id: many
                  author: test
                  changes:
                    - loadData:
                        file: many.csv
                        tableName: loaded
                        columns:
                          - column: {name: id, type: NUMERIC}
                          - column: {name: word, type: STRING}
              - changeSet:
                  id: update
                  author: test
                  changes:
                    - loadUpdateData:
                        file: changed.csv
                        tableName: loaded
                        primaryKey: id
                        columns:
                          - column: {name: id, type: NUMERIC}
                          - column: {name: word, type: STRING}
            """);

        List<TenantResult> results = migrate(line);

        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(ways(results))
                .as("%s", results.get(1).way().notReplayed())
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
        assertSame(line);
        assertThat(ours.query("SELECT count(*) FROM t02.loaded")).containsExactly("201");
        assertThat(ours.query("SELECT word FROM t03.loaded WHERE id IN (10, 900) ORDER BY id"))
                .containsExactly("changed", "it's new");
        assertThat(ours.query("SELECT next FROM t02.typed ORDER BY id")).startsWith("5", "6", "7", "8", "9");
    }

    /** What is looked up in the table would be another thing where the tenant's table is another. */
    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void rowsWithoutTypesAreLiquibases(LiquibaseLine line) throws IOException {
        write("rows.csv", "id,word\n1,0123\n");
        write(FILE, TABLE);
        migrate(line);
        assertSame(line);
        for (TestDatabase database : List.of(ours, theirs)) {
            database.execute("ALTER TABLE t02.loaded ALTER COLUMN word TYPE int USING 1");
        }
        write(FILE, TABLE + loading("rows", "loadData", "columns: [{column: {name: id, type: NUMERIC}}]"));

        List<TenantResult> results = migrate(line);

        assertNotReplayed(results, Map.of("rows", "give each a type in the changelog"));
        assertThat(ours.query("SELECT word FROM t02.loaded")).containsExactly("123");
        assertThat(ours.query("SELECT word FROM t03.loaded")).containsExactly("0123");
        assertSame(line);
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void theTimeOfTheReadIsLiquibases(LiquibaseLine line) throws IOException {
        Map<String, String> changes = new TreeMap<>(Map.of(
                "today", "loadData", "NOW+1h", "loadData", "Today-7", "loadUpdateData", "now", "loadUpdateData"));
        String dated = "columns:\n  - column: {name: id, type: NUMERIC}\n  - column: {name: word, type: DATE}";
        StringBuilder changelog = new StringBuilder(TABLE);
        Map<String, String> reasons = new TreeMap<>();
        for (Map.Entry<String, String> change : changes.entrySet()) {
            write(change.getKey() + ".csv", "id,word\n" + reasons.size() + "," + change.getKey() + "\n");
            changelog.append(loading(change.getKey(), change.getValue(), "primaryKey: id\n" + dated));
            reasons.put(change.getKey(), "the time at which Liquibase reads its file");
        }
        write(FILE, changelog.toString());

        assertNotReplayed(migrate(line), reasons);
    }

    /** Large objects, what is no text alone, and what is too much to be kept for all tenants. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatIsMoreThanATextIsReadByLiquibaseInEachTenant(LiquibaseLine line) throws IOException {
        boolean replaces = line == LiquibaseLine.LIQUIBASE_5;
        String word = "x".repeat(replaces ? 60_000 : 110_000);
        write("word.txt", "a large one");
        write("clob.csv", "id,word\n1,word.txt\n");
        write("blob.csv", "id,word\n1,word.txt\n");
        write("prepared.csv", "id,word\n2,one\n");
        write(
                "much.csv",
                "id,word\n"
                        + IntStream.range(10, 20).mapToObj(i -> i + "," + word).collect(Collectors.joining("\n")));
        write(
                FILE,
                TABLE
                        + TABLE.substring(TABLE.indexOf("  - changeSet"))
                                .replace("id: table", "id: table of bytes")
                                .replace("loaded", "bytes")
                                .replace("type: text", "type: bytea")
                        + loading("clob", "loadData", TYPED.replace("STRING", "CLOB"))
                        + loading("blob", "loadData", TYPED.replace("STRING", "BLOB"))
                                .replace("loaded", "bytes")
                        + loading("prepared", "loadData", "usePreparedStatements: true\n" + TYPED)
                        + loading("much", replaces ? "loadUpdateData" : "loadData", "primaryKey: id\n" + TYPED));

        assertNotReplayed(
                migrate(line),
                Map.of(
                        "clob", "loads large objects",
                        "blob", "loads large objects",
                        "prepared", "makes a statement that is more than a text",
                        "much", "more than 1000000 characters together"));
        assertSame(line);
    }

    /** A file that is not there, or not what it should be, fails as by Liquibase in each tenant. */
    @Test
    void aFileThatIsNotThereFailsAsByLiquibase() throws IOException {
        write("rows.csv", "id,word\n1,one,too many\n");
        write(FILE, TABLE + loading("rows", "loadData", TYPED));

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_5);

        assertThat(results)
                .allSatisfy(tenant ->
                        assertThat(tenant.failure().orElseThrow().message()).contains("rows.csv"));
        assertThat(ours.query("SELECT id FROM t03.databasechangelog")).containsExactly("table");
    }

    /** @param reasons a part of each, by the changeset's id */
    private static void assertNotReplayed(List<TenantResult> results, Map<String, String> reasons) {
        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(reasons)
                .allSatisfy((id, why) -> assertThat(results.get(1).way().notReplayed())
                        .as("%s of %s", id, ways(results))
                        .anySatisfy(reason -> {
                            assertThat(reason.changeSet().id()).isEqualTo(id);
                            assertThat(reason.why()).contains(why);
                        }));
    }

    /** Rows of the file that is named as the changeset. */
    private static String loading(String id, String change, String more) {
        return """
              - changeSet:
                  id: %1$s
                  author: test
                  changes:
                    - %2$s:
                        file: %1$s.csv
                        tableName: loaded
            %3$s""".formatted(id, change, more.indent(12));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private List<TenantResult> migrate(LiquibaseLine line) {
        return Fleet.migrateAll(Engines.of(ours, line, Engines.changelog(FILE), directory), Fleet.options(2))
                .tenants();
    }

    private void assertSame(LiquibaseLine line) {
        TENANTS.forEach(tenant ->
                OwnLiquibase.migrate(line, new OwnLiquibase.Update(theirs, tenant, directory, FILE, "", "", Map.of())));
        assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                .isEmpty();
    }
}
