package io.github.pgmt.postgres.registry;

import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.DidYouMean;
import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which database the tenant of a row is in: the registry's own, or one of several that a column of the row names. */
public final class RowHome {

    /** The column that names the database, in any case; it is no changelog parameter. */
    public static final String COLUMN = "database";

    private final Optional<Database> only;
    private final Collection<Database> listed;

    private RowHome(Optional<Database> only, Collection<Database> listed) {
        this.only = only;
        this.listed = List.copyOf(listed);
    }

    /** All tenants are in this one; a column of that name is a changelog parameter as any other. */
    public static RowHome in(Database database) {
        return new RowHome(Optional.of(database), List.of());
    }

    /** Each row says in which of these its tenant is. */
    public static RowHome named(Collection<Database> listed) {
        return new RowHome(Optional.empty(), listed);
    }

    /** Makes a tenant of what is left of a row's columns. */
    interface Making {

        ListedTenant tenant(Database home, Map<String, String> parameters);
    }

    /** Whether rows name their databases. */
    boolean isNamed() {
        return only.isEmpty();
    }

    /**
     * @param parameter what the user configured, for messages
     * @param value what names the tenant, for messages
     * @throws InvalidSelectionException when the row names none of the listed databases
     */
    ListedTenant tenant(String parameter, String value, Map<String, String> parameters, Making making) {
        if (only.isPresent()) {
            return making.tenant(only.get(), parameters);
        }
        Map<String, String> others = new LinkedHashMap<>(parameters);
        String name = others.keySet().stream()
                .filter(COLUMN::equalsIgnoreCase)
                .findFirst()
                .map(others::remove)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> new InvalidSelectionException(
                                parameter + " names no database for the tenant \"" + value
                                        + "\". With -Dpgmt.tenantsIn=control a column \"" + COLUMN
                                        + "\" says in each row in which of the listed databases the tenant is. Nothing was changed."));
        return making.tenant(home(parameter, value, name), others);
    }

    private Database home(String parameter, String value, String name) {
        return listed.stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidSelectionException(parameter + " says that the tenant \"" + value
                        + "\" is in the database \"" + name + "\", which is not listed."
                        + DidYouMean.of(
                                name, listed.stream().map(Database::name).toList())
                        + " Correct the row, or add the database to the list. Nothing was changed."));
    }

    @Override
    public String toString() {
        return only.map(Objects::toString).orElse("the column " + COLUMN);
    }
}
