package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows what is planned for a cohort. */
final class PreviewOfCohort {

    private PreviewOfCohort() {}

    /** @param due all that is due, in order */
    static PreviewedScript of(PlannedScript script, List<ChangeSetId> due) {
        Map<ChangeSetId, ReplayedChangeSet> plain =
                script.plain().stream().collect(Collectors.toMap(ReplayedChangeSet::id, Function.identity()));
        Map<ChangeSetId, String> reasons = Stream.concat(script.notReplayed().stream(), script.forAll().stream())
                .collect(Collectors.toMap(NotReplayed::changeSet, NotReplayed::why, (first, second) -> first));
        return new PreviewedScript(
                script.tables(),
                due.stream()
                        .map(id -> plain.containsKey(id)
                                ? known(plain.get(id))
                                : unknown(id, reasons.getOrDefault(id, "cannot be planned by itself")))
                        .toList());
    }

    private static PreviewedChangeSet known(ReplayedChangeSet one) {
        return new PreviewedChangeSet(
                one.id(),
                one.run(),
                PreviewedChangeSet.Attributes.PLAIN,
                new PreviewedChangeSet.Checksum(one.recorded().checksum(), Optional.empty()),
                one.statements(),
                one.recording(),
                Optional.empty(),
                PreviewedChangeSet.Rollback.NONE);
    }

    private static PreviewedChangeSet unknown(ChangeSetId id, String why) {
        return new PreviewedChangeSet(
                id,
                ReplayedChangeSet.Run.FIRST,
                PreviewedChangeSet.Attributes.PLAIN,
                PreviewedChangeSet.Checksum.NONE,
                List.of(),
                List.of(),
                Optional.of(why),
                PreviewedChangeSet.Rollback.NONE);
    }
}
