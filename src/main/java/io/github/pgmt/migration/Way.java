package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a tenant came to its changesets, and how far that was made sure of.
 *
 * @param engine what ran them; empty where nothing was to run, and for goals that know one way only
 * @param notReplayed the changesets because of which Liquibase ran the tenant's; empty where it did not, and where there was
 *     no other tenant to plan for
 * @param verified what the database was asked afterwards; empty where it was not asked, or did not confirm the result
 * @param waiting how often it was tried
 */
public record Way(
        Optional<Engine> engine, List<NotReplayed> notReplayed, Optional<Verified> verified, Waiting waiting) {

    /** What runs changesets, in the words of the JSON report. */
    public enum Engine {
        /** Liquibase itself. */
        LIQUIBASE,
        /** Statements that Liquibase planned for the whole cohort. */
        REPLAY
    }

    /** What confirms a result, in the words of the JSON report. */
    public enum Verified {
        /** The tenant's history. */
        HISTORY,
        /** The history, and that the catalog changed as it did in the pilot's schema. */
        CATALOG
    }

    /** Nothing is known of it. */
    public static final Way UNTOLD = new Way(Optional.empty(), List.of());

    /** By Liquibase itself. */
    public static final Way LIQUIBASE = new Way(Optional.of(Engine.LIQUIBASE), List.of());

    /** By planned statements. */
    public static final Way REPLAY = new Way(Optional.of(Engine.REPLAY), List.of());

    public Way {
        Objects.requireNonNull(engine, "engine is null");
        notReplayed = List.copyOf(notReplayed);
        Objects.requireNonNull(verified, "verified is null");
        Objects.requireNonNull(waiting, "waiting is null");
    }

    private Way(Optional<Engine> engine, List<NotReplayed> notReplayed) {
        this(engine, notReplayed, Optional.empty(), Waiting.NONE);
    }

    /** By Liquibase itself, because of these. */
    public static Way liquibase(List<NotReplayed> notReplayed) {
        return new Way(LIQUIBASE.engine(), notReplayed);
    }

    /** The same, confirmed. */
    public Way confirmed(Verified by) {
        return new Way(engine, notReplayed, Optional.of(by), waiting);
    }

    /** The same, after so many tries. */
    public Way after(Waiting other) {
        return new Way(engine, notReplayed, verified, other);
    }
}
