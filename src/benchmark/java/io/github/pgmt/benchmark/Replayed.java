package io.github.pgmt.benchmark;

import java.util.List;

/**
 * What of a run was sent as planned statements, in all tenants but the first one, whose changesets Liquibase has to run.
 *
 * @param changeSets that were applied
 * @param replayed how many of them were sent as planned statements
 * @param otherwise the first reasons why others were not
 */
record Replayed(int changeSets, int replayed, List<String> otherwise) {

    /** Of who does not replay, or had nothing to do. */
    static final Replayed NOTHING = new Replayed(0, 0, List.of());

    double share() {
        return changeSets == 0 ? Double.NaN : (double) replayed / changeSets;
    }

    String shown() {
        return changeSets == 0 ? Figures.NONE : Figures.number(Math.floor(1000 * share()) / 10) + " %";
    }
}
