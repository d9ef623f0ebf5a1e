package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;

/**
 * What an examination is for, as the user gave it.
 *
 * @param threads how many tenants a migration is to work on at once
 * @param failOnWarning warnings fail the build too
 */
public record DoctorParameters(int threads, boolean failOnWarning) {

    /** @throws RunRefusedException when no migration could have so many threads */
    public SelectionParameters check(SelectionParameters selection) {
        if (threads < 1) {
            throw new RunRefusedException("-Dpgmt.threads=" + threads + " is less than 1.");
        }
        return selection;
    }
}
