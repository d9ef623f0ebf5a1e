package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedScript.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.PreviewedChangeSet;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Attributes;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Checksum;
import io.github.pgmt.migration.engine.PreviewedChangeSet.Rollback;
import io.github.pgmt.migration.engine.PreviewedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;

/** What a migration would send to the tenants of a cohort, by what it would send to one of them and to nobody. */
final class PreviewOfCohort {

    private final EngineSettings settings;
    private final Tenant tenant;
    private final TenantHistory history;
    private final MigrationPlan plan;

    PreviewOfCohort(EngineSettings settings, Tenant tenant, TenantHistory history, MigrationPlan plan) {
        this.settings = settings.reaching(plan);
        this.tenant = tenant;
        this.history = history;
        this.plan = plan;
    }

    /** Whatever cannot be worked out stands in it, with the reason. */
    PreviewedScript make() {
        try {
            ParsedChangelog parsed = PreviewProbes.parse(settings, tenant);
            RecordedScript real = RecordedScript.toShow(tenant, history, settings, parsed);
            PreviewProbes<RecordedScript> probes = new PreviewProbes<>(
                    settings,
                    tenant,
                    history,
                    parsed.parametersRead(),
                    (nobody, itsHistory, its) -> Optional.of(RecordedScript.toShow(nobody, itsHistory, settings, its))
                            .filter(invented -> invented.due().equals(real.due())));
            return compare(real, probes.find());
        } catch (LiquibaseException | RuntimeException e) {
            String why = ScriptNotes.why(e);
            return new PreviewedScript(
                    List.of(),
                    plan.result().due().stream().map(id -> unknown(id, why)).toList());
        }
    }

    private PreviewedScript compare(RecordedScript real, PreviewProbes.Probe<RecordedScript> probe)
            throws UnreplayableException {
        List<ChangeSetId> lastFirst = new ArrayList<>(real.changeSets().keySet());
        Collections.reverse(lastFirst);
        PreviewOfRollback back = new PreviewOfRollback(settings, probe.texts(), lastFirst);
        Map<ChangeSetId, Rollback> rollbacks = back.of(
                tenant,
                after(history, real),
                probe.texts().nobody().tenant(),
                after(probe.history(), probe.invented()));
        return new PreviewedScript(
                probe.texts().places(real.tables(), probe.invented().tables(), Optional.empty()),
                real.due().stream()
                        .map(id -> changeSet(id, real, probe, rollbacks.getOrDefault(id, Rollback.NONE)))
                        .toList());
    }

    private static TenantHistory after(TenantHistory before, RecordedScript script) {
        List<HistoryRow> rows = new ArrayList<>(before.rows());
        rows.removeIf(row -> script.changeSets().containsKey(row.changeSet()));
        script.changeSets().values().forEach(recorded -> rows.add(recorded.row()));
        return new TenantHistory(
                before.schema(), TenantHistory.State.MANAGED, rows, before.layout(), before.lock(), Optional.empty());
    }

    private PreviewedChangeSet changeSet(
            ChangeSetId id, RecordedScript real, PreviewProbes.Probe<RecordedScript> probe, Rollback rollback) {
        Attributes attributes = attributes(id, real, probe);
        Recorded recorded = real.changeSets().get(id);
        Optional<String> objection = real.objection(id)
                .or(() -> probe.invented().objection(id))
                .or(() -> Optional.ofNullable(plan.controlling().get(id))
                        .map(word -> "has a statement that begins or ends a transaction (" + word + ")"));
        if (recorded == null) {
            return new PreviewedChangeSet(
                    id,
                    ReplayedChangeSet.Run.FIRST,
                    attributes,
                    Checksum.NONE,
                    List.of(),
                    List.of(),
                    objection.or(() -> Optional.of(StandIn.DEPENDS)),
                    rollback);
        }
        try {
            return same(id, recorded, probe, attributes, objection, rollback);
        } catch (UnreplayableException e) {
            return new PreviewedChangeSet(
                    id,
                    recorded.run(),
                    attributes,
                    Checksum.NONE,
                    probe.texts().masked(recorded.texts()),
                    List.of(),
                    objection.or(() -> Optional.of(e.getMessage())),
                    rollback);
        }
    }

    private static PreviewedChangeSet same(
            ChangeSetId id,
            Recorded recorded,
            PreviewProbes.Probe<RecordedScript> probe,
            Attributes attributes,
            Optional<String> objection,
            Rollback rollback)
            throws UnreplayableException {
        Recorded invented = Optional.ofNullable(probe.invented().changeSets().get(id))
                .orElseThrow(() -> new UnreplayableException(StandIn.DEPENDS));
        boolean alike = recorded.run() == invented.run()
                && recorded.row().execType().equals(invented.row().execType());
        if (!alike) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        Optional<PreviewTexts.Sums> sums = recorded.row()
                .checksum()
                .filter(sum -> !invented.row().checksum().equals(Optional.of(sum)))
                .map(sum -> new PreviewTexts.Sums(sum, invented.row().checksum().orElse(sum)));
        List<SchemaText> statements = probe.texts().places(recorded.texts(), invented.texts(), Optional.empty());
        List<SchemaText> recording = probe.texts().places(recorded.recording(), invented.recording(), sums);
        probe.texts().requireOpen(statements);
        probe.texts().requireOpen(recording);
        Checksum checksum = sums.isPresent()
                ? new Checksum(Optional.empty(), probe.checksum(probe.invented().parsed(id), sums.get()))
                : new Checksum(recorded.row().checksum(), Optional.empty());
        boolean checksumIsUnknown = sums.isPresent() && checksum.own().isEmpty();
        return new PreviewedChangeSet(
                id,
                recorded.run(),
                attributes,
                checksum,
                statements,
                recording,
                objection.or(() -> checksumIsUnknown
                        ? Optional.of("has a checksum that depends on a value in an unknown way")
                        : Optional.empty()),
                rollback);
    }

    private static Attributes attributes(
            ChangeSetId id, RecordedScript real, PreviewProbes.Probe<RecordedScript> probe) {
        ChangeSet changeSet = real.parsed(id);
        return new Attributes(
                changeSet.isRunInTransaction(),
                changeSet.isAlwaysRun(),
                changeSet.isRunOnChange(),
                probe.texts().shown(real.preconditions(id), probe.invented().preconditions(id)));
    }

    private static PreviewedChangeSet unknown(ChangeSetId id, String why) {
        return new PreviewedChangeSet(
                id,
                ReplayedChangeSet.Run.FIRST,
                Attributes.PLAIN,
                Checksum.NONE,
                List.of(),
                List.of(),
                Optional.of(why),
                Rollback.NONE);
    }
}
