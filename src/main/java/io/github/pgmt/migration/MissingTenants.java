package io.github.pgmt.migration;

import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import java.util.List;

/**
 * Says of names that are no tenant's to work on what they may have been meant for.
 *
 * @param listed the names of all tenants, with those that the selection leaves out
 */
record MissingTenants(List<String> listed) {

    static MissingTenants among(List<ListedTenant> listed) {
        return new MissingTenants(listed.stream().map(ListedTenant::schema).toList());
    }

    /** Where a tenant can be made, that is proposed, but only where the name is not near to another. */
    Failure orNew(String name) {
        return listed.contains(name) || !didYouMean(name).isEmpty() ? of(name) : Refusals.missing(name);
    }

    /** Of a goal for tenants that there are. */
    Failure of(String name) {
        return failure(name, "");
    }

    /** The same of a goal that drops. */
    Failure notDropped(String name) {
        return failure(name, ", so nothing was dropped");
    }

    private Failure failure(String name, String consequence) {
        if (listed.contains(name)) {
            return missing("The tenant \"" + name + "\" is named, but -Dpgmt.includes leaves it out" + consequence
                    + ". Add it there, or leave the one or the other parameter out.");
        }
        return missing("There is no tenant \"" + name + "\" (names mind case)" + consequence + "." + didYouMean(name)
                + " pgmt:list-tenants names those that there are.");
    }

    /** Where all names are listed anyway, only a near one is worth a line. */
    void warnOfNearNames(String name, MigrationListener listener) {
        if (listed.contains(name) || !didYouMean(name).isEmpty()) {
            listener.warned(of(name).message());
        }
    }

    /** With a blank before it; empty where no tenant's name is near. */
    String didYouMean(String name) {
        return DidYouMean.of(name, listed);
    }

    private static Failure missing(String message) {
        return Failure.of(Failure.Kind.MISSING, message);
    }

    /** Tells what of {@code excludes} leaves nobody out: the tenant that was meant is worked on. */
    void warnOfUnusedExcludes(SelectedTenants selected, MigrationListener listener) {
        for (String exclude : selected.unusedExcludes()) {
            listener.warned(
                    "\"" + exclude + "\" in -Dpgmt.excludes matches no tenant." + DidYouMean.ofGlob(exclude, listed));
        }
    }
}
