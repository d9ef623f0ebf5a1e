package io.github.pgmt.maven;

import io.github.pgmt.migration.RunRefusedException;
import io.github.pgmt.tenant.message.SuggestedCommand;

/** What is to be dropped, as the user gave it. */
record DropParameters(String confirm, boolean dropRegistryRow, boolean dryRun) {

    /** @throws RunRefusedException unless exactly one tenant is named, and named twice, and its row can be meant */
    SelectionParameters check(SelectionParameters selection, SourceParameters source) {
        String tenant = selection.requireOneTenant().tenant();
        if (dropRegistryRow && source.tenantTable() == null) {
            throw new RunRefusedException(
                    "-Dpgmt.dropRegistryRow=true needs -Dpgmt.tenantTable, the table that the row is in. Nothing was dropped.");
        }
        if (!dryRun && !tenant.equals(confirm)) {
            String given = confirm == null || confirm.isEmpty()
                    ? "Nothing was dropped. "
                    : "-Dpgmt.confirm=" + confirm + " is another name than -Dpgmt.tenant=" + tenant
                            + ". Nothing was dropped. ";
            throw new RunRefusedException(given + "To drop the schema \"" + tenant
                    + "\" with all that is in it, for good, repeat its name: "
                    + SuggestedCommand.option("confirm", tenant));
        }
        return selection;
    }
}
