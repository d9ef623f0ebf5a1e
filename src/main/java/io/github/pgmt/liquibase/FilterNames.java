package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.migration.changelog.ChangelogFilter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.ContextExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.database.Database;
import liquibase.sql.visitor.SqlVisitor;

/**
 * The contexts and labels that a changelog knows, gathered while it is parsed and after: of changesets with those that they
 * inherit from their file and its includes, of {@code modifySql} and of properties. Of changesets for another database
 * Liquibase may keep no more than the name.
 */
final class FilterNames {

    /** What stands between two names, and words that stand where a name would if brackets were not. */
    private static final Pattern BETWEEN = Pattern.compile("[(),]|\\s+(?:and|or)\\s+", Pattern.CASE_INSENSITIVE);

    private static final Pattern BEFORE_A_NAME = Pattern.compile("^(?:[!@\\s]|not\\s)+", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OPERATORS = Set.of("and", "or", "not");

    private final Set<String> contexts = new HashSet<>();
    private final Set<String> labels = new HashSet<>();

    void add(ContextExpression expression, Labels names) {
        if (expression != null) {
            expression.getContexts().forEach(part -> contexts.addAll(namesIn(part)));
        }
        if (names != null) {
            names.getLabels().forEach(name -> labels.addAll(namesIn(name)));
        }
    }

    private void add(ChangeSet changeSet) {
        add(changeSet.getContextFilter(), changeSet.getLabels());
        changeSet.getInheritableContextFilter().forEach(inherited -> add(inherited, null));
        changeSet.getInheritableLabels().forEach(inherited -> add(null, inherited));
        for (SqlVisitor visitor : changeSet.getSqlVisitors()) {
            add(visitor.getContextFilter(), visitor.getLabels());
        }
    }

    /**
     * What a filter makes of these changelogs, in whose parsing the names of properties were gathered.
     *
     * @param values of parameters, which are not to be shown
     */
    ChangelogFilter filter(
            List<DatabaseChangeLog> roots, Changelog changelog, Database database, Collection<String> values) {
        for (DatabaseChangeLog root : roots) {
            add(root.getContextFilter(), null);
            root.getChangeSets().forEach(this::add);
            root.getSkippedChangeSets().forEach(this::add);
        }
        Set<String> secret = values.stream().map(FilterNames::lower).collect(Collectors.toSet());
        return new ChangelogFilter(
                names(changelog.contexts(), changelog.contexts().map(FilterNames::listed), contexts, secret),
                names(changelog.labelFilter(), changelog.labelFilter().map(FilterNames::namesIn), labels, secret),
                excluded(roots, changelog, database));
    }

    private static ChangelogFilter.Names names(
            Optional<String> text, Optional<List<String>> asked, Set<String> known, Set<String> secret) {
        Set<String> lower = known.stream().map(FilterNames::lower).collect(Collectors.toSet());
        Set<String> hidden = lower.stream().filter(secret::contains).collect(Collectors.toSet());
        return new ChangelogFilter.Names(text, asked.orElse(List.of()), lower, hidden);
    }

    /** How many changesets there are where the filter lets none pass; else 0. */
    private static int excluded(List<DatabaseChangeLog> roots, Changelog changelog, Database database) {
        DueChangeSets due = new DueChangeSets(changelog);
        DbmsChangeSetFilter ofDatabase = new DbmsChangeSetFilter(database);
        IgnoreChangeSetFilter ignored = new IgnoreChangeSetFilter();
        List<ChangeSet> changeSets = roots.stream()
                .flatMap(root -> root.getChangeSets().stream())
                .filter(changeSet -> ofDatabase.accepts(changeSet).isAccepted()
                        && ignored.accepts(changeSet).isAccepted())
                .toList();
        return changeSets.stream().anyMatch(due::select) ? 0 : changeSets.size();
    }

    /** Contexts that are asked for are a list, in which Liquibase takes no operators. */
    private static List<String> listed(String text) {
        return named(Stream.of(text.split(",")).map(name -> name.replace("\\", "")));
    }

    private static List<String> namesIn(String expression) {
        return named(Arrays.stream(BETWEEN.split(expression.replace("\\", "")))
                .map(part -> BEFORE_A_NAME.matcher(part.strip()).replaceFirst(""))
                .filter(Predicate.not(part -> OPERATORS.contains(lower(part)))));
    }

    private static List<String> named(Stream<String> parts) {
        return parts.map(String::strip)
                .map(name -> name.startsWith("@") ? name.substring(1).strip() : name)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
