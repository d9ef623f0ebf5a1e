package io.github.pgmt.migration.application;

import io.github.pgmt.migration.event.RunPhase;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.proof.ChangesClaim;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.InDatabase;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.Confirmation;
import io.github.pgmt.migration.work.TenantMigrator;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.TenantStep;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Does a step in many tenants and asks their databases afterwards, each by itself. After changesets that is: whether each tenant
 * has them, and whether anything appeared where no tenant lives.
 */
public final class Application {

    private final RunContext context;
    private final TenantMigrator migrator;

    public Application(RunContext context) {
        this(context, context.migrator());
    }

    /** @param migrator instead of the run's own */
    public Application(RunContext context, TenantMigrator migrator) {
        this.context = context;
        this.migrator = migrator;
    }

    /** What a database is asked about attempts on its tenants, once these are done. */
    public interface Asking extends Function<List<Attempt>, Worked> {}

    /**
     * Changes every tenant that the failure policy lets start, and verifies what the step says, and with them tenants that need not
     * be opened.
     *
     * @param done what is said of these
     * @param failures how many of the run's tenants have failed already
     * @param listed all tenants there are, which are not outside
     * @param proof what the tenants of a database are to be confirmed by besides their histories; begun before the first starts
     */
    public Worked apply(
            List<Tenant> tenants,
            List<Attempt> done,
            int failures,
            List<ListedTenant> listed,
            TenantStep step,
            Function<InDatabase, CatalogProof> proof) {
        if (tenants.isEmpty() && done.isEmpty()) {
            return Worked.NONE;
        }
        return work(
                tenants, done, failures, step, part -> ChangesWatch.begin(part, listed, proof.apply(part))::confirmed);
    }

    /**
     * Does a step that runs no changesets for every tenant that the failure policy lets start.
     *
     * @param asking what a database says of the attempts, once they are done; begun before the first
     */
    public Worked apply(List<Tenant> tenants, int failures, TenantStep step, Function<InDatabase, Asking> asking) {
        return tenants.isEmpty() ? Worked.NONE : work(tenants, List.of(), failures, step, asking);
    }

    private Worked work(
            List<Tenant> tenants,
            List<Attempt> done,
            int failures,
            TenantStep step,
            Function<InDatabase, Asking> asking) {
        context.comesTo(RunPhase.MIGRATE);
        List<Tenant> all = new ArrayList<>(done.stream().map(Attempt::tenant).toList());
        all.addAll(tenants);
        Map<InDatabase, Asking> begun = new HashMap<>();
        List<InDatabase> parts = context.byDatabase(all);
        parts.forEach(part -> begun.put(part, begin(part, asking)));
        List<Attempt> attempts = new ArrayList<>(done);
        attempts.addAll(migrator.forEach(tenants, failures, step));
        context.comesTo(RunPhase.VERIFY);
        return JudgedByDatabase.of(
                parts,
                attempts,
                (part, theirs) -> Confirmation.of(
                        part::warn, Worked.of(theirs), () -> begun.get(part).apply(theirs), step::leave));
    }

    /** A database that is lost by now keeps no other from being worked on. */
    private Asking begin(InDatabase part, Function<InDatabase, Asking> asking) {
        try {
            return asking.apply(part);
        } catch (DatabaseUnavailableException e) {
            if (context.isInOneDatabase()) {
                throw e;
            }
            return attempts -> {
                throw e;
            };
        }
    }

    /**
     * Verifies tenants when there is nothing to do in any, by the histories that have just told so: to read them again would
     * take as long as all the rest of such a run.
     */
    public Worked confirm(List<Attempt> done, Map<Tenant, TenantHistory> histories) {
        context.comesTo(RunPhase.VERIFY);
        List<InDatabase> parts =
                context.byDatabase(done.stream().map(Attempt::tenant).toList());
        return JudgedByDatabase.of(
                parts,
                done,
                (part, theirs) -> context.isInOneDatabase()
                        ? confirmed(part, theirs, histories)
                        : Confirmation.of(part::warn, Worked.of(theirs), () -> confirmed(part, theirs, histories)));
    }

    private static Worked confirmed(InDatabase part, List<Attempt> done, Map<Tenant, TenantHistory> histories) {
        Claim claim = new ChangesClaim(part.context(), done, Set.of(), tenants -> histories);
        return Worked.of(new Verification(part.context()).verify(done, claim));
    }
}
