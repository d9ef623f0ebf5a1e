package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.NearNames;
import io.github.pgmt.tenant.SelectedTenants;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says of names that are no tenant's to work on what they may have been meant for. Of a long list that is of another database,
 * only the first names are compared with those of all tenants.
 */
public final class MissingTenants {

    private static final int NAMES_COMPARED = 100;

    private final Set<String> listed;
    private final Map<String, String> questions = new HashMap<>();

    /** Null until a name is missing, which in most runs none is. */
    private NearNames known;

    /** @param listed the names of all tenants, with those that the selection leaves out */
    private MissingTenants(List<String> listed) {
        this.listed = new LinkedHashSet<>(listed);
    }

    /** @param listed all tenants, with those that the selection leaves out */
    public static MissingTenants among(List<ListedTenant> listed) {
        return new MissingTenants(listed.stream().map(ListedTenant::schema).toList());
    }

    /** Where a tenant can be made, that is proposed, but only where the name is not near to another. */
    public Failure orNew(String name) {
        return listed.contains(name) || mayBeNear(name) ? of(name) : Refusals.missing(name);
    }

    /** Where some of the names that were compared are near to others, the rest may be too. */
    private synchronized boolean mayBeNear(String name) {
        return !didYouMean(name).isEmpty()
                || !questions.containsKey(name)
                        && questions.values().stream().anyMatch(question -> !question.isEmpty());
    }

    /** Of a goal for tenants that there are. */
    public Failure of(String name) {
        return failure(name, "");
    }

    /** The same of a goal that drops. */
    public Failure notDropped(String name) {
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
    public void warnOfNearNames(String name, MigrationListener listener) {
        if (listed.contains(name) || !didYouMean(name).isEmpty()) {
            listener.warned(of(name).message());
        }
    }

    /** With a blank before it; empty where no tenant's name is near. */
    public synchronized String didYouMean(String name) {
        String question = questions.get(name);
        if (question == null && questions.size() < NAMES_COMPARED) {
            known = known == null ? new NearNames(listed) : known;
            question = DidYouMean.of(name, known);
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
            listener.warned(
                    "\"" + exclude + "\" in -Dpgmt.excludes matches no tenant." + DidYouMean.ofGlob(exclude, listed));
        }
    }
}
