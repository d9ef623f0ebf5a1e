package io.github.pgmt.liquibase;

import static io.github.pgmt.testing.Fleet.ways;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.changelog.Rollback;
import io.github.pgmt.migration.changelog.RollbackTarget;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.testing.DatabaseContents;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.OnLine;
import io.github.pgmt.testing.OwnLiquibase;
import io.github.pgmt.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code output} says is heard once in each tenant, replayed or not, where Liquibase says it. */
class ReplayedOutputsTest {

    private static final String FILE = "outputs.yaml";
    private static final List<String> TENANTS = List.of("t01", "t02", "t03");

    @RegisterExtension
    final TestDatabase ours = new TestDatabase();

    @RegisterExtension
    final TestDatabase theirs = new TestDatabase();

    @TempDir
    private Path directory;

    private final List<String> debugged = Collections.synchronizedList(new ArrayList<>());

    /** What was heard of a run, line by line and sorted, since tenants are worked on at once. */
    private record Heard<T>(T result, List<String> out, List<String> err) {

        static <T> Heard<T> of(Supplier<T> work) {
            PrintStream out = System.out;
            PrintStream err = System.err;
            ByteArrayOutputStream heardOut = new ByteArrayOutputStream();
            ByteArrayOutputStream heardErr = new ByteArrayOutputStream();
            System.setOut(new PrintStream(heardOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(heardErr, true, StandardCharsets.UTF_8));
            try {
                T result = work.get();
                return new Heard<>(result, lines(heardOut), lines(heardErr));
            } finally {
                System.setOut(out);
                System.setErr(err);
            }
        }

        private static List<String> lines(ByteArrayOutputStream heard) {
            return heard.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("said"))
                    .sorted()
                    .toList();
        }
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aReplayedTenantSaysWhatItsPilotSaid(LiquibaseLine line) throws IOException {
        createTenants();
        write("""
                databaseChangeLog:
                  - changeSet:
                      id: between
                      author: test
                      changes:
                        - createTable: {tableName: cat, columns: [{column: {name: id, type: int}}]}
                        - output: {message: said to feed the cat, target: STDOUT}
                        - insert: {tableName: cat, columns: [{column: {name: id, valueNumeric: 1}}]}
                        - output: {message: said by default}
                  - changeSet:
                      id: own
                      author: test
                      changes:
                        - output: {message: "said of ${tenant} in ${tenant.schema}; $1 \\\\ it's", target: stdout}
                        - output: {message: said to the log, target: WARN}
                        - output: {message: said to nobody, target: DEBUG}
                """);

        Heard<List<TenantResult>> heard = Heard.of(() -> migrate(line));
        Heard<Integer> expected = Heard.of(() -> updateTheirs(line));

        assertThat(ways(heard.result()))
                .containsExactly("t01 LIQUIBASE HISTORY", "t02 REPLAY CATALOG", "t03 REPLAY CATALOG");
        assertThat(heard.out()).hasSize(6).isEqualTo(expected.out()).contains("said of t02 in t02; $1 \\ it's");
        assertThat(heard.err()).hasSize(3).isEqualTo(expected.err());
        assertThat(debugged).filteredOn(text -> isSaid(text, "said to the log")).hasSize(3);
        assertThat(debugged).noneMatch(text -> isSaid(text, "said to nobody"));
        assertSame();
    }

    /** Liquibase goes on where a replay is refused, and says it then. */
    @OnLine(LiquibaseLine.LIQUIBASE_5)
    void whatWasRolledBackIsNotSaidTwice(LiquibaseLine line) throws IOException {
        createTenants();
        write("databaseChangeLog: [{changeSet: {id: empty, author: test, changes: []}}]");
        migrate(line);
        write("""
                databaseChangeLog:
                  - changeSet: {id: empty, author: test, changes: []}
                  - changeSet: {id: first, author: test, changes: [{output: {message: said first}}]}
                  - changeSet:
                      id: second
                      author: test
                      changes:
                        - output: {message: said second}
                        - createTable: {tableName: other, columns: [{column: {name: id, type: int}}]}
                """);
        ours.execute("CREATE TABLE t02.other (id int)");

        Heard<List<TenantResult>> heard = Heard.of(() -> migrate(line));

        assertThat(heard.result().get(1).failure().orElseThrow().sqlState()).contains("42P07");
        assertThat(heard.err())
                .containsExactly("said first", "said first", "said first", "said second", "said second", "said second");
    }

