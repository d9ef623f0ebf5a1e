package io.github.pgmt.postgres.table;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/** What must hold in a transaction of ours; a guard that does not is an error of a text that cannot be a number. */
public enum ReplayGuard {
    /** Another run of pgmt works on the tenant. */
    RUN,
    /** Liquibase's lock row is set, held, or not there. */
    LOCK,
    /** Liquibase's tables are perhaps not as Liquibase makes them. */
    SHAPE,
    /** A precondition may come out otherwise than in the pilot. */
    ANSWER,
    /** The schema or its history is not what was planned for. */
    MOVED,
    /** The tenant's tables are not those that the changelog makes. */
    TABLES;

    /** After a failed cast (PostgreSQL, "Error Codes"). */
    public static final String STATE = "22P02";

    private String text() {
        return "pgmt guard: " + name();
    }

    /** A query that answers 0 where the condition holds, and otherwise ends with {@link #STATE}. */
    public String query(String condition) {
        return "SELECT " + answer(condition);
    }

    /**
     * The same as an expression with another answer.
     *
     * @param answer an expression of the type text, worked out only where the condition holds
     */
    public String answer(String condition, String answer) {
        return "CASE WHEN " + condition + " THEN " + answer + " ELSE " + error() + "::pg_catalog.text END";
    }

    /** The query's expression. */
    public String answer(String condition) {
        return "CASE WHEN " + condition + " THEN 0 ELSE " + error() + " END";
    }

    /** An expression of the type int4; not a constant, which the server would work out before it looks at the condition. */
    public String error() {
        return "pg_catalog.concat('" + text() + " '::pg_catalog.text, pg_catalog.pg_backend_pid())::pg_catalog.int4";
    }

    /** Which guard did not hold, if it was one. */
    public static Optional<ReplayGuard> of(SQLException e) {
        if (!STATE.equals(e.getSQLState())) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(guard -> e.getMessage().contains(guard.text()))
                .findFirst();
    }
}
