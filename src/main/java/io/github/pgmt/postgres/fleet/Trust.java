package io.github.pgmt.postgres.fleet;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.table.HistoryLimit;
import java.util.List;
import java.util.Set;

/**
 * How far what is in the tenants' schemas is believed.
 *
 * @param owners roles whose operators, casts and functions may be in the way of a changelog's statements, besides our own,
 *     superusers and extensions
 * @param limit larger histories are not read
 */
public record Trust(Set<String> owners, HistoryLimit limit) {

    /** Of a run in which the user says nothing. */
    public static final Trust DEFAULT = new Trust(Set.of(), HistoryLimit.DEFAULT);

    public Trust {
        owners = Set.copyOf(owners);
    }

    /**
     * From the user's parameters.
     *
     * @throws RunRefusedException when one is wrong
     */
    public static Trust of(List<String> trustedOwners, int maxHistoryRows) {
        if (trustedOwners.stream().anyMatch(String::isBlank)) {
            throw new RunRefusedException("-Dpgmt.trustedOwners has an empty entry. Name roles, separated by commas.");
        }
        if (maxHistoryRows < 1) {
            throw new RunRefusedException("-Dpgmt.maxHistoryRows must be at least 1, not " + maxHistoryRows + ".");
        }
        return new Trust(Set.copyOf(trustedOwners), new HistoryLimit(maxHistoryRows));
    }
}
