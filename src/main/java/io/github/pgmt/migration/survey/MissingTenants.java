package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says of names that are no tenant's to work on what they may have been meant for. Of a long list that is of another database,
 * only the first names are compared with those of all tenants.
 */
public final class MissingTenants {

    private static final int NAMES_COMPARED = 100;

    private static final int NAMES_TOLD = 5;

    private final TenantNames listed;
    private final Map<TenantId, String> questions = new HashMap<>();

    private MissingTenants(TenantNames listed) {
        this.listed = listed;
    }

    /** @param listed all tenants, with those that the selection leaves out */
    public static MissingTenants among(List<ListedTenant> listed) {
        return new MissingTenants(TenantNames.of(listed));
    }

    /** Where a tenant can be made, that is proposed, but only where the name is not near to another. */
    public Failure orNew(TenantId name) {
        return listed.contains(name) || mayBeNear(name) ? of(name) : Refusals.missing(name);
    }

    /** Where some of the names that were compared are near to others, the rest may be too. */
    private synchronized boolean mayBeNear(TenantId name) {
        return !didYouMean(name).isEmpty()
                || !questions.containsKey(name)
                        && questions.values().stream().anyMatch(question -> !question.isEmpty());
    }

    /** Of a goal for tenants that there are. */
    public Failure of(TenantId name) {
        return failure(name, "");
    }

    /** The same of a goal that drops. */
    public Failure notDropped(TenantId name) {
        return failure(name, ", so nothing was dropped");
    }

    private Failure failure(TenantId name, String consequence) {
        if (listed.contains(name)) {
            return missing("The tenant \"" + name + "\" is named, but -Dpgmt.includes leaves it out" + consequence
                    + ". Add it there, or leave the one or the other parameter out.");
        }
        return missing("There is no tenant \"" + name + "\" (names mind case)" + consequence + "." + didYouMean(name)
                + " pgmt:list-tenants names those that there are.");
    }

    /** Where all names are listed anyway, only a near one is worth a line. */
    public void warnOfNearNames(TenantId name, MigrationListener listener) {
        if (listed.contains(name) || !didYouMean(name).isEmpty()) {
            listener.warned(of(name).message());
        }
    }

    /** With a blank before it; empty where no tenant's name is near. */
    public synchronized String didYouMean(TenantId name) {
        String question = questions.get(name);
        if (question == null && questions.size() < NAMES_COMPARED) {
            question = listed.didYouMean(name);
            questions.put(name, question);
        }
        return question == null ? "" : question;
    }

    private static Failure missing(String message) {
        return Failure.of(Failure.Kind.MISSING, message);
    }

    /** Tells what of {@code excludes} leaves nobody out: the tenant that was meant is worked on. */
    public void warnOfUnusedExcludes(SelectedTenants selected, MigrationListener listener) {
        for (String exclude : selected.unusedExcludes()) {
            listener.warned("\"" + exclude + "\" in -Dpgmt.excludes matches no tenant." + listed.didYouMean(exclude));
        }
    }

    /** Tells which tenants a name means that several databases have. */
    public void warnOfSeveral(SelectedTenants selected, MigrationListener listener) {
        selected.inSeveral().entrySet().stream()
                .limit(NAMES_TOLD)
                .forEach(name -> listener.warned("\"" + name.getKey()
                        + "\" is named without a database, so it means all of these: "
                        + name.getValue().stream().map(TenantId::displayName).collect(Collectors.joining(", ")) + "."));
        int more = selected.inSeveral().size() - NAMES_TOLD;
        if (more > 0) {
            listener.warned(
                    more + (more == 1 ? " more name means" : " more names mean") + " tenants of several databases.");
        }
    }
}
