package io.github.pgmt.liquibase;

import java.util.List;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;

/** The history of a tenant while its changesets are recorded instead of run. */
final class PlannedHistory extends StandardChangeLogHistoryService {

    private final ScriptDatabase database;
    private int lastSequenceValue;

    /** Not without arguments: Liquibase would make another one of its own. */
    PlannedHistory(ScriptDatabase database) {
        this.database = database;
        setDatabase(database);
        lastSequenceValue = database.getRanChangeSetList().stream()
                .map(RanChangeSet::getOrderExecuted)
                .reduce(0, Math::max);
    }

    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean supports(Database other) {
        return other == database;
    }

    @Override
    public void init() {
        // There is nothing to make.
    }

    @Override
    public boolean hasDatabaseChangeLogTable() {
        return true;
    }

    @Override
    public List<RanChangeSet> getRanChangeSets() {
        return database.getRanChangeSetList();
    }

    @Override
    @SuppressWarnings("deprecation") // Liquibase itself still calls it.
    public List<RanChangeSet> getRanChangeSets(boolean allowChecksumsUpgrade) {
        return database.getRanChangeSetList();
    }

    @Override
    public int getNextSequenceValue() {
        lastSequenceValue++;
        return lastSequenceValue;
    }

    /** The next value to be given out comes after this one. */
    void countFrom(int last) {
        lastSequenceValue = last;
    }

    /** The value that was given out last. */
    int lastSequenceValue() {
        return lastSequenceValue;
    }
}
