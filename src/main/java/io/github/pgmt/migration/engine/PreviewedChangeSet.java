package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.ReplayedChangeSet.Run;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What would be sent for one changeset.
 *
 * @param id the changeset
 * @param run why it is due
 * @param attributes how it is run
 * @param checksum of the changeset
 * @param statements its own, in order; where it is {@link #unknown}, those that it would send if it ran, as far as that is known
 * @param recording those that write its history row, or remove it, with places {@link PreviewedScript#RUN_ID} and, where the
 *     checksum depends on values, {@link ReplayedChangeSet#CHECKSUM}
 * @param unknown why it cannot be known before what it does in a tenant, as the end of a sentence that begins with the changeset;
 *     empty where statements and recording are all that is sent
 * @param rollback how it would be taken back; of one that is taken back itself it is empty
 */
public record PreviewedChangeSet(
        ChangeSetId id,
        Run run,
        Attributes attributes,
        Checksum checksum,
        List<SchemaText> statements,
        List<SchemaText> recording,
        Optional<String> unknown,
        Rollback rollback) {

    /**
     * How a changeset is run.
     *
     * @param inTransaction its statements and its history row are one transaction
     * @param runAlways it runs with every update
     * @param runOnChange it runs again when it has changed
     * @param preconditions what decides whether it runs, in Liquibase's own words: of the changeset, and of its changelog if it is the
     *     first one that is due there; empty where nothing does
     */
    public record Attributes(
            boolean inTransaction, boolean runAlways, boolean runOnChange, List<SchemaText> preconditions) {

        /** Of a changeset that just runs, once. */
        public static final Attributes PLAIN = new Attributes(true, false, false, List.of());

        public Attributes {
            preconditions = List.copyOf(preconditions);
        }
    }

    /**
     * A changeset's checksum.
     *
     * @param same what it is in all tenants of the cohort; empty where it depends on values, or there is none
     * @param own how it is made up, where it depends on values
     */
    public record Checksum(Optional<String> same, Optional<TenantChecksum> own) {

        /** There is none, or it is not known. */
        public static final Checksum NONE = new Checksum(Optional.empty(), Optional.empty());

        public Checksum {
            if (same.isPresent() && own.isPresent()) {
                throw new IllegalArgumentException("A checksum is the same for all or it is not.");
            }
        }
    }

    /**
     * How a changeset would be taken back.
     *
     * @param statements its own, in order
     * @param recording those that remove its history row
     * @param unknown why that cannot be known, or cannot be done, as the end of a sentence that begins with the changeset
     */
    public record Rollback(List<SchemaText> statements, List<SchemaText> recording, Optional<String> unknown) {

        /** By no statement, or not asked. */
        public static final Rollback NONE = new Rollback(List.of(), List.of(), Optional.empty());

        public Rollback {
            statements = List.copyOf(statements);
            recording = List.copyOf(recording);
            Objects.requireNonNull(unknown, "unknown is null");
        }
    }

    public PreviewedChangeSet {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(run, "run is null");
        Objects.requireNonNull(attributes, "attributes is null");
        Objects.requireNonNull(checksum, "checksum is null");
        statements = List.copyOf(statements);
        recording = List.copyOf(recording);
        Objects.requireNonNull(unknown, "unknown is null");
        Objects.requireNonNull(rollback, "rollback is null");
    }

    /**
     * How it is taken back once it ran; empty where it stays, as one does that runs always and ran before, and one that has no row.
     */
    Optional<PreviewedChangeSet> takenBack() {
        if (run == Run.ALWAYS || run == Run.PASSED_OVER) {
            return Optional.empty();
        }
        Optional<String> never = run == Run.CHANGED
                ? Optional.of("ran before in another version, which cannot be brought back")
                : unknown;
        return Optional.of(new PreviewedChangeSet(
                id,
                Run.BACK,
                Attributes.PLAIN,
                Checksum.NONE,
                rollback.statements(),
                rollback.recording(),
                never.or(rollback::unknown),
                Rollback.NONE));
    }

    /** All texts that may have places. */
    Stream<SchemaText> texts() {
        return Stream.of(statements, recording).flatMap(List::stream);
    }
}
