package io.github.pgmt.postgres.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a list of constants and the time goes the way on which nothing of the tenant's is found. */
class HistoryInsertsTest {

    private static final String PLAIN =
            "INSERT INTO \"acme\".databasechangelog (ID, \"AUTHOR\", DATEEXECUTED, ORDEREXECUTED,"
                    + " LABELS) VALUES ('it''s', 'a\\b', NOW(), 7, NULL)";

    @Test
    void constantsBecomeParametersAndTheTimeIsNamedInFull() {
        HistoryInserts inserts = of(PLAIN);

        assertThat(inserts.form())
                .contains("(\"id\", \"AUTHOR\", \"dateexecuted\", \"orderexecuted\", \"labels\")"
                        + " VALUES ($1, $2, pg_catalog.now(), $3, $4)");
        assertThat(inserts.rows()).containsExactly(Optional.of("'it''s', 'a\\b', 7, null"));
        assertThat(inserts.areAll()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO \"acme\".other (id) VALUES ('1')",
                "INSERT INTO \"beta\".databasechangelog (id) VALUES ('1')",
                "INSERT INTO databasechangelog (id) VALUES ('1')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1'), ('2')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1', '2')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1') RETURNING id",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1'); DROP TABLE x",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('\"acme\"')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (E'\\n')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (U&'\\0041')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ($$a$$)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1' || '2')",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1'::text)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (-1)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (1.5)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (now)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (now(1))",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (clock_timestamp())",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (DEFAULT)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES (CURRENT_USER)",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1'",
                "INSERT INTO \"acme\".databasechangelog",
                "UPDATE \"acme\".databasechangelog SET id = '1'"
            })
    void anythingElseIsNotOfTheForm(String recording) {
        HistoryInserts inserts = of(recording);

        assertThat(inserts.form()).isEmpty();
        assertThat(inserts.rows()).containsExactly(Optional.empty());
        assertThat(inserts.areAll()).isFalse();
    }

    @Test
    void aRowOfAnotherFormIsNoneOfThem() {
        HistoryInserts inserts = of(
                PLAIN,
                "UPDATE \"acme\".databasechangelog SET dateexecuted = NOW()",
                "INSERT INTO \"acme\".databasechangelog (id) VALUES ('1')",
                PLAIN.replace("7", "8"));

        assertThat(inserts.rows())
                .containsExactly(
                        Optional.of("'it''s', 'a\\b', 7, null"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("'it''s', 'a\\b', 8, null"));
        assertThat(inserts.areAll()).isFalse();
    }

    /** Such a row has a column more than those of most changesets, which come after it. */
    @Test
    void aTaggedRowThatIsTheFirstIsNotTheFormOfTheOthers() {
        String tagged = PLAIN.replace(", LABELS)", ", LABELS, TAG)").replace("NULL)", "NULL, 'v1')");

        HistoryInserts inserts = of(tagged, PLAIN, PLAIN.replace("7", "8"));

        assertThat(inserts.form().orElseThrow()).doesNotContain("tag");
        assertThat(inserts.rows()).extracting(Optional::isPresent).containsExactly(false, true, true);
    }

    private static HistoryInserts of(String... recordings) {
        List<ReplayedChangeSet> changeSets =
                Stream.of(recordings).map(HistoryInsertsTest::changeSet).toList();
        return HistoryInserts.of(new ReplayScript(List.of(), changeSets, Set.of()), HistoryTables.DEFAULT);
    }

    private static ReplayedChangeSet changeSet(String recording) {
        HistoryRow row = new HistoryRow(
                new ChangeSetId("changelog.sql", "1", "a"),
                Optional.empty(),
                "EXECUTED",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ReplayedChangeSet(
                List.of(), List.of(SchemaText.of(recording, "\"acme\"")), row, ReplayedChangeSet.Run.FIRST, Set.of());
    }
}
