package io.github.pgmt.benchmark;

import java.util.List;

/** A way to bring many tenants to a changelog. */
interface Candidate {

    /**
     * What is to be migrated.
     *
     * @param schemas every tenant of the database
     */
    record Target(ServerUrl server, List<String> schemas, WorkFiles files, Case theCase) {}

    /** Migrates all tenants, from nothing but what a target says: this is what is measured. Says what of it was replayed. */
    Replayed migrate(Target target) throws Exception;

    /** How many tenants it works on at once. */
    default int parallel() {
        return 1;
    }

    /** Whether the tenants' histories are Liquibase's; otherwise they are Flyway's. */
    default boolean keepsLiquibaseHistory() {
        return true;
    }
}
