package io.github.pgmt.postgres.table;

import io.github.pgmt.postgres.connection.Identifiers;
import java.util.List;

/**
 * The same question as {@link PlainShape}'s in a quarter of its time, for two tables that were found plain: whether anything
 * of them changed since.
 *
 * <p>It is a prepared statement that names both tables. The server reads a statement anew, when it is executed, after "database
 * objects used in the statement have undergone definitional (DDL) changes" (PostgreSQL, "PREPARE"), and constants are worked out
 * when they are read ("Current Date/Time"). This one has a time without a zone, which is read first in a zone in which nobody
 * lives, and later in the session's own, as another time. So it knows whether it was read anew, and from then on looks at the tables
 * as PlainShape does. What is only suspicious, such as new statistics for the planner, costs no more than that look.
 *
 * <p>Nothing that PlainShape refuses comes past it. A session works with its own copies of what the catalogs say of a table; who
 * changes that has all sessions throw their copies away, and the statements that name the table, before his lock ends, and they
 * have done so when they have got theirs:
 *
 * <ul>
 *   <li>another kind, triggers, also those of a foreign key from elsewhere, rules, row level security, children, being a partition,
 *       checks, a composite type: these are in the table's row of {@code pg_class}, and so are its name and its schema, should
 *       it be renamed, moved or dropped, and another follow under the name;
 *   <li>types, collations, defaults, identity, generated columns, parents: these are in rows of {@code pg_attribute}, which count
 *       as the table's;
 *   <li>indexes, one that is only begun too, and extended statistics: who makes one says so of its table. Expressions, conditions
 *       and operators to exclude by cannot be given to one that is there;
 *   <li>another schema under the name: when schemas are made or renamed, all statements are read anew.
 * </ul>
 *
 * <p>Nobody else can choose the session's zone, in which it would seem not to have been read anew: the driver does when it
 * connects, and code that a changeset calls could, which runs as the session's role anyway. A session that has forgotten the statement says so by an error.
 */
public final class StillPlain {

    /** Farther from Greenwich than a zone can be by the clients' settings or the tables of zones. */
    private static final String NOWHERE = "<pgmt>-99:59";

    private static final String IS_FIRST_READING = "'2000-01-01 00:00'::pg_catalog.timestamptz"
            + " OPERATOR(pg_catalog.=) '1999-12-27 20:01+00'::pg_catalog.timestamptz";

    private static final String SAVEPOINT = "pgmt_still";

    private StillPlain() {}

    /**
     * The statements that prepare it, in a transaction that has both tables locked and looks at them by {@link PlainShape}
     * afterwards. It is to be executed under the same {@code search_path}: under another one the server reads it anew.
     *
     * @param statement its name, which no other tables' has in the session
     */
    public static List<String> preparing(String statement, TenantTables tables) {
        return List.of(
                "SAVEPOINT " + SAVEPOINT,
                "SET LOCAL TimeZone TO '" + NOWHERE + "'",
                "PREPARE " + statement + " AS " + question(tables.history(), tables.lock()),
                "ROLLBACK TO SAVEPOINT " + SAVEPOINT,
                "RELEASE SAVEPOINT " + SAVEPOINT);
    }

    /** The server works out the first condition when it plans, and leaves out what is not needed then. */
    private static String question(String history, String lock) {
        return "SELECT CASE WHEN " + IS_FIRST_READING + " THEN "
                + ReplayGuard.SHAPE.answer(areCalled(history) + " AND " + areCalled(lock)) + " ELSE "
                + ReplayGuard.SHAPE.answer(PlainShape.areBoth(read(history), read(lock))) + " END";
    }

    /** A schema that gets the name while the statement is read would not be noticed otherwise. */
    private static String areCalled(String table) {
        return "pg_catalog.to_regclass(" + Identifiers.literal(table) + "::pg_catalog.text) OPERATOR(pg_catalog.=) "
                + read(table);
    }

    /** The table that had the name when the statement was read; it is by this constant that the statement names the table. */
    private static String read(String table) {
        return Identifiers.literal(table) + "::pg_catalog.regclass";
    }
}
