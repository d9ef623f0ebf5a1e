package io.github.pgmt.migration.command;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.application.Application;
import io.github.pgmt.migration.application.UpdateByCohort;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.cohort.CohortMigration;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.planning.TagNeeds;
import io.github.pgmt.migration.proof.CatalogProof;
import io.github.pgmt.migration.proof.Claim;
import io.github.pgmt.migration.proof.Verification;
import io.github.pgmt.migration.run.RunContext;
import io.github.pgmt.migration.survey.Cohorts;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.migration.survey.Preflight;
import io.github.pgmt.migration.survey.SecondLook;
import io.github.pgmt.migration.survey.Survey;
import io.github.pgmt.migration.survey.Triage;
import io.github.pgmt.migration.work.TenantMigrator.Attempt;
import io.github.pgmt.migration.work.Worked;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts a tag on the end of the selected tenants' histories, so that a rollback has something to go back to. */
public final class TagRun {

    private static final Failure NO_ROW = Failure.of(
            Failure.Kind.CHANGESET, "The history has no changeset that could be tagged. Migrate the tenant first.");

    private final RunContext context;
    private final String tag;

    /** @param tag at most 255 characters, as long as Liquibase's column is */
    public TagRun(RunContext context, String tag) {
        this.context = context;
        this.tag = tag;
    }

    /**
     * Tags, and asks the database afterwards. Nothing selected is an empty result.
     *
     * @throws io.github.pgmt.tenant.InvalidSelectionException when the selection is wrong; nothing was changed
     * @throws InvalidChangelogException when the changelog is; nothing was changed
     * @throws RunRefusedException when no tenant was made with this changelog; nothing was changed
     * @throws DatabaseUnavailableException when the database fails under the run itself
     */
    public OperationResults tag(TenantSelection selection) {
        return new TagRun(context.selecting(selection), tag).tag();
    }

    private OperationResults tag() {
        Preflight preflight = Preflight.begin(context, false);
        // Liquibase tags the row that is the last by its time.
        Function<Collection<Tenant>, Map<Tenant, TenantHistory>> reading =
                context.environment().fleet()::historiesByTime;
        Survey survey = Survey.of(context, Discovery.of(context, context.selection()), reading);
        UpdateByCohort.requirePilot(context, survey);
        Triage.Sorted sorted = new Triage(survey, context.gone()).sort(survey.selected(), survey.histories());
        List<TenantResult> settled = new ArrayList<>(sorted.settled());
        int failures = sorted.failures();
        List<Tenant> taggable = new ArrayList<>();
        for (Tenant tenant : sorted.workable()) {
            if (isWithoutRow(survey.histories().get(tenant))) {
                settled.add(TenantResult.failed(tenant.id(), NO_ROW));
                failures++;
            } else {
                taggable.add(tenant);
            }
        }
        CohortPlanning planned = CohortPlanning.of(
                context,
                taggable,
                survey.histories(),
                failures,
                new CohortPlanning.Needs(
                        new Cohorts(
                                history -> TagNeeds.of(history, tag),
                                context.environment().places()::majorVersion),
                        reading),
                (engine, tenant, history) -> engine.planTag(tenant, history, tag));
        planned.grouping().current().forEach(attempt -> settled.add(attempt.result()));
        context.listener().finished(settled);
        preflight.requireRoom(planned.grouping().others());
        CohortMigration work = CohortMigration.tagging(context, planned.grouping(), planned.histories(), tag);
        OperationResults tagged = new Application(context)
                .apply(work.order(), failures, work, part -> asking(part.context(), work.beginProof(part)))
                .results()
                .and(settled);
        return new SecondLook(context, context.selection(), survey.listed()).at(tagged, false);
    }

    private static boolean isWithoutRow(TenantHistory history) {
        return history.problem().isEmpty() && history.rows().isEmpty();
    }

    private Application.Asking asking(RunContext within, CatalogProof proof) {
        return attempts -> verified(within, attempts, proof);
    }

    private Worked verified(RunContext within, List<Attempt> attempts, CatalogProof proof) {
        Verification verification = new Verification(within);
        List<Attempt> byHistory =
                verification.judge(attempts, Claim.ofHistory(Outcome.TAGGED, tagged -> untagged(within, tagged)));
        proof.note(byHistory);
        List<Attempt> verified = verification.judge(byHistory, proof);
        verification.tell(attempts, verified);
        return Worked.of(verified);
    }

    private Map<Tenant, String> untagged(RunContext within, List<Attempt> tagged) {
        List<Tenant> tenants = tagged.stream().map(Attempt::tenant).toList();
        Map<Tenant, TenantHistory> histories = within.environment().fleet().histories(tenants);
        return tenants.stream()
                .filter(tenant -> !isTagged(histories.get(tenant)))
                .collect(Collectors.toMap(
                        Function.identity(),
                        tenant -> "Liquibase reported success, but no row of the tenant's history has the tag."));
    }

    private boolean isTagged(TenantHistory history) {
        return history.rows().stream()
                .anyMatch(row -> row.tag().filter(tag::equals).isPresent());
    }
}
