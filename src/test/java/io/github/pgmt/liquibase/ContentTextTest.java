package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import org.junit.jupiter.api.Test;

/** A changeset that is another one has another text, however its parts are written. */
class ContentTextTest {

    @Test
    void noTextReadsAsFurtherParts() {
        assertThat(of(sql("SELECT 1", "c", "postgresql"))).isEqualTo(of(sql("SELECT 1", "c", "postgresql")));
        assertThat(of(sql("SELECT 1", "c\nchange.dbms=postgresql", null)))
                .isNotEqualTo(of(sql("SELECT 1", "c", "postgresql")));
        assertThat(of(sql("SELECT 1", "c11:change.dbms10:postgresql", null)))
                .isNotEqualTo(of(sql("SELECT 1", "c", "postgresql")));
        assertThat(of(sql("SELECT 1", null, null), sql("SELECT 2", null, null)))
                .isNotEqualTo(of(sql("SELECT 2", null, null), sql("SELECT 1", null, null)));
        assertThat(ContentText.of(changeSet(), null, List.of("a", "b"), Map.of()))
                .isNotEqualTo(ContentText.of(changeSet(), null, List.of("ab"), Map.of()));
    }

    @Test
    void theNameOfAParameterIsNotWhatStandsInThePlaceOfItsValue() {
        ChangeSet valued = changeSet(sql("SELECT 'made up'", null, null));
        String placed = ContentText.of(valued, null, List.of(), Map.of("made up", "plan"));

        assertThat(placed).doesNotContain("made up").contains("plan");
        assertThat(placed).isNotEqualTo(of(sql("SELECT '${plan}'", null, null)));
        assertThat(ContentText.of(
                        changeSet(sql("SELECT 'another'", null, null)), null, List.of(), Map.of("another", "plan")))
                .isEqualTo(placed);
    }

    private static String of(RawSQLChange... changes) {
        return ContentText.of(changeSet(changes), null, List.of(), Map.of());
    }

    private static ChangeSet changeSet(RawSQLChange... changes) {
        ChangeSet changeSet = new ChangeSet("id", "author", false, false, "file.sql", null, null, null);
        List.of(changes).forEach(changeSet::addChange);
        return changeSet;
    }

    private static RawSQLChange sql(String text, String comment, String dbms) {
        RawSQLChange sql = new RawSQLChange(text);
        sql.setComment(comment);
        sql.setDbms(dbms);
        return sql;
    }
}
