package io.github.pgmt.benchmark;

import java.util.Map;

/**
 * What came of a work when Liquibase itself applied it to a tenant.
 *
 * @param cases how the tenant was after each case
 * @param noScript why there is no script for raw JDBC; empty where there is one
 */
record PreparedWork(Map<Case, Expected> cases, String noScript) {

    /**
     * How a tenant is after a case; every candidate must leave it so.
     *
     * @param changeSets how many are recorded
     * @param tables how many there are, Liquibase's own two left out
     * @param history digest of the rows that Liquibase records, times and run left out
     * @param objects digest of tables, columns, indexes, constraints and numbers of rows
     */
    record Expected(int changeSets, int tables, String history, String objects) {}

    Expected expected(Case theCase) {
        return cases.get(theCase);
    }

    int changeSets(Case theCase) {
        return expected(theCase).changeSets();
    }

    boolean hasScript() {
        return noScript.isEmpty();
    }

    PreparedWork withoutScript(String reason) {
        return new PreparedWork(cases, reason);
    }
}
