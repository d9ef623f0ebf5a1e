package io.github.pgmt.liquibase;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.SqlPrecondition;
import liquibase.serializer.core.string.StringChangeLogSerializer;

/**
 * What one changeset can leave to a later one otherwise than in the tenant's tables: a session's sequence values and settings.
 * Liquibase runs all changesets of an update in one session. A script with segments has several, so that a changeset which
 * reads such a thing would not find it.
 */
final class SessionState {

    /** The end of a sentence that begins with the changeset. */
    static final String IS_READ = "reads what an earlier changeset may have left in the session (currval, lastval, "
            + "current_setting), and others are not replayed";

    /** The {@code search_path} is put back before each changeset, on either way. */
    private static final Pattern READS = Pattern.compile(
            "\\b(currval|lastval|current_setting(?!\\s*\\(\\s*'search_path'))\\b", Pattern.CASE_INSENSITIVE);

    private SessionState() {}

    /** By its words, in whatever place: to be wrong only takes time. */
    static boolean isReadBy(ChangeSet changeSet) {
        return Stream.of(
                        ChangeSetSql.raw(changeSet).stream(),
                        changeSet.getChanges().stream().map(SessionState::text),
                        queries(changeSet.getPreconditions()))
                .flatMap(texts -> texts)
                .anyMatch(text -> READS.matcher(text).find());
    }

    private static String text(Change change) {
        return new StringChangeLogSerializer().serialize(change, false);
    }

    private static Stream<String> queries(PreconditionLogic preconditions) {
        return preconditions == null
                ? Stream.of()
                : preconditions.getNestedPreconditions().stream().flatMap(SessionState::queries);
    }

    private static Stream<String> queries(Precondition precondition) {
        if (precondition instanceof PreconditionLogic logic) {
            return queries(logic);
        }
        return precondition instanceof SqlPrecondition query ? Stream.ofNullable(query.getSql()) : Stream.of();
    }
}
