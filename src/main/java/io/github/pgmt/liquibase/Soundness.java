package io.github.pgmt.liquibase;

import io.github.pgmt.migration.failure.UnexpectedError;
import liquibase.Scope;

/**
 * Whether an engine may be used for another tenant. Where memory or stack came to an end, any of Liquibase's registries and
 * caches may be half written, and nothing tells which.
 */
final class Soundness {

    /** The scope's key for that of the engine that runs in it. */
    static final String KEY = Soundness.class.getName();

    private boolean lost;

    /** To be told of whatever a tenant's work threw. */
    static void heed(Throwable thrown) {
        Soundness ofEngine = Scope.getCurrentScope().get(KEY, Soundness.class);
        if (ofEngine != null) {
            ofEngine.after(thrown);
        }
    }

    void after(Throwable thrown) {
        lost |= UnexpectedError.isOfJvm(thrown);
    }

    boolean isLost() {
        return lost;
    }
}
