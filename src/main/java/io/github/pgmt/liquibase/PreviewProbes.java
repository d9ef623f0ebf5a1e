package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.TenantChecksum;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.tenant.Tenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;

/**
 * Looks for values of a cohort's tenants that only get into texts, by trying what the changelog makes of others. One with which
 * something else comes of it, or with which it cannot be read, decides something, and keeps its value.
 *
 * @param <T> what is noted of a tenant
 */
final class PreviewProbes<T> {

    private final EngineSettings settings;
    private final Tenant tenant;
    private final TenantHistory history;
    private final Set<String> read;
    private final Trial<T> trial;

    /**
     * Notes what a tenant that does not exist would be sent.
     *
     * @param <T> what is noted
     */
    interface Trial<T> {

        /** Empty where it is not of the kind that the sample's is. */
        Optional<T> of(Tenant nobody, TenantHistory itsHistory, ParsedChangelog parsed) throws LiquibaseException;
    }

    /**
     * A tenant that does not exist, of which the same comes.
     *
     * @param sample the cohort's, with all parameters that its changelog has
     * @param history as it would be the other's
     */
    record Probe<T>(PreviewTexts texts, T invented, TenantHistory history, Tenant sample, PlanDatabase database) {

        /** How a checksum that depends on values is made up; empty where that is not known. */
        Optional<TenantChecksum> checksum(ChangeSet changeSet, PreviewTexts.Sums sums) {
            ChecksumTexts checksums = new ChecksumTexts(texts.nobody(), database);
            return ChecksumTexts.in(database, () -> checksums.of(changeSet, sums.ofStandIn(), sample, sums.ofSample()));
        }
    }

    /** @param read the parameters that the changelog has asked for */
    PreviewProbes(EngineSettings settings, Tenant tenant, TenantHistory history, Set<String> read, Trial<T> trial) {
        this.settings = settings;
        this.tenant = tenant;
        this.history = history;
        this.read = read;
        this.trial = trial;
    }

    /** The changelog for this tenant alone. */
    static ParsedChangelog parse(EngineSettings settings, Tenant tenant) {
        ChangelogReader reader = new ChangelogReader(settings.changelog());
        return new ParsedChangelog(
                reader.parse(
                        TenantDatabase.detached(tenant, settings.changelog().tables()), tenant),
                reader);
    }

    /**
     * The one with the most values of its own.
     *
     * @throws UnreplayableException when even the schema's name decides something
     */
    Probe<T> find() throws UnreplayableException {
        Tenant sample = PreviewTexts.withAll(tenant, settings.changelog());
        Set<String> open = PreviewTexts.candidates(sample, read);
        Optional<Probe<T>> all = probe(sample, open);
        if (all.isPresent()) {
            return all.get();
        }
        Set<String> harmless = new TreeSet<>();
        for (String one : open) {
            if (probe(sample, Set.of(one)).isPresent()) {
                harmless.add(one);
            }
        }
        return probe(sample, harmless)
                .or(() -> probe(sample, Set.of()))
                .orElseThrow(() -> new UnreplayableException(StandIn.DEPENDS));
    }

    private Optional<Probe<T>> probe(Tenant sample, Set<String> open) {
        try {
            PreviewTexts texts =
                    new PreviewTexts(sample, read, open, settings.runId().value());
            Tenant nobody = texts.nobody().tenant();
            TenantHistory itsHistory = historyOf(nobody);
            PlanDatabase database =
                    new PlanDatabase(nobody, settings.changelog().tables(), itsHistory);
            return trial.of(nobody, itsHistory, parse(settings, nobody))
                    .map(invented -> new Probe<>(texts, invented, itsHistory, sample, database));
        } catch (LiquibaseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The history as it would be another's: checksums that are the sample's own are the other's. */
    private TenantHistory historyOf(Tenant nobody) {
        Map<ChangeSetId, String> ofSample = sums(tenant);
        Map<ChangeSetId, String> ofOther = sums(nobody);
        List<HistoryRow> rows = history.rows().stream()
                .map(row -> row.checksum().isPresent()
                                && row.checksum().equals(Optional.ofNullable(ofSample.get(row.changeSet())))
                                && ofOther.containsKey(row.changeSet())
                        ? row.withChecksum(ofOther.get(row.changeSet()))
                        : row)
                .toList();
        return history.withRows(rows);
    }

    private Map<ChangeSetId, String> sums(Tenant of) {
        if (history.rows().isEmpty()) {
            return Map.of();
        }
        PlanDatabase database = new PlanDatabase(of, settings.changelog().tables(), history);
        Map<ChangeSetId, String> sums = new HashMap<>();
        parse(settings, of).roots().stream()
                .flatMap(root -> Stream.concat(root.getChangeSets().stream(), root.getSkippedChangeSets().stream()))
                .forEach(changeSet -> sums.put(ParsedContents.idOf(changeSet), ChecksumTexts.sum(changeSet, database)));
        return sums;
    }
}
