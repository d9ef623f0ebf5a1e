package io.github.pgmt.migration.work;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.UnexpectedError;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the database whether what a run did is so. Where it can no longer be asked, what was done in the tenants is told all
 * the same, as done and not confirmed: a run that ended with nothing but an error would leave nobody knowing where it was.
 */
public final class Confirmation {

    /** Who was found to have nothing to do was found so in the database. */
    private static final Set<Outcome> CHANGES = EnumSet.of(
            Outcome.MIGRATED,
            Outcome.CREATED,
            Outcome.SYNCED,
            Outcome.ROLLED_BACK,
            Outcome.TAGGED,
            Outcome.DROPPED,
            Outcome.RELEASED);

    private Confirmation() {}

    /**
     * What asking finds.
     *
     * @param warning hears that the database could not be asked
     * @param worked as it is without an answer
     */
    public static Worked of(Consumer<String> warning, Worked worked, Supplier<Worked> asking) {
        return of(warning, worked, asking, Attempt::result);
    }

    /**
     * The same.
     *
     * @param leaving what is to be done about a tenant, and said of it, that is done and not confirmed
     */
    public static Worked of(
            Consumer<String> warning, Worked worked, Supplier<Worked> asking, Function<Attempt, TenantResult> leaving) {
        try {
            return asking.get();
        } catch (RuntimeException | Error e) {
            String reason = e instanceof DatabaseUnavailableException ? e.getMessage() : UnexpectedError.describe(e);
            warning.accept("What was done could not be confirmed: " + reason);
            return worked.map(attempt -> CHANGES.contains(attempt.result().outcome())
                    ? attempt.with(leaving.apply(unconfirmed(attempt, reason)))
                    : attempt);
        }
    }

    private static Attempt unconfirmed(Attempt attempt, String reason) {
        Failure failure = Failure.of(
                Failure.Kind.CONNECTION,
                "It seems to be done (" + attempt.result().outcome()
                        + "), but the database could not be asked afterwards: " + reason
                        + " See with pgmt:status whether the tenant has it.");
        return attempt.with(attempt.result().failing(failure));
    }
}
