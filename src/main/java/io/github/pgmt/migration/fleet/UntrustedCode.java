package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Operators, casts and functions in a schema that a changelog's statements could take for PostgreSQL's own, of roles that are
 * not trusted.
 *
 * @param objects as PostgreSQL identifies them: {@code operator acme.=(character varying,character varying)}; at least one
 * @param owners the roles whose code it is
 */
public record UntrustedCode(String schema, List<String> objects, List<String> owners) {

    private static final int OBJECTS_TOLD = 5;

    public UntrustedCode {
        Objects.requireNonNull(schema, "schema is null");
        objects = List.copyOf(objects);
        owners = List.copyOf(owners);
        if (objects.isEmpty()) {
            throw new IllegalArgumentException("There is no object: " + schema);
        }
    }

    /** Why the tenant whose schema it is is not worked on. */
    public Failure failure(Tenant tenant) {
        return Failure.of(
                Failure.Kind.UNTRUSTED,
                whatThereIs()
                        + " A changelog's statements can find it in the place of PostgreSQL's own and run it as the role "
                        + "of this run, so the tenant was neither read nor written. Drop it; or, if " + whoIs()
                        + " trusted, run with " + option() + "; or leave the tenant out with "
                        + SuggestedCommand.option("excludes", ListText.literal(tenant.displayName())) + ".");
    }

    /** What to warn of where all tenants share the schema. */
    public String warning() {
        return whatThereIs()
                + " It is shared by all tenants: a changelog's statements can find it in the place of PostgreSQL's "
                + "own and run it as the role of this run. " + advice();
    }

    /** What is there, as a sentence. */
    public String whatThereIs() {
        int more = objects.size() - OBJECTS_TOLD;
        return "The schema \"" + schema + "\" holds "
                + String.join(", ", objects.subList(0, Math.min(OBJECTS_TOLD, objects.size())))
                + (more > 0 ? " and " + more + " more" : "") + ", of the role" + (owners.size() == 1 ? " " : "s ")
                + String.join(", ", owners) + ".";
    }

    /** What to do about it. */
    public String advice() {
        return "Drop it, or, if " + whoIs() + " trusted, run with " + option() + ".";
    }

    private String whoIs() {
        return owners.size() == 1 ? "its owner is" : "its owners are";
    }

    private String option() {
        String list = owners.stream().map(ListText::name).collect(Collectors.joining(","));
        return SuggestedCommand.option("trustedOwners", list);
    }
}
