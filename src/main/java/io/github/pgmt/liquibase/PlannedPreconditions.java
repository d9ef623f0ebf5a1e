package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.Guard;
import io.github.pgmt.migration.engine.PilotNotes;
import io.github.pgmt.migration.engine.PreconditionAnswer.Outcome;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.Question.Query;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantSessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.database.Database;
import liquibase.database.ObjectQuotingStrategy;
import liquibase.exception.PreconditionFailedException;
import liquibase.exception.ValidationErrors;
import liquibase.exception.Warnings;
import liquibase.precondition.AbstractPrecondition;
import liquibase.precondition.core.PreconditionContainer;

/**
 * Plans changesets whose preconditions read the database: they come out as they did in the pilot, and what follows from that
 * Liquibase itself does.
 */
final class PlannedPreconditions {

    /** Why such a changeset cannot be planned. */
    static final String READ = "has preconditions that read the database";

    static final String HEAD = "is in a changelog with preconditions that read the database";

    private final PilotNotes notes;
    private final TenantSessions sessions;
    private final Map<ChangeSetId, Asked> asked = new HashMap<>();
    private final Map<ChangeSetId, Asked> heads = new HashMap<>();

    /** What the changesets had before they were decided. */
    private final Map<ChangeSet, PreconditionContainer> parsed = new IdentityHashMap<>();

    /**
     * The preconditions of a changeset as they are for one tenant.
     *
     * @param signature see {@link AskedPreconditions#signature}
     */
    record Asked(String signature, List<Guard.Asked> preconditions, Outcome outcome) {

        /**
         * What is asked in any tenant of the cohort.
         *
         * @param ofStandIn empty as this is where there is nothing to ask
         * @throws UnreplayableException when this is not the same
         */
        static List<Guard.Asked> inAll(Optional<Asked> ofSample, Optional<Asked> ofStandIn, StandIn nobody)
                throws UnreplayableException {
            if (!ofSample.map(Asked::signature).equals(ofStandIn.map(Asked::signature))) {
                throw new UnreplayableException(StandIn.DEPENDS);
            }
            return ofSample.isEmpty()
                    ? List.of()
                    : inAll(ofSample.get().preconditions(), ofStandIn.get().preconditions(), nobody);
        }

        private static List<Guard.Asked> inAll(List<Guard.Asked> ofSample, List<Guard.Asked> ofStandIn, StandIn nobody)
                throws UnreplayableException {
            List<Guard.Asked> inAll = new ArrayList<>();
            for (int place = 0; place < ofSample.size(); place++) {
                Guard.Asked one = ofSample.get(place);
                Optional<Question> other = ofStandIn.get(place).question();
                inAll.add(
                        one.question().isPresent() && other.isPresent()
                                ? new Guard.Asked(
                                        one.name(),
                                        Optional.of(question(one.question().get(), other.get(), nobody)))
                                : one);
            }
            return inAll;
        }

        private static Question question(Question real, Question invented, StandIn nobody)
                throws UnreplayableException {
            if (real instanceof Query query && invented instanceof Query other) {
                SchemaText sql =
                        nobody.texts(query.sql().parts(), other.sql().parts()).get(0);
                if (!sql.isOpen()) {
                    return new Query(sql);
                }
            }
            if (!real.equals(invented)) {
                throw new UnreplayableException(StandIn.DEPENDS);
            }
            return real;
        }
    }

    /** @param sessions say which questions must not be asked */
    PlannedPreconditions(PilotNotes notes, TenantSessions sessions) {
        this.notes = notes;
        this.sessions = sessions;
    }

    /**
     * Has the changeset's preconditions come out as in the pilot, if they read the database.
     *
     * @return why the changeset cannot be planned, as the end of a sentence that begins with it
     */
    Optional<String> decide(ChangeSet changeSet, Database database) {
        PreconditionContainer preconditions = changeSet.getPreconditions();
        if (!DatabasePreconditions.in(preconditions)) {
            return Optional.empty();
        }
        ChangeSetId id = ParsedContents.idOf(changeSet);
        Outcome outcome = notes.answer(id).outcome();
        ObjectQuotingStrategy quoting = database.getObjectQuotingStrategy();
        database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
        try {
            if (!AskedPreconditions.areKnown(preconditions, database)) {
                return Optional.of(READ);
            }
            Asked known = asked(preconditions, outcome, database);
            Optional<String> objection = objection(known);
            if (objection.isPresent() || outcome == Outcome.IN_DOUBT) {
                return objection.or(() -> Optional.of(READ));
            }
            asked.put(id, known);
        } finally {
            database.setObjectQuotingStrategy(quoting);
        }
        parsed.put(changeSet, preconditions);
        changeSet.setPreconditions(decided(preconditions, outcome));
        return Optional.empty();
    }

