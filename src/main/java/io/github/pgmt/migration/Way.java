package io.github.pgmt.migration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a tenant came to its changesets, and how far that was made sure of.
 *
 * @param engine what ran them; empty where nothing was to run, and for goals that know one way only
 * @param notReplayed the changesets that Liquibase ran, or because of which it ran all of the tenant's; empty where it did not,
 *     and where there was no other tenant to plan for
 * @param verified what the database was asked afterwards; empty where it was not asked, or did not confirm the result
 * @param waiting how often it was tried
 * @param replayed how many changesets were sent as planned statements
 * @param segments in how many parts, replayed ones and Liquibase's by turns, it went; 0 where Liquibase ran all
 * @param alone whether it came out otherwise than its pilot somewhere, so that from there on Liquibase ran all that was due,
 *     and the tenant is not compared with the pilot
 * @param leftOut what differs from the pilot's and was not judged when the catalog confirmed the rest, since what Liquibase itself
 *     ran may have made or changed it
 */
public record Way(
        Optional<Engine> engine,
        List<NotReplayed> notReplayed,
        Optional<Verified> verified,
        Waiting waiting,
        int replayed,
        int segments,
        boolean alone,
        List<String> leftOut) {

    /** What runs changesets, in the words of the JSON report. */
    public enum Engine {
        /** Liquibase itself. */
        LIQUIBASE,
        /** Statements that Liquibase planned for the whole cohort. */
        REPLAY,
        /** Such statements, and Liquibase itself for what it could not plan. */
        MIXED
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
        leftOut = List.copyOf(leftOut);
    }

    /** One that is not in parts. */
    public Way(Optional<Engine> engine, List<NotReplayed> notReplayed, Optional<Verified> verified, Waiting waiting) {
        this(engine, notReplayed, verified, waiting, 0, 0, false, List.of());
    }

    private Way(Optional<Engine> engine, List<NotReplayed> notReplayed) {
        this(engine, notReplayed, Optional.empty(), Waiting.NONE);
    }

    /** By Liquibase itself, because of these. */
    public static Way liquibase(List<NotReplayed> notReplayed) {
        return new Way(LIQUIBASE.engine(), notReplayed);
    }

    /** So many changesets by planned statements. */
    public static Way replayed(int changeSets) {
        return new Way(REPLAY.engine(), List.of(), Optional.empty(), Waiting.NONE, changeSets, 1, false, List.of());
    }

    /** The same, confirmed. */
    public Way confirmed(Verified by) {
        return with(engine, notReplayed, Optional.of(by), waiting);
    }

    /** The same, not confirmed. */
    public Way unconfirmed() {
        return with(engine, notReplayed, Optional.empty(), waiting);
    }

    /** The same, after so many tries. */
    public Way after(Waiting other) {
        return with(engine, notReplayed, verified, other);
    }

    private Way with(
            Optional<Engine> otherEngine,
            List<NotReplayed> otherReasons,
            Optional<Verified> otherVerified,
            Waiting otherWaiting) {
        return new Way(otherEngine, otherReasons, otherVerified, otherWaiting, replayed, segments, alone, leftOut);
    }

    /** The same, of which these objects were not judged. */
    public Way butFor(List<String> objects) {
        return new Way(engine, notReplayed, verified, waiting, replayed, segments, alone, objects);
    }

    /** The same, in so many parts. */
    public Way inSegments(int count) {
        return new Way(engine, notReplayed, verified, waiting, replayed, count, alone, leftOut);
    }

    /** The same of a tenant that came out otherwise than its pilot. */
    public Way goingAlone() {
        return new Way(engine, notReplayed, verified, waiting, replayed, segments, true, leftOut);
    }

    /** This and, before it, another one in the same tenant. */
    public Way after(Way earlier) {
        return new Way(
                engineAfter(earlier),
                Stream.concat(earlier.notReplayed.stream(), notReplayed.stream())
                        .distinct()
                        .toList(),
                verified,
                waiting,
                earlier.replayed + replayed,
                Math.max(earlier.segments, segments),
                earlier.alone || alone,
                leftOut);
    }

    private Optional<Engine> engineAfter(Way earlier) {
        if (earlier.hasDoneNothing() || engine.equals(earlier.engine)) {
            return engine;
        }
        return hasDoneNothing() ? earlier.engine : Optional.of(Engine.MIXED);
    }

    private boolean hasDoneNothing() {
        return engine.isEmpty() || engine.equals(REPLAY.engine()) && replayed == 0;
    }
}
