package io.github.pgmt.liquibase;

import java.util.stream.Stream;
import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.changelog.ChangeSet;

/** Changes that are not Liquibase's: the user's custom ones and those of extensions, which may do anything in between. */
final class OwnChanges {

    private static final String CORE = ExecuteShellCommandChange.class.getPackageName();

    private OwnChanges() {}

    static boolean isOwn(Change change) {
        return !change.getClass().getPackageName().equals(CORE);
    }

    /** Whether it has any, also for its rollback. */
    static boolean areIn(ChangeSet changeSet) {
        return Stream.concat(changeSet.getChanges().stream(), changeSet.getRollback().getChanges().stream())
                .anyMatch(OwnChanges::isOwn);
    }
}
