package io.github.pgmt.tenant;

import io.github.pgmt.tenant.message.SuggestedCommand;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The names of the databases that are listed, which an entry of a selection may begin with.
 *
 * @param all in the order in which they are listed; empty where a run has one database, in which a slash means nothing
 * @param unknown those of them whose tenants nobody can tell, since they did not answer, each with why, as sentences
 */
public record DatabaseNames(Set<String> all, Map<String, String> unknown) {

    /** Of a run that has one database. */
    public static final DatabaseNames NONE = of(List.of());

    public DatabaseNames {
        all = Collections.unmodifiableSet(new LinkedHashSet<>(all));
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        if (!all.containsAll(unknown.keySet())) {
            throw new IllegalArgumentException("Not all of " + unknown.keySet() + " are listed: " + all);
        }
    }

    /** Of databases of which nothing is known yet; empty names are none. */
    public static DatabaseNames of(Collection<String> names) {
        Set<String> listed = new LinkedHashSet<>(names);
        listed.remove("");
        return new DatabaseNames(listed, Map.of());
    }

    /** The same where nobody can tell the tenants of these, each with why. */
    public DatabaseNames without(Map<String, String> others) {
        Set<String> listed = new LinkedHashSet<>(all);
        listed.addAll(others.keySet());
        return new DatabaseNames(listed, others);
    }

    /** Whether names are split at their first slash. */
    public boolean areListed() {
        return !all.isEmpty();
    }

    /** What a name of a tenant means here. */
    TenantId id(String name) {
        return areListed() ? TenantId.parse(name) : TenantId.of(name);
    }

    /**
     * Refuses a name whose database is not listed or whose schema is empty.
     *
     * @param parameter without {@code -Dpgmt.}
     * @throws InvalidSelectionException when it is
     */
    void require(String parameter, String name) {
        int slash = name.indexOf('/');
        if (!areListed() || slash < 0) {
            return;
        }
        requireDatabase(parameter, name, name.substring(0, slash), all::contains);
        requireSchema(parameter, name, name.substring(slash + 1));
    }

    /** The same of a glob, which may name several databases. */
    void requireGlob(String parameter, String glob) {
        int slash = glob.indexOf('/');
        if (!areListed() || slash < 0) {
            return;
        }
        Glob databases = new Glob(glob.substring(0, slash));
        requireDatabase(parameter, glob, databases.text(), name -> all.stream().anyMatch(databases));
        requireSchema(parameter, glob, glob.substring(slash + 1));
    }

    private void requireDatabase(String parameter, String entry, String database, Predicate<String> isListed) {
        if (!isListed.test(database)) {
            throw new InvalidSelectionException("\"" + entry + "\" in -Dpgmt." + parameter + ": no database \""
                    + database + "\" is listed, but " + String.join(", ", all) + "." + DidYouMean.of(database, all)
                    + " Where databases are listed, what is before the first slash is a database's name; a schema whose "
                    + "name has a slash is named with its database before it.");
        }
    }

    private static void requireSchema(String parameter, String entry, String schema) {
        if (schema.isBlank()) {
            throw new InvalidSelectionException("\"" + entry + "\" in -Dpgmt." + parameter
                    + " names no schema. An empty name never means \"all tenants\": all of a database are "
                    + SuggestedCommand.option("tenants", entry.substring(0, entry.indexOf('/')) + "/*") + ".");
        }
    }

    /** The ids of a schema in each database. */
    List<TenantId> everywhere(String schema) {
        return all.stream().map(database -> new TenantId(database, schema)).toList();
    }
}
