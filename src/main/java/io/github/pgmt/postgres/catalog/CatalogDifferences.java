package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.postgres.catalog.CatalogComparison.Found;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/** Reads a pilot entirely, and then one schema after the other that did not change as it did. */
final class CatalogDifferences {

    private final CatalogMark since;
    private final TenantsBySchema tenants;
    private final String pilot;
    private final LongPredicate bySomebodyElse;
    private final LiquibasesShare liquibases;
    private final Set<String> open;

    /**
     * @param tenants those that are compared, and the pilot
     * @param bySomebodyElse see {@link CatalogComparison}, {@code liquibases} too
     * @param open parameters whose values may differ
     */
    CatalogDifferences(
            CatalogMark since,
            TenantsBySchema tenants,
            String pilot,
            LongPredicate bySomebodyElse,
            LiquibasesShare liquibases,
            Set<String> open) {
        this.open = open;
        this.since = since;
        this.tenants = tenants;
        this.pilot = pilot;
        this.bySomebodyElse = bySomebodyElse;
        this.liquibases = liquibases;
    }

    /** By schema. */
    Map<String, Found> of(Readers readers, List<String> schemas) throws SQLException {
        List<Found> found = readers.read(parts(readers.own(), schemas));
        Map<String, Found> differences = new LinkedHashMap<>();
        for (int index = 0; index < schemas.size(); index++) {
            differences.put(schemas.get(index), found.get(index));
        }
        return differences;
    }

    private List<CatalogReader.Work<Found>> parts(Connection own, List<String> schemas) throws SQLException {
        List<CatalogReader.Work<Found>> parts = new ArrayList<>();
        try {
            CatalogComparison.Side ofPilot = side(own, pilot);
            schemas.forEach(schema -> parts.add(connection -> differences(connection, ofPilot, schema)));
        } catch (SQLException e) {
            Found unreadable = unreadable("pilot", e);
            schemas.forEach(schema -> parts.add(connection -> unreadable));
        }
        return parts;
    }

    private Found differences(Connection connection, CatalogComparison.Side ofPilot, String schema)
            throws SQLException {
        try {
            OwnValues values = OwnValues.of(open, tenants.tenant(pilot), tenants.tenant(schema));
            return new CatalogComparison(ofPilot, side(connection, schema), bySomebodyElse, liquibases, values)
                    .compare();
        } catch (SQLException e) {
            return unreadable("schema", e);
        }
    }

    private CatalogComparison.Side side(Connection connection, String schema) throws SQLException {
        Map<String, Map<String, Long>> sums = CatalogSums.read(Readers.alone(connection), List.of(schema));
        return new CatalogComparison.Side(
                since.state(tenants.tenant(schema)),
                sums.getOrDefault(schema, Map.of()),
                CatalogContents.read(connection, schema, since.transaction()));
    }

    private static Found unreadable(String what, SQLException e) throws SQLException {
        if (SqlErrors.isConnectionLost(e)) {
            throw e;
        }
        String why = "The catalog of the " + what + " could not be read: " + SqlErrors.describe(e);
        return new Found(List.of(why), Set.of(), Set.of(), Set.of());
    }
}
