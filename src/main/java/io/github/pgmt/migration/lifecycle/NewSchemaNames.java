package io.github.pgmt.migration.lifecycle;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.CaseClash;
import io.github.pgmt.tenant.SchemaName;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Says why no schema of a certain name is made for a tenant. */
final class NewSchemaNames {

    private final Set<String> taken;
    private final Set<String> shared;
    private final boolean caseClashAllowed;

    /**
     * @param taken the names of all schemas and tenants
     * @param shared schemas that tenants share
     * @param caseClashAllowed whether a name may look like another one
     */
    NewSchemaNames(Collection<String> taken, Collection<String> shared, boolean caseClashAllowed) {
        this.taken = Set.copyOf(taken);
        this.shared = Set.copyOf(shared);
        this.caseClashAllowed = caseClashAllowed;
    }

    Optional<Failure> refusal(String schema) {
        return problem(schema).map(problem -> Failure.of(Failure.Kind.MISSING, problem + " Nothing was created."));
    }

    private Optional<String> problem(String schema) {
        Optional<String> objection = SchemaName.objection(schema);
        if (objection.isPresent()) {
            return objection;
        }
        if (shared.contains(schema)) {
            return Optional.of("The schema \"" + schema + "\" is what the tenants share and never a tenant's "
                    + "(-Dpgmt.defaultSchema, -Dpgmt.sharedSchemas).");
        }
        return caseClashAllowed
                ? Optional.empty()
                : CaseClash.find(schema, taken).map(NewSchemaNames::clash);
    }

    private static String clash(String other) {
        return "There is \"" + other
                + "\" already, which differs from this name only by case or by how its letters are "
                + "composed, so people and programs will mix the two up. Take another name; if this one is really "
                + "meant, set -Dpgmt.allowCaseClash=true.";
    }
}
