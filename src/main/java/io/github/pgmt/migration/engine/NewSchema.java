package io.github.pgmt.migration.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the schema of a new tenant is made.
 *
 * @param owner the role that is to own it; empty means the role that makes it
 * @param grantTo roles that may use the schema and work with the tables and sequences that are made in it
 * @param caseClashAllowed its name may look like another schema's or tenant's, see
 *     {@link io.github.pgmt.tenant.CaseClash}
 */
public record NewSchema(Optional<String> owner, List<String> grantTo, boolean caseClashAllowed) {

    /** One that belongs to who makes it, and to nobody else. */
    public static final NewSchema PLAIN = new NewSchema(Optional.empty(), List.of(), false);

    public NewSchema {
        Objects.requireNonNull(owner, "owner is null");
        grantTo = List.copyOf(grantTo);
    }
}
