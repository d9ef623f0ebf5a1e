package io.github.pgmt.migration.survey;

import io.github.pgmt.migration.changelog.ChangelogEnd;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.history.TenantHistory;
import io.github.pgmt.migration.run.RunContext;

/** Whether the tag with which an update is to end is one: Liquibase itself would run the whole changelog if it is not. */
public final class TagCheck {

    /** Each costs a parse, and only where the tag is in no changelog of the tenants before, and in no history. */
    private static final int CHANGELOGS_READ = 10;

    private final Survey survey;
    private final ReadChangelogs changelogs;

    public TagCheck(RunContext context, Survey survey) {
        this.survey = survey;
        this.changelogs = new ReadChangelogs(context, survey);
    }

    /**
     * Makes sure that some tenant has it; the plans of those that do not fail.
     *
     * @throws RunRefusedException when no changelog of the selected tenants makes it, and no history of theirs has it
     */
    public void requireKnown() {
        ChangelogEnd end = survey.changelog().end();
        if (end.unknownTag().filter(tag -> !isInHistories(tag)).isPresent() && !isMadeForOthers()) {
            throw new RunRefusedException(end.refusal("a selected tenant's history") + " Nothing was changed.");
        }
    }

    private boolean isInHistories(String tag) {
        return survey.histories().values().stream()
                .map((TenantHistory history) -> history.tagged(tag))
                .anyMatch(tagged -> tagged.filter(survey.changelog()::contains).isPresent());
    }

    private boolean isMadeForOthers() {
        return changelogs
                .differing(survey.selected().tenants())
                .limit(CHANGELOGS_READ)
                .anyMatch(tenant -> changelogs
                        .of(tenant)
                        .filter(changelog -> changelog.end().unknownTag().isEmpty())
                        .isPresent());
    }
}
