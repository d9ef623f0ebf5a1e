package io.github.pgmt.migration.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.ReplayedChangeSet.Run;
import io.github.pgmt.migration.history.HistoryRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which way each changeset of a script goes: {@code p} is plain, {@code P} has many statements, {@code d} is in doubt. */
class PlannedScriptTest {

    @Test
    void whatIsPlainAndLittleBetweenOthersIsLiquibasesToo() {
        assertThat(ways("ppppdppppdpp")).isEqualTo("ppppdppppdpp");
        assertThat(ways("ppppdpppdpp")).isEqualTo("ppppdddddpp");
        assertThat(ways("pdppppdp")).isEqualTo("ddppppdd");
        assertThat(ways("PdPdp")).isEqualTo("PdPdd");
    }

    @Test
    void aloneItIsSentHoweverLittle() {
        assertThat(ways("p")).isEqualTo("p");
    }

    private static String ways(String kinds) {
        List<ChangeSetId> due = new ArrayList<>();
        List<ReplayedChangeSet> plain = new ArrayList<>();
        List<NotReplayed> notReplayed = new ArrayList<>();
        for (int number = 0; number < kinds.length(); number++) {
            ChangeSetId id = new ChangeSetId("db/changelog.xml", String.valueOf(number), "test");
            due.add(id);
            char kind = kinds.charAt(number);
            if (kind == 'd') {
                notReplayed.add(new NotReplayed(id, "is in doubt"));
            } else {
                plain.add(changeSet(id, kind == 'P' ? 100 : 1));
            }
        }
        PlannedScript joined =
                new PlannedScript(List.of(), due, plain, notReplayed, Set.of(), List.of(), Set.of(), Map.of()).joined();
        StringBuilder ways = new StringBuilder();
        for (int number = 0; number < kinds.length(); number++) {
            ChangeSetId id = due.get(number);
            boolean sent =
                    joined.plain().stream().anyMatch(changeSet -> changeSet.id().equals(id));
            ways.append(sent ? kinds.charAt(number) : 'd');
        }
        return ways.toString();
    }

    private static ReplayedChangeSet changeSet(ChangeSetId id, int statements) {
        HistoryRow row = new HistoryRow(
                id, Optional.empty(), "EXECUTED", 1, Optional.empty(), Optional.empty(), Optional.empty());
        List<SchemaText> texts = Collections.nCopies(statements, new SchemaText(List.of("SELECT 1"), List.of()));
        return new ReplayedChangeSet(texts, List.of(), row, Run.FIRST, Set.of());
    }
}
