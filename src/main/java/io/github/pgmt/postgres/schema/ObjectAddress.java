package io.github.pgmt.postgres.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What names an object in {@code pg_depend}.
 *
 * @param catalog the oid of the catalog that it is in, {@code pg_class} for example
 * @param object its oid there
 */
public record ObjectAddress(long catalog, long object) {

    static Array catalogs(Connection connection, List<ObjectAddress> addresses) throws SQLException {
        return connection.createArrayOf(
                "oid", addresses.stream().map(ObjectAddress::catalog).toArray());
    }

    static Array objects(Connection connection, List<ObjectAddress> addresses) throws SQLException {
        return connection.createArrayOf(
                "oid", addresses.stream().map(ObjectAddress::object).toArray());
    }
}
