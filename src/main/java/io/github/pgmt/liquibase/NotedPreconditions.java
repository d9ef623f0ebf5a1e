package io.github.pgmt.liquibase;

import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.engine.PilotAnswers;
import io.github.pgmt.migration.engine.PreconditionAnswer;
import io.github.pgmt.migration.engine.PreconditionAnswer.Found;
import io.github.pgmt.migration.engine.PreconditionAnswer.Outcome;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.TenantSession;
import java.util.HashMap;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.exception.ValidationErrors;
import liquibase.exception.Warnings;
import liquibase.precondition.AbstractPrecondition;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;

/**
 * Notes in a pilot how preconditions came out, and by what: each is asked for by the session right before Liquibase checks it,
 * and again right after. Where both find the same, it is what Liquibase found.
 */
final class NotedPreconditions {

    private final Map<ChangeSetId, Notes> notes = new HashMap<>();
    private final Map<ChangeSetId, Notes> heads = new HashMap<>();
    private Notes current;

    private static final class Notes {

        private final Map<Integer, Found> found = new HashMap<>();
        private boolean failed;
        private boolean doubted;

        PreconditionAnswer answer() {
            Outcome outcome = doubted ? Outcome.IN_DOUBT : failed ? Outcome.FAILED : Outcome.PASSED;
            return new PreconditionAnswer(outcome, found);
        }
    }

    /** To be called before each changeset. */
    void begin(ChangeSet changeSet, TenantSession session) {
        current = new Notes();
        if (DatabasePreconditions.in(changeSet.getPreconditions())) {
            notes.put(ParsedContents.idOf(changeSet), current);
            watch(changeSet.getPreconditions(), 0, current, session);
        }
    }

    /**
     * To be called before a changelog is run.
     *
     * @param first of its changesets that is due
     */
    void begin(DatabaseChangeLog changelog, ChangeSet first, TenantSession session) {
        if (DatabasePreconditions.in(changelog.getPreconditions())) {
            Notes ofHead = new Notes();
            heads.put(ParsedContents.idOf(first), ofHead);
            watch(changelog.getPreconditions(), 0, ofHead, session);
        }
    }

    void failed() {
        current.failed = true;
    }

    void doubted() {
        current.doubted = true;
    }

    PilotAnswers answers() {
        return new PilotAnswers(answers(notes), answers(heads));
    }

    private static Map<ChangeSetId, PreconditionAnswer> answers(Map<ChangeSetId, Notes> notes) {
        return notes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().answer()));
    }

    /** @return the place after the last of them */
    private static int watch(PreconditionLogic logic, int from, Notes notes, TenantSession session) {
        int place = from;
        ListIterator<Precondition> nested = logic.getNestedPreconditions().listIterator();
        while (nested.hasNext()) {
            Precondition one = nested.next();
            if (one instanceof PreconditionLogic inner) {
                place = watch(inner, place, notes, session);
            } else {
                nested.set(new Watched(one, place++, notes, session));
            }
        }
        return place;
    }

    /** Liquibase's own, between two looks. */
    private static final class Watched extends AbstractPrecondition {

        private final Precondition watched;
        private final int place;
        private final Notes notes;
        private final TenantSession session;

        Watched(Precondition watched, int place, Notes notes, TenantSession session) {
            this.watched = watched;
            this.place = place;
            this.notes = notes;
            this.session = session;
        }

        @Override
        public void check(
                Database database, DatabaseChangeLog changeLog, ChangeSet changeSet, ChangeExecListener listener)
                throws PreconditionFailedException, PreconditionErrorException {
            Optional<Question> question = AskedPreconditions.question(watched, database);
            Optional<String> before = question.flatMap(session::answer);
            try {
                watched.check(database, changeLog, changeSet, listener);
            } catch (PreconditionFailedException e) {
                note(question, before);
                throw e;
            } catch (PreconditionErrorException | RuntimeException e) {
                notes.doubted = true;
                throw e;
            }
            note(question, before);
        }

        private void note(Optional<Question> question, Optional<String> before) {
            if (question.isEmpty()) {
                return;
            }
            if (before.isEmpty() || !before.equals(question.flatMap(session::answer))) {
                notes.doubted = true;
                return;
            }
            notes.found.put(place, new Found(question.get(), before.get()));
        }

        @Override
        public String getName() {
            return watched.getName();
        }

        @Override
        public Warnings warn(Database database) {
            return watched.warn(database);
        }

        @Override
        public ValidationErrors validate(Database database) {
            return watched.validate(database);
        }

        @Override
        public String getSerializedObjectNamespace() {
            return watched.getSerializedObjectNamespace();
        }
    }
}
