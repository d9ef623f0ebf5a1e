package io.github.pgmt.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A changelog to be applied to every tenant. */
enum Work {
    /** A small application: 30 changesets, 12 tables, 3 files. */
    A(12, 4, 6, 6, 2, 3),
    /** A grown one: 200 changesets, 72 tables, 19 files. */
    B(72, 48, 40, 20, 20, 19);

    private final int tables;
    private final int columns;
    private final int indexes;
    private final int foreignKeys;
    private final int rows;
    private final int files;

    Work(int tables, int columns, int indexes, int foreignKeys, int rows, int files) {
        this.tables = tables;
        this.columns = columns;
        this.indexes = indexes;
        this.foreignKeys = foreignKeys;
        this.rows = rows;
        this.files = files;
    }

    int tables() {
        return tables;
    }

    int files() {
        return files;
    }

    int changeSets() {
        return tables + columns + indexes + foreignKeys + rows;
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