    @OnLine(LiquibaseLine.LIQUIBASE_4)
    void aRollbackThatSaysSomethingIsLiquibases(LiquibaseLine line) throws IOException {
        createTenants();
        write("""
                databaseChangeLog:
                  - changeSet:
                      id: "1"
                      author: test
                      changes: [{output: {message: said forward}}]
                      rollback: [{output: {message: said back, target: STDOUT}}]
                  - changeSet: {id: "2", author: test, changes: [{output: {message: said again}}]}
                """);
        Heard.of(() -> migrate(line));

        Heard<List<TenantResult>> plain = Heard.of(() -> rollBack(line, 1));
        assertThat(plain.result().get(1).way().engine()).contains(Way.Engine.REPLAY);
        assertThat(plain.err()).isEmpty();

        Heard<List<TenantResult>> speaking = Heard.of(() -> rollBack(line, 1));
        assertThat(speaking.result().get(1).way().engine()).contains(Way.Engine.LIQUIBASE);
        assertThat(speaking.out()).containsExactly("said back", "said back", "said back");
    }

    /** A target that Liquibase does not know is an error of its own. */
    @ParameterizedTest
    @EnumSource
    void anUnknownTargetFailsAsByLiquibase(LiquibaseLine line) throws IOException {
        createTenants();
        write("""
                databaseChangeLog:
                  - changeSet: {id: first, author: test, changes: [{output: {message: said, target: NOWHERE}}]}
                """);

        assertThat(migrate(line))
                .allSatisfy(tenant ->
                        assertThat(tenant.failure().orElseThrow().message()).contains("Unknown target"));
        assertThat(ours.query("SELECT count(*) FROM t02.databasechangelog")).containsExactly("0");
    }

    /** Liquibase's own log also says which change has run. */
    private static boolean isSaid(String line, String text) {
        return line.contains(text) && !line.contains("Output: ");
    }

    private void createTenants() {
        Fleet.createTenants(ours, TENANTS.size());
        Fleet.createTenants(theirs, TENANTS.size());
    }

    private void write(String text) throws IOException {
        Files.writeString(directory.resolve(FILE), text);
    }

    private Engines engines(LiquibaseLine line) {
        return Engines.of(ours, line, Engines.changelog(FILE), directory);
    }

    private List<TenantResult> migrate(LiquibaseLine line) {
        MigrationListener listener =
                MigrationListener.of(RunEvent.Debugged.class, event -> debugged.add(event.message()));
        return Fleet.migrateAll(engines(line).heardBy(listener), Fleet.options(2))
                .tenants();
    }

    private List<TenantResult> rollBack(LiquibaseLine line, int count) {
        return Fleet.rollback(engines(line), new Rollback(new RollbackTarget.Count(count), false))
                .rollBack(TenantSelection.ALL, false)
                .tenants();
    }

    private int updateTheirs(LiquibaseLine line) {
        TENANTS.forEach(tenant -> OwnLiquibase.migrate(
                line,
                new OwnLiquibase.Update(
                        theirs, tenant, directory, FILE, "", "", Map.of("tenant", tenant, "tenant.schema", tenant))));
        return TENANTS.size();
    }

    private void assertSame() {
        assertThat(DatabaseContents.of(ours).differences(DatabaseContents.of(theirs), "ours", "theirs"))
                .isEmpty();
    }
}
