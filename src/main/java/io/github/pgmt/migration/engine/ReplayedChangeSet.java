package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Liquibase sends for one changeset, fit to be sent to every tenant of a cohort.
 *
 * @param statements those of the changeset, in order
 * @param recording those that write its history row, or remove it, which find nothing of the tenant's own
 * @param recorded the history row that they leave, without time and tag; of a changeset that is taken back the one that goes, as it
 *     was in one of the tenants
 * @param run whether it was in the history before; then its old row goes
 * @param created names, as PostgreSQL stores them, that it creates without naming another schema
 * @param spoken what it says while it runs, in order
 * @param open what depends on values of the tenant's; then it can be sent to nobody as it is
 * @param guard what its preconditions look at; empty where they do not read the database
 */
public record ReplayedChangeSet(
        List<SchemaText> statements,
        List<SchemaText> recording,
        HistoryRow recorded,
        Run run,
        Set<String> created,
        List<Spoken> spoken,
        Optional<Open> open,
        Optional<Guard> guard) {

    /** The place of the changeset's checksum in what writes its history row; no parameter has such a name. */
    public static final String CHECKSUM = "\"checksum";

    /**
     * What of a changeset depends on values of a tenant's, beside its statements.
     *
     * @param checksum empty where it is the same for all
     * @param created names
     */
    public record Open(Optional<TenantChecksum> checksum, List<SchemaText> created) {

        public Open {
            Objects.requireNonNull(checksum, "checksum is null");
            created = List.copyOf(created);
        }
    }

    /** Why a changeset runs, if it does. */
    public enum Run {
        /** It is not in the history. */
        FIRST,
        /** It has changed, and is one that runs again then ({@code runOnChange}). */
        CHANGED,
        /** It runs with every update ({@code runAlways}). */
        ALWAYS,
        /** Its preconditions say that it is passed over: nothing of it is sent, and it has no row. */
        PASSED_OVER,
        /** It is taken back. */
        BACK,
        /** It does not: its row gets a tag. */
        TAGGED
    }

    public ReplayedChangeSet {
        statements = List.copyOf(statements);
        recording = List.copyOf(recording);
        Objects.requireNonNull(recorded, "recorded is null");
        Objects.requireNonNull(run, "run is null");
        created = Set.copyOf(created);
        spoken = List.copyOf(spoken);
        Objects.requireNonNull(open, "open is null");
        Objects.requireNonNull(guard, "guard is null");
    }

    /** One that is the same for all tenants, and says nothing. */
    public ReplayedChangeSet(
            List<SchemaText> statements,
            List<SchemaText> recording,
            HistoryRow recorded,
            Run run,
            Set<String> created) {
        this(statements, recording, recorded, run, created, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same with another guard, if it has one. */
    ReplayedChangeSet withGuard(Optional<Guard> other) {
        return new ReplayedChangeSet(statements, recording, recorded, run, created, spoken, open, other);
    }

    /** The same with a tenant's values. */
    public ReplayedChangeSet of(Tenant tenant) {
        if (open.isEmpty()) {
            return this;
        }
        Optional<String> checksum =
                open.get().checksum().map(sum -> sum.of(tenant)).or(recorded::checksum);
        return new ReplayedChangeSet(
                statements.stream().map(text -> text.of(tenant)).toList(),
                recording.stream()
                        .map(text -> text.filled(place -> place.equals(CHECKSUM)
                                ? checksum.orElseThrow()
                                : tenant.value(place).orElseThrow()))
                        .toList(),
                checksum.map(recorded::withChecksum).orElse(recorded),
                run,
                open.get().created().stream().map(name -> name.inFull(tenant)).collect(Collectors.toSet()),
                spoken.stream()
                        .map(one -> new Spoken(one.target(), one.text().of(tenant)))
                        .toList(),
                Optional.empty(),
                guard);
    }

    /** The changeset. */
    public ChangeSetId id() {
        return recorded.changeSet();
    }
}
