package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import io.github.pgmt.migration.changelog.ChangelogNotFoundException;
import io.github.pgmt.migration.changelog.InvalidChangelogException;
import io.github.pgmt.migration.changelog.ParameterExpressions;
import io.github.pgmt.migration.changelog.UnsetParameterException;
import io.github.pgmt.tenant.Tenant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import liquibase.Scope;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.database.Database;
import liquibase.resource.ResourceAccessor;

/** Parses the root changelogs for a tenant. */
final class ChangelogReader {

    private final Changelog changelog;

    private final UnaryOperator<List<DatabaseChangeLog>> editing;

    private final Set<String> parametersRead = new TreeSet<>();

    private final FilterNames filterNames = new FilterNames();

    private final Optional<ReadTracing> tracing;

    ChangelogReader(Changelog changelog) {
        this(changelog, UnaryOperator.identity(), Optional.empty());
    }

    private ChangelogReader(
            Changelog changelog, UnaryOperator<List<DatabaseChangeLog>> editing, Optional<ReadTracing> tracing) {
        this.changelog = changelog;
        this.editing = editing;
        this.tracing = tracing;
    }

    /** A reader of the same changelogs whose values are followed; what it parses is nobody's. */
    ChangelogReader following(ReadTracing values) {
        return new ChangelogReader(changelog, editing, Optional.of(values));
    }

    /** A reader of the same changelogs that changes what was parsed before anybody sees it. */
    ChangelogReader editing(UnaryOperator<List<DatabaseChangeLog>> edit) {
        return new ChangelogReader(changelog, parsed -> edit.apply(editing.apply(parsed)), tracing);
    }

    /**
     * The root changelogs in order, each fit for one tenant only: parsing expands its parameters.
     *
     * @throws InvalidChangelogException when one is missing or does not parse
     */
    List<DatabaseChangeLog> parse(Database database, Tenant tenant) {
        List<DatabaseChangeLog> parsed = new ArrayList<>();
        for (String file : changelog.files()) {
            parsed.add(parse(file, database, tenant));
        }
        return editing.apply(parsed);
    }

    TenantParameters parameters(Database database, Tenant tenant) {
        return new TenantParameters(database, changelog, tenant, parametersRead, filterNames, tracing);
    }

    /** The names of the parameters that what was parsed has asked for, set or not. */
    Set<String> parametersRead() {
        return Set.copyOf(parametersRead);
    }

    /** Other names than these were asked for by a plan, which is another one for each history. */
    void forgetReadAfter(Set<String> parsing) {
        parametersRead.retainAll(parsing);
    }

    /** What contexts and labels make of what this reader has parsed for the tenant. */
    ChangelogFilter filter(List<DatabaseChangeLog> parsed, Tenant tenant) {
        Database database = TenantDatabase.detached(tenant, changelog.tables());
        Set<String> values =
                parameters(database, tenant).namesByValue(parametersRead).keySet();
        return filterNames.filter(parsed, changelog, database, values);
    }

    private DatabaseChangeLog parse(String file, Database database, Tenant tenant) {
        TenantParameters parameters = parameters(database, tenant);
        try {
            requireFile(file, changelog.shared() ? "sharedChangeLogFile" : "changeLogFile");
            return DatabaseChangelogCommandStep.getDatabaseChangeLog(file, parameters, database);
        } catch (InvalidChangelogException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new InvalidChangelogException(
                    "The changelog " + file
                            + " cannot be read: its files include each other in a circle, or too deeply.",
                    e);
        } catch (Exception e) {
            String message = "The changelog " + file + " cannot be read: " + Causes.summary(e);
            throw Causes.first(InvalidChangelogException.class, e)
                    .or(() -> changelog.shared() ? Optional.empty() : unset(parameters, tenant, message, e))
                    .orElseGet(() -> new InvalidChangelogException(message, e));
        }
    }

    /** Liquibase leaves the expression of a parameter without a value as it is, and then does not find the file. */
    private static Optional<InvalidChangelogException> unset(
            TenantParameters parameters, Tenant tenant, String message, Exception e) {
        return ParameterExpressions.names(Causes.summary(e))
                .filter(name -> !parameters.hasValue(name, null))
                .findFirst()
                .map(name -> new UnsetParameterException(
                        name,
                        message + " The parameter \"" + name + "\" has no value in the tenant \"" + tenant.schema()
                                + "\": the column \"" + name
                                + "\" of its row in the registry is NULL, or there is no such "
                                + "column. Fill it, or give the parameter a value for tenants without one, with a property "
                                + "in the changelog or -Dpgmt.changelogParameters.",
                        e));
    }

    private static void requireFile(String file, String parameter) throws Exception {
        ResourceAccessor resources = Scope.getCurrentScope().getResourceAccessor();
        List<?> found = resources.getAll(file);
        if (found == null || found.isEmpty()) {
            throw new ChangelogNotFoundException(
                    file,
                    "The changelog " + file + " does not exist."
                            + new NearFiles(resources).didYouMean(file) + " It was looked for in: "
                            + String.join(", ", resources.describeLocations())
                            + ", and files outside of these places are not read. Set -Dpgmt." + parameter
                            + ", as it is to be recorded, and -Dpgmt.searchPath." + whyLeftOut(resources, file));
        }
    }

    private static String whyLeftOut(ResourceAccessor resources, String file) throws IOException {
        return resources instanceof FirstRootResources places
                ? places.leftOut(file)
                        .map(
                                found -> " The file " + found
                                        + " is there, but no <resource> of the POM takes it along: see their includes and excludes.")
                        .orElse("")
                : "";
    }
}
