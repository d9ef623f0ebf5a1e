package io.github.pgmt.liquibase;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogPlaces;
import io.github.pgmt.migration.changelog.HowFar;
import io.github.pgmt.migration.changelog.TenantSql;
import io.github.pgmt.migration.engine.MigrationPlan;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.event.MigrationListener;
import java.net.URL;
import java.util.List;
import java.util.Objects;

/**
 * What engines are made of.
 *
 * @param places where the changelog's files are looked for
 * @param pluginClassPath the jars of pgmt, Liquibase and what Liquibase needs
 * @param projectClassPath the project's own runtime class path without Liquibase and pgjdbc; for changelogs in jars,
 *     custom changes and Liquibase extensions
 * @param listener hears Liquibase's own output at debug level
 * @param hooks SQL files around each tenant's migration; none for the shared schema, which no hook belongs to
 */
public record EngineSettings(
        Changelog changelog,
        RunId runId,
        ChangelogPlaces places,
        List<URL> pluginClassPath,
        List<URL> projectClassPath,
        TenantSessions sessions,
        MigrationListener listener,
        TenantSql hooks) {

    public EngineSettings {
        Objects.requireNonNull(changelog, "changelog is null");
        Objects.requireNonNull(runId, "runId is null");
        Objects.requireNonNull(places, "places is null");
        Objects.requireNonNull(sessions, "sessions is null");
        Objects.requireNonNull(listener, "listener is null");
        Objects.requireNonNull(hooks, "hooks is null");
        pluginClassPath = List.copyOf(pluginClassPath);
        projectClassPath = List.copyOf(projectClassPath);
    }

    /** The same for a tenant in which no more than so many changesets are to be applied. */
    public EngineSettings applying(int changeSets) {
        return new EngineSettings(
                changelog.upTo(HowFar.changes(changeSets)),
                runId,
                places,
                pluginClassPath,
                projectClassPath,
                sessions,
                listener,
                hooks);
    }

    /** The same for tenants with this plan: where what is applied is counted, they may be such as get less than others. */
    public EngineSettings reaching(MigrationPlan plan) {
        int reached = plan.result().changeSets().pending().size()
                + plan.result().changeSets().always().size()
                + plan.passedOver().size();
        boolean isCounted = changelog.howFar().changesToApply().isPresent();
        return isCounted && reached > 0 ? applying(reached) : this;
    }

    /** The same without the user's SQL files around each tenant's migration. */
    public EngineSettings withoutHooks() {
        return withoutHooks(changelog);
    }

    /** The same, and with another changelog, as that of what tenants share. */
    public EngineSettings withoutHooks(Changelog other) {
        return new EngineSettings(
                other, runId, places, pluginClassPath, projectClassPath, sessions, listener, TenantSql.NONE);
    }
}
