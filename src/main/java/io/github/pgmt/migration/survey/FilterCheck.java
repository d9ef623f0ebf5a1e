package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.changelog.ChangelogContents;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.run.RunEnvironment;
import io.github.pgmt.migration.run.SharedSchema;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.MessageText;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the names in contexts and labelFilter mean anything, and whether they leave something for tenants without anything. */
public final class FilterCheck {

    /** Each costs a parse, and only where a name is not in the changelog of the tenants before. */
    private static final int CHANGELOGS_READ = 10;

    private static final int TENANTS_NAMED = 5;

    private final RunContext context;
    private final Survey survey;
    private final ReadChangelogs changelogs;

    public FilterCheck(RunContext context, Survey survey) {
        this.context = context;
        this.survey = survey;
        this.changelogs = new ReadChangelogs(context, survey);
    }

    /** Warns of each name that neither the tenants' changelog nor the shared one has. */
    public void warn() {
        ChangelogFilter filter = survey.changelog().filter();
        if (filter.hasUnknownNames()) {
            widened(filter).warnings().forEach(context.listener()::warned);
        }
    }

    private ChangelogFilter widened(ChangelogFilter ofSample) {
        ChangelogFilter filter = ofSample.knowing(ofShared());
        Iterator<Tenant> others = changelogs
                .differing(survey.selected().tenants())
                .limit(CHANGELOGS_READ)
                .skip(1)
                .iterator();
        while (filter.hasUnknownNames() && others.hasNext()) {
            filter = filter.knowing(filterOf(others.next()));
        }
        return filter;
    }

    private ChangelogFilter ofShared() {
        RunEnvironment environment = context.environment();
        SharedSchema shared = environment.shared();
        return shared.hasChangelog()
                ? filter(ReadChangelogs.read(shared.engines(), shared.place(environment.anyDatabase())))
                : ChangelogFilter.NONE;
    }

    private ChangelogFilter filterOf(Tenant tenant) {
        return filter(changelogs.of(tenant));
    }

    private static ChangelogFilter filter(Optional<ChangelogContents> read) {
        return read.map(ChangelogContents::filter).orElse(ChangelogFilter.NONE);
    }

    /**
     * Makes sure that not everything is left out for all tenants that have nothing yet. Where the changelog is another one for
     * some of them, and leaves something, the plans of the others fail.
     *
     * @throws RunRefusedException when it is
     */
    public void requireSomethingFor(List<Tenant> tenants) {
        List<Tenant> fresh = tenants.stream()
                .filter(tenant -> isFresh(survey.histories().get(tenant)))
                .toList();
        ChangelogFilter ofSample = survey.changelog().filter();
        if (fresh.isEmpty() || !(ofSample.isGiven() || ofSample.leavesNothing())) {
            return;
        }
        Optional<ChangelogFilter> refusing = leavingNothingFor(fresh);
        if (refusing.isPresent()) {
            throw new RunRefusedException(refusing.get().refusal() + " So there would be nothing for "
                    + (fresh.size() == 1 ? "the tenant that has" : fresh.size() + " tenants that have")
                    + " nothing yet: "
                    + names(fresh) + ". Nothing was changed.");
        }
    }

    /** The filter of the first of them where none of them gets anything; the first that does ends the search. */
    private Optional<ChangelogFilter> leavingNothingFor(List<Tenant> fresh) {
        Optional<ChangelogFilter> first = Optional.empty();
        for (Tenant tenant : changelogs.differing(fresh).toList()) {
            ChangelogFilter filter = filterOf(tenant);
            if (!filter.leavesNothing()) {
                return Optional.empty();
            }
            first = first.or(() -> Optional.of(filter));
        }
        return first;
    }

    /** Whether nothing of the changelog is recorded, as far as is known. */
    public static boolean isFresh(TenantHistory history) {
        return history.problem().isEmpty() && history.rows().isEmpty();
    }

    private static String names(List<Tenant> tenants) {
        String first =
                tenants.stream().limit(TENANTS_NAMED).map(Tenant::displayName).collect(Collectors.joining(", "));
        return tenants.size() > TENANTS_NAMED ? first + ", " + MessageText.LEFT_OUT : first;
    }
}
