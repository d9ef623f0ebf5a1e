package io.github.pgmt.migration;

import java.util.Collection;
import java.util.Optional;

/** Says which schemas are not to be dropped: what tenants share, and what this changelog has not made. */
final class DropRefusals {

    private final Refusals refusals;
    private final Collection<String> sharedSchemas;

    /** @param sharedSchemas never dropped, whatever lists them as tenants */
    DropRefusals(Refusals refusals, Collection<String> sharedSchemas) {
        this.refusals = refusals;
        this.sharedSchemas = sharedSchemas;
    }

    /** Why the schema stays; one that is missing or could not be read is not judged here. */
    Optional<Failure> of(TenantHistory history) {
        String schema = history.schema();
        if (sharedSchemas.contains(schema)) {
            return refused(
                    Failure.Kind.UNMANAGED,
                    "The schema belongs to all tenants (-Dpgmt.defaultSchema, -Dpgmt.sharedSchemas) and is never dropped, "
                            + "although it is listed as a tenant.");
        }
        return switch (history.state()) {
            case UNMANAGED ->
                refused(
                        Failure.Kind.UNMANAGED,
                        "The schema has objects and no history of Liquibase, so nothing says that it is a tenant's. If it is, "
                                + "adopt it first: mvn pgmt:changelog-sync -Dpgmt.tenant=" + schema
                                + "; if not, drop it with SQL.");
            case MANAGED -> refusals.isForeign(history) ? foreign(history) : Optional.empty();
            case MISSING, EMPTY, UNREADABLE -> Optional.empty();
        };
    }

    private Optional<Failure> foreign(TenantHistory history) {
        return refused(
                Failure.Kind.FOREIGN,
                "None of the " + history.rows().size() + " changesets in the schema's history is in the changelog: it "
                        + "belongs to another application. " + refusals.pathsSideBySide(history)
                        + "If it is a tenant of this one, correct -Dpgmt.changeLogFile.");
    }

    static Failure missing(String schema) {
        return Failure.of(
                Failure.Kind.MISSING,
                "There is no tenant \"" + schema
                        + "\" (names mind case), so nothing was dropped. pgmt:list-tenants names "
                        + "those that there are.");
    }

    private static Optional<Failure> refused(Failure.Kind kind, String message) {
        return Optional.of(Failure.of(kind, message));
    }
}