    /**
     * Has the preconditions of a changelog be asked before its first changeset. Without them there is no update: they passed, or
     * only warned.
     *
     * @return why the first changeset cannot be planned: with it Liquibase asks them itself
     * @throws UnreplayableException when they cannot be planned
     */
    Optional<String> decide(DatabaseChangeLog root, ChangeSet first, Database database) throws UnreplayableException {
        PreconditionContainer preconditions = root.getPreconditions();
        if (!DatabasePreconditions.in(preconditions)) {
            return Optional.empty();
        }
        ChangeSetId id = ParsedContents.idOf(first);
        Outcome outcome = notes.ofHead(id).outcome();
        if (!AskedPreconditions.areKnown(preconditions, database)) {
            throw new UnreplayableException(HEAD);
        }
        Asked known = asked(preconditions, outcome, database);
        Optional<String> objection = objection(known);
        if (objection.isEmpty() && outcome == Outcome.IN_DOUBT) {
            throw new UnreplayableException(HEAD);
        }
        heads.put(id, known);
        return objection;
    }

    private Optional<String> objection(Asked known) {
        return known.preconditions().stream()
                .flatMap(one -> one.question().stream())
                .map(sessions::objection)
                .flatMap(Optional::stream)
                .findFirst()
                .map(why -> READ + ": one of them " + why);
    }

    private static Asked asked(PreconditionContainer preconditions, Outcome outcome, Database database) {
        List<Guard.Asked> all = AskedPreconditions.of(preconditions)
                .map(one -> new Guard.Asked(one.getName(), AskedPreconditions.question(one, database)))
                .toList();
        return new Asked(AskedPreconditions.signature(preconditions), all, outcome);
    }

    /** Gives the changesets back the preconditions that they were parsed with. */
    void undo() {
        parsed.forEach(ChangeSet::setPreconditions);
    }

    /** Of one that is always passed over nothing is sent, and so nothing asked before. */
    void requireNoHead(ChangeSetId passedOver) throws UnreplayableException {
        if (heads.containsKey(passedOver)) {
            throw new UnreplayableException(HEAD);
        }
    }

    /** The preconditions of a changelog of which this changeset is the first; empty where they do not read the database. */
    Optional<Asked> ofHead(ChangeSetId first) {
        return Optional.ofNullable(heads.get(first));
    }

    /** How a changeset's preconditions were taken to come out; empty where they were left to Liquibase. */
    Optional<Asked> of(ChangeSetId changeSet) {
        return Optional.ofNullable(asked.get(changeSet));
    }

    /** Whether a changeset was decided to do nothing. */
    boolean isLeftOut(ChangeSet changeSet) {
        return of(ParsedContents.idOf(changeSet))
                        .filter(one -> one.outcome() == Outcome.FAILED)
                        .isPresent()
                && changeSet.getPreconditions().getOnFail() != PreconditionContainer.FailOption.WARN;
    }

    private static PreconditionContainer decided(PreconditionContainer preconditions, Outcome outcome) {
        PreconditionContainer decided = new PreconditionContainer();
        decided.setOnFail(preconditions.getOnFail());
        decided.setOnError(preconditions.getOnError().toString());
        decided.setOnSqlOutput(preconditions.getOnSqlOutput());
        if (outcome == Outcome.FAILED) {
            decided.addNestedPrecondition(new Failing());
        }
        return decided;
    }

    /** Stands for those that failed in the pilot. */
    private static final class Failing extends AbstractPrecondition {

        @Override
        public void check(
                Database database, DatabaseChangeLog changeLog, ChangeSet changeSet, ChangeExecListener listener)
                throws PreconditionFailedException {
            throw new PreconditionFailedException("It failed in the pilot.", changeLog, this);
        }

        @Override
        public String getName() {
            return "failedInPilot";
        }

        @Override
        public Warnings warn(Database database) {
            return new Warnings();
        }

        @Override
        public ValidationErrors validate(Database database) {
            return new ValidationErrors();
        }

        @Override
        public String getSerializedObjectNamespace() {
            return STANDARD_CHANGELOG_NAMESPACE;
        }
    }
}
