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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import liquibase.exception.LiquibaseException;

/**
 * Makes the script of a cohort from what Liquibase would send to one of its tenants, and from what it would send to a tenant
 * that does not exist ({@link MadeUpTenant}).
 */
final class CohortScript {

    private final EngineSettings settings;
    private final Tenant sample;
    private final TenantHistory history;
    private final KeptChangelog changelog;
    private final Set<ChangeSetId> withoutRow;

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
            MadeUpTenant nobody = new MadeUpTenant(sample, parsed.parametersRead());
            return compare(real, record(nobody.tenant(), changelog.take(nobody.tenant())), nobody);
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

    /** Which changesets there are must not depend on the tenant; of each it is asked whether its statements do. */
    private PlannedScript compare(RecordedScript real, RecordedScript invented, MadeUpTenant nobody)
            throws UnreplayableException {
        if (!real.due().equals(invented.due()) || !invented.forAll().isEmpty()) {
            throw new UnreplayableException(MadeUpTenant.DEPENDS);
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
                tables, real.due(), changeSets, notReplayed, real.dataAlone(), List.of(), real.concurrentIndexes());
    }

    private ReplayedChangeSet changeSet(Recorded real, Recorded invented, MadeUpTenant nobody)
            throws UnreplayableException {
        HistoryRow row = real.row();
        if (!row.equals(invented.row()) || real.run() != invented.run()) {
            throw new UnreplayableException(MadeUpTenant.DEPENDS);
        }
        List<SchemaText> statements = nobody.texts(real.texts(), invented.texts());
        List<SchemaText> recording = nobody.texts(real.recording(), invented.recording());
        return new ReplayedChangeSet(
                statements, recording, row, real.run(), CreatedNames.objects(real.texts(), sample.schema()));
    }
}
