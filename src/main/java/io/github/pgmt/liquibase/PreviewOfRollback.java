package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedRollback.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Attributes;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Checksum;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Rollback;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liquibase.exception.LiquibaseException;

/** How changesets would be taken back, by how they would be in a sample and in nobody. */
final class PreviewOfRollback {

    private final EngineSettings settings;
    private final PreviewTexts texts;
    private final List<ChangeSetId> toUndo;

    /** @param toUndo in the order in which they are taken back */
    PreviewOfRollback(EngineSettings settings, PreviewTexts texts, List<ChangeSetId> toUndo) {
        this.settings = settings;
        this.texts = texts;
        this.toUndo = List.copyOf(toUndo);
    }

    /** What a rollback would send to the tenants of a cohort. */
    static PreviewedScript script(
            EngineSettings settings, Tenant tenant, TenantHistory history, List<ChangeSetId> toUndo) {
        try {
            ParsedChangelog parsed = PreviewProbes.parse(settings, tenant);
            RecordedRollback real = RecordedRollback.of(tenant, history, settings, parsed, toUndo);
            PreviewProbes<RecordedRollback> probes = new PreviewProbes<>(
                    settings,
                    tenant,
                    history,
                    parsed.parametersRead(),
                    (nobody, itsHistory, its) ->
                            Optional.of(RecordedRollback.of(nobody, itsHistory, settings, its, toUndo)));
            PreviewProbes.Probe<RecordedRollback> probe = probes.find();
            PreviewOfRollback preview = new PreviewOfRollback(settings, probe.texts(), toUndo);
            return new PreviewedScript(
                    List.of(),
                    toUndo.stream()
                            .map(id -> preview.takenBack(id, real, probe.invented()))
                            .toList());
        } catch (LiquibaseException | RuntimeException e) {
            String why = ScriptNotes.why(e);
            return new PreviewedScript(
                    List.of(),
                    toUndo.stream().map(id -> unknown(id, why, List.of())).toList());
        }
    }

    private PreviewedChangeSet takenBack(ChangeSetId id, RecordedRollback real, RecordedRollback invented) {
        Optional<String> objection = objection(id, real).or(() -> objection(id, invented));
        if (objection.isPresent()) {
            return unknown(id, objection.get(), List.of());
        }
        Recorded recorded = real.changeSets().get(id);
        try {
            return new PreviewedChangeSet(
                    id,
                    ReplayedChangeSet.Run.BACK,
                    Attributes.PLAIN,
                    Checksum.NONE,
                    places(recorded.texts(), invented.changeSets().get(id).texts()),
                    places(recorded.recording(), invented.changeSets().get(id).recording()),
                    Optional.empty(),
                    Rollback.NONE);
        } catch (UnreplayableException e) {
            return unknown(id, e.getMessage(), texts.masked(recorded.texts()));
        }
    }

    private static PreviewedChangeSet unknown(ChangeSetId id, String why, List<SchemaText> statements) {
        return new PreviewedChangeSet(
                id,
                ReplayedChangeSet.Run.BACK,
                Attributes.PLAIN,
                Checksum.NONE,
                statements,
                List.of(),
                Optional.of(why),
                Rollback.NONE);
    }

    /**
     * How each would be taken back.
     *
     * @param history of the sample, with all of them
     * @param itsHistory of the stand-in, likewise
     */
    Map<ChangeSetId, Rollback> of(Tenant sample, TenantHistory history, Tenant nobody, TenantHistory itsHistory) {
        Map<ChangeSetId, Rollback> rollbacks = new LinkedHashMap<>();
        try {
            RecordedRollback real = record(sample, history);
            RecordedRollback invented = record(nobody, itsHistory);
            toUndo.forEach(id -> rollbacks.put(id, rollback(id, real, invented)));
        } catch (LiquibaseException | RuntimeException e) {
            toUndo.forEach(
                    id -> rollbacks.put(id, new Rollback(List.of(), List.of(), Optional.of(ScriptNotes.why(e)))));
        }
        return rollbacks;
    }

    private RecordedRollback record(Tenant tenant, TenantHistory history) throws LiquibaseException {
        return RecordedRollback.of(tenant, history, settings, PreviewProbes.parse(settings, tenant), toUndo);
    }

    private Rollback rollback(ChangeSetId id, RecordedRollback real, RecordedRollback invented) {
        Optional<String> objection = objection(id, real).or(() -> objection(id, invented));
        if (objection.isPresent()) {
            return new Rollback(List.of(), List.of(), objection);
        }
        Recorded recorded = real.changeSets().get(id);
        try {
            return new Rollback(
                    places(recorded.texts(), invented.changeSets().get(id).texts()),
                    places(recorded.recording(), invented.changeSets().get(id).recording()),
                    Optional.empty());
        } catch (UnreplayableException e) {
            return new Rollback(texts.masked(recorded.texts()), List.of(), Optional.of(e.getMessage()));
        }
    }

    private static Optional<String> objection(ChangeSetId id, RecordedRollback noted) {
        Map<ChangeSetId, String> reasons = noted.notReplayed().stream()
                .collect(Collectors.toMap(NotReplayed::changeSet, NotReplayed::why, (first, second) -> first));
        return Optional.ofNullable(reasons.get(id));
    }

    private List<SchemaText> places(List<String> ofSample, List<String> ofStandIn) throws UnreplayableException {
        List<SchemaText> all = texts.places(ofSample, ofStandIn, Optional.empty());
        texts.requireOpen(all);
        return all;
    }
}
