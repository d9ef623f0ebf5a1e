package io.github.pgmt.migration.engine;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.fleet.NewSchemas;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/** Opens sessions on tenants. */
public interface TenantSessions {

    /**
     * Opens new connections to the tenant and keeps other runs of pgmt away from it.
     *
     * @throws TenantUnavailableException when the schema is missing or forbidden, another run works on the tenant, or the
     *     server refuses the connection
     */
    TenantSession open(Tenant tenant);

    /**
     * Opens a session as {@link #open} does and, under the lock that keeps other runs of pgmt away, creates the tenant's
     * schema if it is missing, with all its grants in one transaction. {@link NewSchemas#isCreated} tells whether it did.
     *
     * @throws TenantUnavailableException also when the schema may not be created, or somebody else is about to
     */
    TenantSession openNew(Tenant tenant, NewSchema newSchema);

    /**
     * Opens a trial beside the tenant.
     *
     * @throws TenantUnavailableException when the server refuses the connection or the schema for the trial
     */
    TenantTrial openTrial(Tenant tenant);

    /**
     * The words that have a meaning in the server's SQL, as JDBC's {@code getSQLKeywords} lists them: at commas. Of several
     * servers they are those of all.
     *
     * @throws DatabaseUnavailableException when the server does not say
     */
    String keywords();

    /** The same of the server that this tenant is on. */
    default String keywords(Tenant tenant) {
        return keywords();
    }

    /** Whether a statement of this SQL text begins, ends or divides a transaction. */
    boolean controlsTransactions(String sql);

    /**
     * The first word of the first statement of this SQL text that begins or ends a transaction, in capitals; a savepoint does
     * not.
     */
    default Optional<String> endOfTransaction(String sql) {
        return Optional.empty();
    }

    /** Why this question must not be asked beside Liquibase, as the end of a sentence; empty when it may. */
    default Optional<String> objection(Question question) {
        return Optional.empty();
    }

    /**
     * Whether a statement of this SQL text runs code that is not in the text, a function for example; of a text that cannot be
     * read it is said too.
     */
    default boolean runsCode(String sql) {
        return true;
    }

    /**
     * The extensions that this SQL text creates, in order; those that come after it has chosen a {@code search_path}
     * are not known.
     */
    List<CreatedExtension> createdExtensions(String sql);

    /** For whom the open sessions on the tenant wait, as a look of a moment ago has it; empty where that is not looked at. */
    default List<Blocker> blockers(Tenant tenant) {
        return List.of();
    }

    /** Cancels what runs in every open session and ends its connections; their changesets roll back. */
    void cancelAll();
}
