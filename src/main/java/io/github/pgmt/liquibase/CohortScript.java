package io.github.pgmt.liquibase;

import io.github.pgmt.liquibase.RecordedScript.Recorded;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.engine.PlannedScript;
import io.github.pgmt.migration.engine.ReplayedChangeSet;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import liquibase.exception.LiquibaseException;

/**
 * Makes the script of a cohort from what Liquibase would send to one of its tenants, and from what it would send to a tenant
 * that does not exist: one with a made-up schema and made-up values for all that the changelog does not read. What differs
 * between the two other than by the schema's quoted name, or has a trace of anything made up, is not the same for all.
 */
final class CohortScript {

    private static final String DEPENDS = "depends on the tenant in a way that cannot be planned";

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final KeptChangelog changelog;
    private final Set<ChangeSetId> withoutRow;
    private final List<String> madeUp = new ArrayList<>();

    /** @param withoutRow see {@link io.github.pgmt.migration.engine.MigrationEngine#script} */
    CohortScript(
            EngineSettings settings,
            Tenant sample,
            TenantHistory history,
            KeptChangelog changelog,
            Set<ChangeSetId> withoutRow) {
        this.settings = settings;
        this.sample = sample;
        this.history = history;
        this.changelog = changelog;
        this.withoutRow = Set.copyOf(withoutRow);
    }

    /** The script; what cannot be replayed is named in it. */
    PlannedScript make(List<ChangeSetId> due) {
        try {
            ParsedChangelog parsed = changelog.take(sample);
            RecordedScript real = record(sample, parsed);
            if (!real.forAll().isEmpty() || real.changeSets().isEmpty()) {
                return PlannedScript.none(real.reasons());
            }
            Tenant nobody = nobody(parsed.parametersRead());
            return compare(real, record(nobody, changelog.take(nobody)), quoted(nobody));
        } catch (LiquibaseException | RuntimeException e) {
            String why =
                    e instanceof UnreplayableException ? e.getMessage() : "cannot be planned: " + Causes.summary(e);
            return PlannedScript.none(
                    due.stream().limit(1).map(id -> new NotReplayed(id, why)).toList());
        }
    }

    private RecordedScript record(Tenant tenant, ParsedChangelog parsed) throws LiquibaseException {
        return RecordedScript.of(tenant, history, settings, parsed, withoutRow);
    }

    /** Values that the changelog reads are the cohort's, all others are made up. */
    private Tenant nobody(Set<String> parametersRead) {
        Map<String, String> parameters = new LinkedHashMap<>();
        sample.parameters()
                .forEach((name, value) -> parameters.put(name, isIn(parametersRead, name) ? value : makeUp()));
        String name = isIn(parametersRead, Tenant.NAME_PARAMETER) ? sample.name() : makeUp();
        return new Tenant(sample.database(), makeUp(), name, parameters);
    }

    private static boolean isIn(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private String makeUp() {
        String value = "x" + UUID.randomUUID().toString().replace("-", "");
        madeUp.add(value);
        return value;
    }

    private static String quoted(Tenant tenant) {
        return "\"" + tenant.schema() + "\"";
    }

    /** Which changesets there are must not depend on the tenant; of each it is asked whether its statements do. */
    private PlannedScript compare(RecordedScript real, RecordedScript invented, String inventedName)
            throws UnreplayableException {
        if (!real.due().equals(invented.due()) || !invented.forAll().isEmpty()) {
            throw new UnreplayableException(DEPENDS);
        }
        List<SchemaText> tables = texts(real.tables(), invented.tables(), inventedName);
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
                        real.changeSets().get(id), invented.changeSets().get(id), inventedName));
            } catch (UnreplayableException e) {
                notReplayed.add(new NotReplayed(id, e.getMessage()));
            }
        }
        return new PlannedScript(
                tables, real.due(), changeSets, notReplayed, real.dataAlone(), List.of(), real.concurrentIndexes());
    }

    private ReplayedChangeSet changeSet(Recorded real, Recorded invented, String inventedName)
            throws UnreplayableException {
        HistoryRow row = real.row();
        if (!row.equals(invented.row()) || real.run() != invented.run()) {
            throw new UnreplayableException(DEPENDS);
        }
        List<SchemaText> statements = texts(real.texts(), invented.texts(), inventedName);
        List<SchemaText> recording = texts(real.recording(), invented.recording(), inventedName);
        return new ReplayedChangeSet(
                statements, recording, row, real.run(), CreatedNames.objects(real.texts(), sample.schema()));
    }

    private List<SchemaText> texts(List<String> real, List<String> invented, String inventedName)
            throws UnreplayableException {
        if (real.size() != invented.size()) {
            throw new UnreplayableException(DEPENDS);
        }
        List<SchemaText> texts = new ArrayList<>();
        for (int index = 0; index < real.size(); index++) {
            SchemaText text = SchemaText.of(invented.get(index), inventedName);
            if (isTraced(text) || !Objects.equals(text.in(quoted(sample)), real.get(index))) {
                throw new UnreplayableException(DEPENDS);
            }
            texts.add(text);
        }
        return texts;
    }

    /** Liquibase may have changed a value's case. */
    private boolean isTraced(SchemaText text) {
        return text.parts().stream()
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(part -> madeUp.stream().anyMatch(part::contains));
    }
}
