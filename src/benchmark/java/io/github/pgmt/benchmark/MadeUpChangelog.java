package io.github.pgmt.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A changelog of so many changesets of each kind, spread over so many files. */
record MadeUpChangelog(int tables, int columns, int indexes, int foreignKeys, int rows, int files)
        implements Work.Source {

    @Override
    public void write(Path directory) throws IOException {
        new ChangelogFiles(directory).write(this);
    }

    /** The changesets in the order in which they are applied; always the same. */
    List<ChangeSetText> changes() {
        List<ChangeSetText> changes = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            add(changes, true, table, ChangeSetText::createTable);
            add(changes, table < columns, table, ChangeSetText::addColumn);
            add(changes, table < indexes, table, ChangeSetText::createIndex);
            add(changes, table > 0 && table <= foreignKeys, table, ChangeSetText::addForeignKey);
            add(changes, table < rows, table, ChangeSetText::insertRow);
        }
        return changes;
    }

    private static void add(List<ChangeSetText> changes, boolean wanted, int table, IntFunction<ChangeSetText> change) {
        if (wanted) {
            changes.add(change.apply(table));
        }
    }
}
