package io.github.pgmt.migration.cohort;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.EngineResult;
import io.github.pgmt.migration.engine.MigrationEngine;
import io.github.pgmt.tenant.Tenant;
import java.util.Optional;

/** Tenants whose schemas a run makes before anything is applied to them. For several threads. */
public interface NewTenants {

    /** Of a run that makes none. */
    NewTenants NONE = new NewTenants() {
        @Override
        public boolean contains(Tenant tenant) {
            return false;
        }

        @Override
        public boolean isPending(Tenant tenant) {
            return false;
        }

        @Override
        public Optional<Failure> make(Tenant tenant) {
            return Optional.empty();
        }

        @Override
        public EngineResult migrate(MigrationEngine engine, Tenant tenant) {
            throw new IllegalStateException("None is new.");
        }
    };

    /** Whether the tenant had no schema when the run looked. */
    boolean contains(Tenant tenant);

    /**
     * Whether it is one of them and the run has made no schema for it. It may be that somebody else has meanwhile, and with
     * what in it nobody knows.
     */
    boolean isPending(Tenant tenant);

    /**
     * Makes the schema of a tenant that is pending, which it then is no longer. Nothing keeps others away afterwards.
     *
     * @return why it could not be made; empty also when somebody else has made it, and then the tenant stays pending
     */
    Optional<Failure> make(Tenant tenant);

    /**
     * Has Liquibase migrate one of these tenants, whose schema is made first where it is missing; one that somebody else has
     * made is looked at before. Others are kept away from the making to the end.
     */
    EngineResult migrate(MigrationEngine engine, Tenant tenant);
}
