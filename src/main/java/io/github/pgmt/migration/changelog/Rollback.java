package io.github.pgmt.migration.changelog;

import java.util.Objects;

/**
 * What is to be taken back in every tenant.
 *
 * @param force what {@code changelog-sync} only recorded is taken back too, and so are changesets that ran again, but not as
 *     one run's work
 */
public record Rollback(RollbackTarget target, boolean force) {

    public Rollback {
        Objects.requireNonNull(target, "target is null");
    }
}
