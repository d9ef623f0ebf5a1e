package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.registry.QueryDatabases;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** Which databases there are beside one another, as the user gave it. */
public record DatabasesParameters(
        PlexusConfiguration databases, File databasesFile, String databaseQuery, String databaseQueryTimeout) {

    /** What a blank text would turn into a run on the one database of {@code url}. */
    private static final List<String> TEXTS = List.of("databasesFile", "databaseQuery");

    /** Whether the run has a list of databases. */
    public boolean areListed() {
        return !given().isEmpty();
    }

    /** Whether the control database lists them. */
    public boolean areListedByQuery() {
        return databaseQuery != null;
    }

    /**
     * @param tenantsInControl whether there is a control database anyway, which lists the tenants
     * @throws RunRefusedException when it is not clear which databases are meant: a forgotten list must never lead to the
     *     database of {@code url}, nor a forgotten URL to those of a list
     */
    public void check(MavenSide maven, ConnectionParameters connection, boolean tenantsInControl) {
        TEXTS.forEach(parameter -> requireText(parameter, maven));
        List<String> given = List.copyOf(given().keySet());
        if (given.size() > 1) {
            throw new RunRefusedException("Databases are listed in one place, and " + String.join(" and ", given)
                    + " are both set. Leave one out. Nothing was changed.");
        }
        if (given.isEmpty() && tenantsInControl) {
            throw new RunRefusedException(
                    "-Dpgmt.tenantsIn=control is for several databases: list them with <databases> in "
                            + "the POM, -Dpgmt.databasesFile or -Dpgmt.databaseQuery. Nothing was changed.");
        }
        if (!given.isEmpty() && !areListedByQuery() && !tenantsInControl) {
            connection.url(maven).ifPresent(url -> {
                throw new RunRefusedException("Which databases? " + given.get(0)
                        + " lists some, and -Dpgmt.url (or PGMT_URL) names one. With a list, the URL is for the control "
                        + "database alone, which lists the databases (-Dpgmt.databaseQuery) or their tenants "
                        + "(-Dpgmt.tenantsIn=control). Leave one out. Nothing was changed.");
            });
        }
    }

    private static void requireText(String parameter, MavenSide maven) {
        maven.textInPom(parameter).filter(String::isBlank).ifPresent(text -> {
            throw new RunRefusedException(
                    "<" + parameter + "> in the POM is set but empty, so that it would be the database "
                            + "of -Dpgmt.url. Set it, or leave it out. Nothing was changed.");
        });
    }

    /** The lists by what they are called in messages. */
    private Map<String, Object> given() {
        Map<String, Object> lists = new LinkedHashMap<>();
        Optional.ofNullable(databases).ifPresent(list -> lists.put("<databases> in the POM", list));
        Optional.ofNullable(databasesFile).ifPresent(list -> lists.put("-Dpgmt.databasesFile", list));
        Optional.ofNullable(databaseQuery).ifPresent(list -> lists.put("-Dpgmt.databaseQuery", list));
        return lists;
    }

    /**
     * The databases that are listed.
     *
     * @param control connects to the control database; asked where that lists the databases
     * @throws RunRefusedException when the list, or an entry of it, is wrong
     */
    public ListedDatabases list(MavenSide maven, Supplier<Server> control) {
        if (databases != null) {
            return new DatabasesInPom(new LateParameter(maven)).read(databases);
        }
        if (databasesFile != null) {
            return new DatabasesFile(databasesFile).read();
        }
        return new QueryDatabases(
                        control.get(), databaseQuery, DurationText.parse("databaseQueryTimeout", databaseQueryTimeout))
                .list();
    }

    /** The parameters without their values. */
    @Override
    public String toString() {
        return "DatabasesParameters";
    }
}
