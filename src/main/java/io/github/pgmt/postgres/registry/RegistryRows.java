package io.github.pgmt.postgres.registry;

import static java.util.Comparator.comparing;

import io.github.pgmt.tenant.InvalidSelectionException;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.Tenant;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes tenants of rows: the first column names the tenant, the others are its changelog parameters. Liquibase finds a
 * parameter without minding case, so two columns that differ only in that are one too many.
 */
final class RegistryRows {

    /** Makes a tenant of the first column's value. */
    interface Naming {

        ListedTenant tenant(String value, Map<String, String> parameters);
    }

    private static final Set<String> RESERVED = Set.of(Tenant.NAME_PARAMETER, Tenant.SCHEMA_PARAMETER);

    private final String parameter;
    private final Naming naming;

    /** @param parameter what the user configured, for messages */
    RegistryRows(String parameter, Naming naming) {
        this.parameter = parameter;
        this.naming = naming;
    }

    /** @throws InvalidSelectionException when a row has no name, two have the same, or a column's name is not free */
    List<ListedTenant> read(ResultSet rows) throws SQLException {
        requireFreeNames(rows.getMetaData());
        Collection<ListedTenant> tenants = new TreeSet<>(comparing(ListedTenant::schema)
                .thenComparing(tenant -> tenant.home().name()));
        for (int number = 1; rows.next(); number++) {
            ListedTenant tenant = naming.tenant(name(rows, number), parameters(rows));
            if (!tenants.add(tenant)) {
                throw new InvalidSelectionException(parameter + " names the schema \"" + tenant.displayName()
                        + "\" twice, again in row " + number + ".");
            }
        }
        return List.copyOf(tenants);
    }

    private void requireFreeNames(ResultSetMetaData columns) throws SQLException {
        Collection<String> seen = new TreeSet<>();
        for (int column = 2; column <= columns.getColumnCount(); column++) {
            String label = columns.getColumnLabel(column);
            if (RESERVED.contains(label.toLowerCase(Locale.ROOT))) {
                throw new InvalidSelectionException(parameter + " has a column named \"" + label
                        + "\". pgmt sets that changelog parameter itself; give the column another name.");
            }
            if (!seen.add(label.toLowerCase(Locale.ROOT))) {
                throw new InvalidSelectionException(parameter + " has two columns named \"" + label
                        + "\" (changelog parameters do not mind case); give one of them another name.");
            }
        }
    }

    private String name(ResultSet rows, int number) throws SQLException {
        String name = rows.getString(1);
        if (name == null || name.isBlank()) {
            throw new InvalidSelectionException(parameter + " has no schema in row " + number + ": its first column \""
                    + rows.getMetaData().getColumnLabel(1) + "\" is " + (name == null ? "NULL" : "blank") + ".");
        }
        return name;
    }

    private static Map<String, String> parameters(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int column = 2; column <= columns.getColumnCount(); column++) {
            String value = value(rows, column);
            if (value != null) {
                parameters.put(columns.getColumnLabel(column), value);
            }
        }
        return parameters;
    }

    /** As PostgreSQL's own cast to text; the driver says {@code t} for true, which means nothing in SQL. */
    private static String value(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        boolean isBoolean = rows.getMetaData().getColumnTypeName(column).equals("bool");
        return text == null || !isBoolean ? text : Boolean.toString(rows.getBoolean(column));
    }
}
