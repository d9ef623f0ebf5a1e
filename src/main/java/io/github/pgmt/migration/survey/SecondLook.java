package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.work.GoneTenants;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Listing;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks at the list of tenants once more when a run over all of them, or over some by globs, ends: who came meanwhile was not
 * worked on, and who went may have been taken for current. It fails no run.
 *
 * @param listed the tenants that there were when the run began
 */
public record SecondLook(RunContext context, TenantSelection selection, List<ListedTenant> listed) {

    private static final int NAMED = 20;

    /**
     * The results with what the look finds.
     *
     * @param makesSchemas whether the same run could work on a tenant without a schema
     */
    public OperationResults at(OperationResults results, boolean makesSchemas) {
        if (!selection.isOpen()) {
            return results;
        }
        List<ListedTenant> appeared;
        Set<TenantId> existing;
        Set<TenantId> gone;
        try {
            Listing now = context.environment().tenants().listing();
            appeared = appeared(now.tenants());
            existing = makesSchemas ? ids(appeared) : existing(appeared);
            warnOfRows(names(appeared, tenant -> !existing.contains(tenant.id())));
            gone = gone(results, now, makesSchemas);
            warnOfUnlisted(now);
        } catch (DatabaseUnavailableException | InvalidSelectionException e) {
            warnOfNoLook(e);
            return results;
        }
        return without(gone, results).appeared(names(appeared, tenant -> existing.contains(tenant.id())));
    }

    private static List<String> names(List<ListedTenant> tenants, Predicate<ListedTenant> which) {
        return tenants.stream().filter(which).map(ListedTenant::displayName).toList();
    }

    private static Set<TenantId> ids(Collection<? extends OfTenant> tenants) {
        return tenants.stream().map(OfTenant::id).collect(Collectors.toCollection(HashSet::new));
    }

    /** Which of these have a schema. */
    private Set<TenantId> existing(Collection<ListedTenant> tenants) {
        List<Tenant> usable = ListedTenant.usable(tenants);
        return usable.isEmpty() ? Set.of() : ids(context.environment().fleet().existing(usable));
    }

    /**
     * Who came meanwhile.
     *
     * @param now what is listed by now
     */
    private List<ListedTenant> appeared(List<ListedTenant> now) {
        Set<TenantId> before = ids(listed);
        Predicate<TenantId> askedFor = selection.askedFor();
        return selection.chosen(now).stream()
                .filter(tenant -> !before.contains(tenant.id()) && !askedFor.test(tenant.id()))
                .toList();
    }

    /**
     * Tenants that were not looked at again, since they had nothing to do or their turn never came, and that went. What a
     * registry lists need not be there; but what was to be worked on was.
     */
    private Set<TenantId> gone(OperationResults results, Listing now, boolean makesSchemas) {
        boolean byCatalog = context.environment().tenants().origin() == TenantOrigin.CATALOG;
        Set<TenantId> gone = ids(results.tenants().stream()
                .filter(tenant -> byCatalog && isUntouched(tenant) || !makesSchemas && isSkipped(tenant))
                .toList());
        if (byCatalog) {
            now.tenants().forEach(tenant -> gone.remove(tenant.id()));
            gone.removeAll(ids(listed.stream()
                    .filter(tenant -> now.unlisted().containsKey(tenant.home()))
                    .toList()));
        } else if (!gone.isEmpty()) {
            gone.removeAll(existing(
                    listed.stream().filter(tenant -> gone.contains(tenant.id())).toList()));
        }
        return gone;
    }

    private static boolean isUntouched(TenantResult tenant) {
        return tenant.outcome() == Outcome.UP_TO_DATE || tenant.outcome() == Outcome.PLANNED;
    }

    private static boolean isSkipped(TenantResult tenant) {
        return tenant.outcome() == Outcome.SKIPPED && !tenant.gone();
    }

    private OperationResults without(Set<TenantId> gone, OperationResults results) {
        GoneTenants tellsGone = context.gone();
        return gone.isEmpty()
                ? results
                : results.map(result -> gone.contains(result.id()) ? tellsGone.of(result) : result);
    }

    /** For a run that has no results to add to: names them, and how to do the same there. */
    public void warn(String goal) {
        if (!selection.isOpen()) {
            return;
        }
        try {
            Listing now = context.environment().tenants().listing();
            warnOfUnlisted(now);
            List<String> appeared = names(appeared(now.tenants()), tenant -> true);
            if (!appeared.isEmpty()) {
                context.listener()
                        .warned(count(appeared) + " appeared when the run had listed the tenants: " + names(appeared)
                                + ". To look at " + (appeared.size() == 1 ? "it: " : "them: ")
                                + command(goal, appeared));
            }
        } catch (DatabaseUnavailableException | InvalidSelectionException e) {
            warnOfNoLook(e);
        }
    }

    private void warnOfRows(List<String> schemas) {
        if (!schemas.isEmpty()) {
            context.listener()
                    .warned(count(schemas) + " came into the registry while the run went on, and "
                            + (schemas.size() == 1 ? "has" : "have") + " no schema yet: " + names(schemas)
                            + ". To make " + (schemas.size() == 1 ? "it: " : "them: ")
                            + command("setup-all-tenants", schemas));
        }
    }

    /** That a database did not answer when the run began is told by then. */
    private void warnOfUnlisted(Listing now) {
        now.unlisted().forEach((database, why) -> {
            if (context.environment().reaches(database)) {
                context.listener()
                        .warned(database + ": Whether tenants appeared while the run went on could not be found out: "
                                + why);
            }
        });
    }

    private void warnOfNoLook(RuntimeException e) {
        context.listener()
                .warned("Whether tenants appeared while the run went on could not be found out: " + e.getMessage());
    }

    private static String command(String goal, Collection<String> schemas) {
        SuggestedCommand command = SuggestedCommand.of(goal);
        return schemas.size() > NAMED
                ? command.toString()
                : command.with(
                                "tenants",
                                schemas.stream().map(ListText::literal).collect(Collectors.joining(",")))
                        .toString();
    }

    private static String count(Collection<String> schemas) {
        return schemas.size() + (schemas.size() == 1 ? " tenant" : " tenants");
    }

    private static String names(Collection<String> schemas) {
        List<String> named = new ArrayList<>();
        schemas.stream().limit(NAMED).forEach(schema -> named.add("\"" + schema + "\""));
        int more = schemas.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }
}
