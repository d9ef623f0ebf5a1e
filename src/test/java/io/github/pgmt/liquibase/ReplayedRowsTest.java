package io.github.pgmt.liquibase;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        write(FILE, TABLE + loading("loadData", "columns: [{column: {name: id, type: NUMERIC}}]"));

        List<TenantResult> results = migrate(line);

        assertNotReplayed(results, "give each a type in the changelog");
        assertThat(ours.query("SELECT word FROM t02.loaded")).containsExactly("123");
        assertThat(ours.query("SELECT word FROM t03.loaded")).containsExactly("0123");
        assertSame(line);
    }

    @ParameterizedTest
    @CsvSource({
        "LIQUIBASE_4, loadData, today",
        "LIQUIBASE_5, loadData, NOW+1h",
        "LIQUIBASE_5, loadUpdateData, Today-7",
        "LIQUIBASE_4, loadUpdateData, now"
    })
    void theTimeOfTheReadIsLiquibases(LiquibaseLine line, String change, String value) throws IOException {
        write("rows.csv", "id,word\n1," + value + "\n");
        write(
                FILE,
                TABLE
                        + loading(
                                change,
                                "primaryKey: id\ncolumns:\n  - column: {name: id, type: NUMERIC}\n  - column: {name: word, type: DATE}"));

        assertNotReplayed(migrate(line), "the time at which Liquibase reads its file");
    }

    @ParameterizedTest
    @CsvSource({"LIQUIBASE_4, CLOB", "LIQUIBASE_5, BLOB"})
    void largeObjectsAreLiquibases(LiquibaseLine line, String type) throws IOException {
        write("rows.csv", "id,word\n1,word.txt\n");
        write("word.txt", "a large one");
        write(
                FILE,
                TABLE.replace("name: word, type: text", "name: word, type: " + (type.equals("BLOB") ? "bytea" : "text"))
                        + loading("loadData", TYPED.replace("STRING", type)));

        assertNotReplayed(migrate(line), "loads large objects");
        assertSame(line);
    }

    @Test
    void preparedStatementsAreLiquibases() throws IOException {
        LiquibaseLine line = LiquibaseLine.LIQUIBASE_5;
        write("rows.csv", "id,word\n1,one\n");
        write(FILE, TABLE + loading("loadData", "usePreparedStatements: true\n" + TYPED));

        assertNotReplayed(migrate(line), "makes a statement that is more than a text");
        assertSame(line);
    }

    static Stream<Arguments> much() {
        return Faults.cases(
                List.of(arguments(LiquibaseLine.LIQUIBASE_5, "loadUpdateData", 60_000)),
                List.of(arguments(LiquibaseLine.LIQUIBASE_4, "loadData", 110_000)));
    }

    @ParameterizedTest
    @MethodSource("much")
    @Tag(Faults.TAG)
    void whatIsMuchIsReadByLiquibaseInEachTenant(LiquibaseLine line, String change, int length) throws IOException {
        String word = "x".repeat(length);
        write(
                "rows.csv",
                "id,word\n"
                        + IntStream.range(0, 10).mapToObj(i -> i + "," + word).collect(Collectors.joining("\n")));
        write(FILE, TABLE + loading(change, "primaryKey: id\n" + TYPED));

        assertNotReplayed(migrate(line), "more than 1000000 characters together");
        assertSame(line);
    }

    /** A file that is not there, or not what it should be, fails as by Liquibase in each tenant. */
    @Test
    void aFileThatIsNotThereFailsAsByLiquibase() throws IOException {
        write("rows.csv", "id,word\n1,one,too many\n");
        write(FILE, TABLE + loading("loadData", TYPED));

        List<TenantResult> results = migrate(LiquibaseLine.LIQUIBASE_5);

        assertThat(results)
                .allSatisfy(tenant ->
                        assertThat(tenant.failure().orElseThrow().message()).contains("rows.csv"));
        assertThat(ours.query("SELECT id FROM t03.databasechangelog")).containsExactly("table");
    }

    private static void assertNotReplayed(List<TenantResult> results, String why) {
        assertThat(results).allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty());
        assertThat(results.get(1).way().notReplayed())
                .extracting(NotReplayed::why)
                .as("%s", ways(results))
                .anyMatch(reason -> reason.contains(why));
    }

    private static String loading(String change, String more) {
        return """
              - changeSet:
                  id: rows
                  author: test
                  changes:
                    - %s:
                        file: rows.csv
                        tableName: loaded
            %s""".formatted(change, more.indent(12));
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
