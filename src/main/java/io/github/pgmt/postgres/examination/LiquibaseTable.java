package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A history or lock table as far as others can reach it.
 *
 * @param isShared whether its schema is no tenant's
 * @param isForeign whether another role than ours has an owner's rights to it
 * @param rowSecurity what holds of row level security, which no table of Liquibase's has
 * @param publications those that publish changed or deleted rows, which a table without a replica identity cannot have; in
 *     order, empty where it has one
 */
record LiquibaseTable(
        String schema,
        String name,
        boolean isShared,
        String owner,
        boolean isForeign,
        RowSecurity rowSecurity,
        List<String> publications) {

    private static final int SCHEMAS_PUBLISHED_SINCE = 150_000;

    /** A replica identity by default is the primary key, unless that is deferrable. */
    private static final String TABLES = """
            WITH RECURSIVE wanted AS MATERIALIZED (
              SELECT namespace.oid, namespace.nspname::pg_catalog.text AS schema,
                namespace.nspname NOT IN (SELECT pg_catalog.unnest(?::pg_catalog.text[])) AS is_shared
              FROM pg_catalog.pg_namespace AS namespace
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::pg_catalog.text[]))),
            relation AS MATERIALIZED (
              SELECT wanted.schema, wanted.is_shared, class.oid, class.relname, class.relowner, class.relrowsecurity,
                class.relforcerowsecurity, class.relnamespace,
                class.relpersistence = 'p' AND class.relreplident <> 'f' AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_index AS index
                  WHERE index.indrelid = class.oid AND index.indisvalid AND index.indimmediate
                    AND CASE class.relreplident WHEN 'd' THEN index.indisprimary
                      WHEN 'i' THEN index.indisreplident ELSE false END) AS lacks_identity
              FROM pg_catalog.pg_class AS class JOIN wanted ON wanted.oid = class.relnamespace
              WHERE class.relname IN (?::pg_catalog.text, ?::pg_catalog.text) AND class.relkind IN ('r', 'p')),
            direct(holder) AS (SELECT DISTINCT relation.relowner FROM relation),
            %s,
            changing AS MATERIALIZED (
              SELECT publication.oid, publication.pubname::pg_catalog.text AS name, publication.puballtables
              FROM pg_catalog.pg_publication AS publication WHERE publication.pubupdate OR publication.pubdelete)
            SELECT relation.schema, relation.relname::pg_catalog.text AS name, relation.is_shared,
              pg_catalog.pg_get_userbyid(relation.relowner)::pg_catalog.text AS owner,
              relation.relowner IN (SELECT other.holder FROM other) AS is_foreign,
              %s,
              CASE WHEN relation.lacks_identity THEN (
                SELECT pg_catalog.array_agg(changing.name ORDER BY changing.name) FROM changing
                WHERE changing.puballtables
                  OR EXISTS (SELECT FROM pg_catalog.pg_publication_rel AS member
                    WHERE member.prpubid = changing.oid AND member.prrelid = relation.oid)%s) END AS publications
            FROM relation ORDER BY relation.schema, relation.relname
            """;

    private static final String BY_SCHEMA = """

                  OR EXISTS (SELECT FROM pg_catalog.pg_publication_namespace AS member
                    WHERE member.pnpubid = changing.oid AND member.pnnspid = relation.relnamespace)""";

    LiquibaseTable {
        Objects.requireNonNull(schema, "schema is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(owner, "owner is null");
        Objects.requireNonNull(rowSecurity, "rowSecurity is null");
        publications = List.copyOf(publications);
    }

    /** Those of the tenants and of the shared schemas, by schema and name. */
    static List<LiquibaseTable> read(
            Connection connection, Collection<String> tenants, ExaminedFleet fleet, ServerFacts facts)
            throws SQLException {
        HistoryTables tables = fleet.tables();
        List<String> all = new ArrayList<>(tenants);
        all.addAll(fleet.sharedSchemas());
        String sql = TABLES.formatted(
                OtherRoles.of(facts), RowSecurity.COLUMNS, facts.version() >= SCHEMAS_PUBLISHED_SINCE ? BY_SCHEMA : "");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            statement.setArray(2, connection.createArrayOf("text", all.toArray()));
            statement.setString(3, tables.history());
            statement.setString(4, tables.lock());
            try (ResultSet rows = statement.executeQuery()) {
                List<LiquibaseTable> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(table(rows));
                }
                return read;
            }
        }
    }

    private static LiquibaseTable table(ResultSet row) throws SQLException {
        Array publications = row.getArray("publications");
        return new LiquibaseTable(
                row.getString("schema"),
                row.getString("name"),
                row.getBoolean("is_shared"),
                row.getString("owner"),
                row.getBoolean("is_foreign"),
                RowSecurity.of(row),
                publications == null ? List.of() : List.of((String[]) publications.getArray()));
    }

    /** Its name in SQL. */
    String qualified() {
        return Identifiers.qualify(schema, name);
    }
}
