package io.github.pgmt.liquibase;

import io.github.pgmt.migration.changelog.Changelog;
import io.github.pgmt.tenant.Tenant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;

/**
 * A tenant's changelog parameters. Liquibase lets the process's environment and system properties hide parameters that are
 * set by hand; for a parameter that differs between tenants that would give all of them the same value, so ours go first.
 * Names are compared as Liquibase does, without regard to case.
 */
final class TenantParameters extends ChangeLogParameters {

    private final Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> read;
    private final FilterNames filterNames;
    private final Optional<ReadTracing> tracing;

    /**
     * @param read gets the names of the parameters that are asked for, set or not
     * @param filterNames get the contexts and labels of properties
     * @param tracing follows what is asked for
     */
    TenantParameters(
            Database database,
            Changelog changelog,
            Tenant tenant,
            Set<String> read,
            FilterNames filterNames,
            Optional<ReadTracing> tracing) {
        super(database);
        this.tracing = tracing;
        this.read = read;
        this.filterNames = filterNames;
        values.putAll(changelog.parameters());
        tenant.parameters().forEach(this::putLiteral);
        if (!changelog.shared()) {
            putLiteral(Tenant.NAME_PARAMETER, tenant.name());
            putLiteral(Tenant.SCHEMA_PARAMETER, tenant.schema());
        }
        setContexts(new Contexts(changelog.contexts().orElse(null)));
        setLabels(new LabelExpression(changelog.labelFilter().orElse(null)));
    }

    /**
     * Liquibase expands expressions in a value that is a String. What a registry holds may come from the tenant itself,
     * who must not read the environment of the migration with a display name like <code>${HOME}</code>.
     */
    private void putLiteral(String name, String value) {
        values.put(name, new StringBuilder(value));
    }

    /** A changelog sets its properties by this; every other way ends here. */
    @Override
    public void set(
            String key,
            Object value,
            ContextExpression contexts,
            Labels labels,
            String databases,
            boolean globalParam,
            DatabaseChangeLog changeLog) {
        filterNames.add(contexts, labels);
        tracing.ifPresent(followed -> {
            Stream.of(key, contexts, labels, databases).map(String::valueOf).forEach(followed::decides);
            followed.passOn(value);
        });
        super.set(key, value, contexts, labels, databases, globalParam, changeLog);
    }

    @Override
    public Object getValue(String key, DatabaseChangeLog changeLog) {
        Object value = values.get(key);
        read.add(key);
        Object found = value == null ? super.getValue(key, changeLog) : value;
        return tracing.map(followed -> followed.give(found)).orElse(found);
    }

    /**
     * The values of these parameters that are set here or by the process's environment, longest first, with the names
     * of their parameters.
     */
    Map<String, String> namesByValue(Set<String> parameters) {
        Map<String, String> names = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (String name : parameters) {
            Object value = values.containsKey(name) ? values.get(name) : fromProcess(name);
            if (value != null) {
                names.putIfAbsent(value.toString(), name);
            }
        }
        return names;
    }

    /** Liquibase looks there too, without regard to case. */
    private static Object fromProcess(String name) {
        return Stream.concat(System.getenv().entrySet().stream(), System.getProperties().entrySet().stream())
                .filter(entry -> name.equalsIgnoreCase(entry.getKey().toString()))
                .map(Map.Entry::getValue)
                .map(Object.class::cast)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean hasValue(String key, DatabaseChangeLog changeLog) {
        read.add(key);
        return values.containsKey(key) || super.hasValue(key, changeLog);
    }
}
