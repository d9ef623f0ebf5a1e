package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedScript.Recorded;
import io.github.pgmt.liquibase.RecordingExecutor.Said;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.Guard;
import io.github.pgmt.migration.engine.OpenValues;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.Spoken;
import io.github.pgmt.migration.engine.TenantChecksum;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;

/**
 * Makes the script of a cohort from what Liquibase would send to one of its tenants, and from what it would send to a tenant
 * that does not exist ({@link StandIn}).
 */
final class CohortScript {

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final KeptChangelog changelog;
    private final PilotNotes notes;
    private final Optional<OpenValues> open;

    /** @param notes see {@link io.github.pgmt.migration.engine.MigrationEngine#script} */
    CohortScript(
            EngineSettings settings,
            Tenant sample,
            TenantHistory history,
            KeptChangelog changelog,
            Optional<OpenValues> open,
            PilotNotes notes) {
        this.open = open;
        this.settings = settings;
        this.sample = sample;
        this.history = history;
        this.changelog = changelog;
        this.notes = notes;
    }

    /** The script; what cannot be replayed is named in it. */
    PlannedScript make(List<ChangeSetId> due) {
        try {
            ParsedChangelog parsed = changelog.take(sample);
            RecordedScript real = record(sample, parsed, history);
            if (!real.forAll().isEmpty() || real.changeSets().isEmpty()) {
                return PlannedScript.none(real.reasons());
            }
            StandIn nobody = new StandIn(
                    sample, parsed.parametersRead(), open.map(OpenValues::open).orElse(Set.of()));
            Tenant invented = nobody.tenant();
            TenantHistory itsHistory = OpenValues.historyOf(checksums(), sample, history, invented);
            return compare(real, record(invented, again(real, parsed, invented), itsHistory), nobody);
        } catch (LiquibaseException | RuntimeException e) {
            String why =
                    e instanceof UnreplayableException ? e.getMessage() : "cannot be planned: " + Causes.summary(e);
            return PlannedScript.none(
                    due.stream().limit(1).map(id -> new NotReplayed(id, why)).toList());
        }
    }

    /** The changelog as it is for the invented tenant, which is the same where it reads nothing of a tenant. */
    private ParsedChangelog again(RecordedScript real, ParsedChangelog parsed, Tenant invented) {
        return parsed.isAlsoOf(sample, invented) && real.undo() ? parsed : changelog.take(invented);
    }

    private RecordedScript record(Tenant tenant, ParsedChangelog parsed, TenantHistory recorded)
            throws LiquibaseException {
        return RecordedScript.of(tenant, recorded, settings, parsed, notes);
    }

    /** Which changesets there are must not depend on the tenant; of each it is asked whether its statements do. */
    private PlannedScript compare(RecordedScript real, RecordedScript invented, StandIn nobody)
            throws UnreplayableException {
        if (!real.due().equals(invented.due()) || !invented.forAll().isEmpty()) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        List<SchemaText> tables = nobody.texts(real.tables(), invented.tables());
        List<ReplayedChangeSet> changeSets = new ArrayList<>();
        List<NotReplayed> notReplayed = new ArrayList<>();
        for (ChangeSetId id : real.due()) {
            Optional<String> objection = real.objection(id).or(() -> invented.objection(id));
            if (objection.isPresent()) {
                notReplayed.add(new NotReplayed(id, objection.get()));
                continue;
            }
            try {
                changeSets.add(changeSet(
                        real.changeSets().get(id), invented.changeSets().get(id), nobody));
            } catch (UnreplayableException e) {
                notReplayed.add(new NotReplayed(id, e.getMessage()));
            }
        }
        return new PlannedScript(
                tables,
                real.due(),
                changeSets,
                notReplayed,
                real.dataAlone(),
                List.of(),
                real.concurrentIndexes(),
                checksums());
    }

    private ReplayedChangeSet changeSet(Recorded real, Recorded invented, StandIn nobody) throws UnreplayableException {
        HistoryRow row = real.row();
        Optional<TenantChecksum> checksum =
                row.equals(invented.row()) ? Optional.empty() : checksum(real, invented, nobody);
        if (real.run() != invented.run() || !targets(real).equals(targets(invented))) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        Map<String, String> sum = new HashMap<>();
        Map<String, String> sumOfSample = new HashMap<>();
        checksum.ifPresent(any -> {
            sum.put(invented.row().checksum().orElseThrow(), ReplayedChangeSet.CHECKSUM);
            sumOfSample.put(ReplayedChangeSet.CHECKSUM, row.checksum().orElseThrow());
        });
        List<SchemaText> statements = nobody.texts(real.texts(), invented.texts());
        List<SchemaText> recording = nobody.texts(real.recording(), invented.recording(), sum, sumOfSample);
        List<Spoken> spoken = spoken(real.said(), invented.said(), nobody);
        Set<String> created = CreatedNames.objects(real.texts(), sample.schema());
        List<Guard.Asked> head = PlannedPreconditions.Asked.inAll(real.head(), invented.head(), nobody);
        List<Guard.Asked> own =
                PlannedPreconditions.Asked.inAll(real.preconditions(), invented.preconditions(), nobody);
        Optional<Guard> guard = head.isEmpty() && own.isEmpty()
                ? Optional.empty()
                : Optional.of(new Guard(head, own, Optional.empty()));
        boolean isOpen = checksum.isPresent()
                || Stream.of(
                                statements.stream(),
                                recording.stream(),
                                spoken.stream().map(Spoken::text))
                        .flatMap(texts -> texts)
                        .anyMatch(SchemaText::isOpen);
        return new ReplayedChangeSet(
                statements,
                recording,
                row,
                real.run(),
                created,
                spoken,
                isOpen
                        ? Optional.of(new ReplayedChangeSet.Open(checksum, created(invented, created, nobody)))
                        : Optional.empty(),
                guard);
    }

    private static List<Spoken> spoken(List<Said> ofSample, List<Said> ofStandIn, StandIn nobody)
            throws UnreplayableException {
        List<SchemaText> texts = nobody.texts(texts(ofSample), texts(ofStandIn));
        return IntStream.range(0, texts.size())
                .mapToObj(index -> new Spoken(ofSample.get(index).target(), texts.get(index)))
                .toList();
    }

    private static List<String> targets(Recorded recorded) {
        return recorded.said().stream().map(Said::target).toList();
    }

    private static List<String> texts(List<Said> said) {
        return said.stream().map(Said::text).toList();
    }

    private Optional<TenantChecksum> checksum(Recorded real, Recorded invented, StandIn nobody)
            throws UnreplayableException {
        Optional<TenantChecksum> checksum =
                Optional.ofNullable(checksums().get(real.row().changeSet()));
        boolean known = checksum.isPresent()
                && real.row().equals(invented.row().withChecksum(checksum.get().of(sample)))
                && invented.row().checksum().equals(Optional.of(checksum.get().of(nobody.tenant())));
        if (!known) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        return checksum;
    }

    private Map<ChangeSetId, TenantChecksum> checksums() {
        return open.map(OpenValues::checksums).orElse(Map.of());
    }

    private List<SchemaText> created(Recorded invented, Set<String> ofSample, StandIn nobody)
            throws UnreplayableException {
        List<SchemaText> names = CreatedNames.objects(
                        invented.texts(), nobody.tenant().schema())
                .stream()
                .map(name -> nobody.open(name, Map.of()))
                .toList();
        if (!names.stream()
                .map(name -> name.inFull(sample))
                .collect(Collectors.toSet())
                .equals(ofSample)) {
            throw new UnreplayableException(StandIn.DEPENDS);
        }
        return names;
    }
}
