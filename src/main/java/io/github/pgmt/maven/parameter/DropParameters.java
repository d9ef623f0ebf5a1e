package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.lifecycle.DropRun;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Optional;

/**
 * What is to be dropped, as the user gave it.
 *
 * @param tenant the one that is meant, if it was named
 */
public record DropParameters(String tenant, String confirm, boolean dropRegistryRow, boolean dryRun) {

    /** @throws RunRefusedException unless exactly one tenant is named, and its row can be meant */
    public SelectionParameters check(SelectionParameters selection, SourceParameters source) {
        SelectionParameters checked = selection.requireOneTenant();
        if (dropRegistryRow && source.tenantTable() == null) {
            throw new RunRefusedException(
                    "-Dpgmt.dropRegistryRow=true needs -Dpgmt.tenantTable, the table that the row is in. Nothing was dropped.");
        }
        if (dropRegistryRow && source.isInControl()) {
            throw new RunRefusedException(
                    "-Dpgmt.dropRegistryRow=true deletes the row with the schema, in one transaction, and "
                            + "with -Dpgmt.tenantsIn=control the row is in another database. Leave it out, and delete the row "
                            + "yourself once the schema is dropped. Nothing was dropped.");
        }
        return checked;
    }

    /** Whether nothing is dropped, by wish or for want of a confirmation. */
    public boolean onlyLooks() {
        return dryRun || !isConfirmed();
    }

    private boolean isConfirmed() {
        return tenant != null && tenant.equals(confirm);
    }

    /** Drops what is confirmed. What is not is looked at first: nobody is to repeat a name that is no tenant's. */
    public OperationResults drop(RunContext context, TenantSelection selection) {
        selection.requireOne("drops");
        DropRun run = new DropRun(context, dropRegistryRow);
        return dryRun || isConfirmed() ? run.drop(selection, dryRun) : run.refuse(selection, unconfirmed());
    }

    /** What is lacking to drop the tenant. */
    String unconfirmed() {
        String given = Optional.ofNullable(confirm)
                .filter(text -> !text.isEmpty())
                .map(text -> "-Dpgmt.confirm=" + text + " is another name than -Dpgmt.tenant=" + tenant
                        + ". Nothing was dropped. ")
                .orElse("Nothing was dropped. ");
        return given + "To drop the schema \"" + tenant + "\" with all that is in it, for good, repeat its name: "
                + SuggestedCommand.option("confirm", tenant);
    }
}
