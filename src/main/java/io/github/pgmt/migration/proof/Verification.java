package io.github.pgmt.migration.proof;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.event.RunEvent;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Asks the database whether what a step claims is so, and makes a failure of what is not. Liquibase can report success for a
 * schema in which it did nothing (liquibase#7624), so nobody's word is proof.
 */
public final class Verification {

    private final MigrationListener listener;
    private final GoneTenants gone;

    public Verification(RunContext context) {
        this(context.listener(), context.gone());
    }

    /** @param gone tells the tenants of which something is not so for no other reason than that they went meanwhile */
    public Verification(MigrationListener listener, GoneTenants gone) {
        this.listener = listener;
        this.gone = gone;
    }

    /**
     * Checks every tenant of which the claim is made, and tells of those that are not confirmed.
     *
     * @return the attempts in their order, with the results that the database does not confirm turned into failures
     */
    public List<Attempt> verify(List<Attempt> attempts, Claim claim) {
        return judge(attempts, claim, this::tell);
    }

    /** The same without a word, where more is to be asked before. */
    public List<Attempt> judge(List<Attempt> attempts, Claim claim) {
        return judge(attempts, claim, (before, after) -> {});
    }

    private List<Attempt> judge(List<Attempt> attempts, Claim claim, BiConsumer<TenantResult, TenantResult> telling) {
        List<Attempt> claimed = attempts.stream().filter(claim::isMadeBy).toList();
        Map<Tenant, String> doubts = claimed.isEmpty() ? Map.of() : claim.doubts(claimed);
        Set<Tenant> vanished = gone.among(doubts.keySet());
        List<Attempt> judged = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Tenant tenant = attempt.tenant();
            TenantResult before = attempt.result();
            TenantResult after = before;
            if (vanished.contains(tenant)) {
                after = gone.of(unconfirmed(before));
            } else if (doubts.containsKey(tenant)) {
                after = unconfirmed(before).failing(Failure.of(Failure.Kind.VERIFY, doubts.get(tenant)));
            } else if (claim.isMadeBy(attempt)) {
                after = claim.confirmed(attempt);
            }
            telling.accept(before, after);
            judged.add(attempt.with(after));
        }
        return judged;
    }

    /** Tells of each tenant that is not confirmed, other than those that are gone, which nobody misses. */
    public void tell(List<Attempt> before, List<Attempt> after) {
        for (int index = 0; index < after.size(); index++) {
            tell(before.get(index).result(), after.get(index).result());
        }
    }

    private void tell(TenantResult before, TenantResult after) {
        if (after.outcome() != before.outcome() && !after.gone()) {
            listener.hear(new RunEvent.TenantNotConfirmed(after));
        }
    }

    /** What was confirmed of it before is not what counts. */
    private static TenantResult unconfirmed(TenantResult result) {
        return result.by(result.way().unconfirmed());
    }
}
