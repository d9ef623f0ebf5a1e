package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the role lacks in the tenants' schemas, and how many locks a transaction there may need. */
final class PrivilegeFindings {

    private record Schema(
            String name, boolean usable, boolean creatable, boolean recordable, int relations, int notOwned) {}

    /** Members of an extension, and Liquibase's tables, of which writing is enough, need no owner. */
    private static final String PRIVILEGES = """
            WITH wanted AS MATERIALIZED (
              SELECT namespace.oid, namespace.nspname AS schema FROM pg_catalog.pg_namespace AS namespace
              WHERE namespace.nspname IN (SELECT pg_catalog.unnest(?::text[]))),
            owner AS MATERIALIZED (
              SELECT role.oid FROM pg_catalog.pg_roles AS role WHERE pg_catalog.pg_has_role(role.oid, 'USAGE')),
            member AS MATERIALIZED (
              SELECT depend.objid FROM pg_catalog.pg_depend AS depend
              WHERE depend.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND depend.deptype = 'e'),
            counted AS (
              SELECT relation.relnamespace AS namespace, count(*) AS relations,
                count(*) FILTER (WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                  AND relation.relname NOT IN (?::text, ?::text)
                  AND relation.relowner NOT IN (SELECT owner.oid FROM owner)
                  AND relation.oid NOT IN (SELECT member.objid FROM member)) AS not_owned,
                bool_and(
                  pg_catalog.has_table_privilege(relation.oid, 'SELECT')
                  AND pg_catalog.has_table_privilege(relation.oid, 'INSERT')
                  AND pg_catalog.has_table_privilege(relation.oid, 'UPDATE'))
                FILTER (WHERE relation.relkind IN ('r', 'p') AND relation.relname IN (?::text, ?::text)) AS recordable
              FROM pg_catalog.pg_class AS relation
              WHERE relation.relnamespace IN (SELECT wanted.oid FROM wanted) GROUP BY relation.relnamespace)
            SELECT wanted.schema, pg_catalog.has_schema_privilege(wanted.oid, 'USAGE') AS usable,
              pg_catalog.has_schema_privilege(wanted.oid, 'CREATE') AS creatable,
              coalesce(counted.recordable, true) AS recordable, coalesce(counted.relations, 0) AS relations,
              coalesce(counted.not_owned, 0) AS not_owned
            FROM wanted LEFT JOIN counted ON counted.namespace = wanted.oid ORDER BY wanted.schema
            """;

    private final ServerFacts facts;
    private final List<Schema> schemas;

    private PrivilegeFindings(ServerFacts facts, List<Schema> schemas) {
        this.facts = facts;
        this.schemas = schemas;
    }

    static PrivilegeFindings read(
            Connection connection, Collection<String> schemas, HistoryTables tables, ServerFacts facts)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PRIVILEGES)) {
            statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
            statement.setString(2, tables.history());
            statement.setString(3, tables.lock());
            statement.setString(4, tables.history());
            statement.setString(5, tables.lock());
            try (ResultSet rows = statement.executeQuery()) {
                List<Schema> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(new Schema(
                            rows.getString("schema"),
                            rows.getBoolean("usable"),
                            rows.getBoolean("creatable"),
                            rows.getBoolean("recordable"),
                            rows.getInt("relations"),
                            rows.getInt("not_owned")));
                }
                return new PrivilegeFindings(facts, read);
            }
        }
    }

    /** @param threads how many tenants a migration works on at once */
    List<Finding> findings(int threads) {
        List<Finding> findings = new ArrayList<>();
        lacking(schema -> !schema.usable(), "may not look into", "GRANT USAGE, CREATE ON SCHEMA %s TO %s;")
                .ifPresent(findings::add);
        lacking(
                        schema -> schema.usable() && !schema.creatable(),
                        "may not create anything in",
                        "GRANT CREATE ON SCHEMA %s TO %s;")
                .ifPresent(findings::add);
        lacking(
                        schema -> schema.usable() && !schema.recordable(),
                        "may not read and write Liquibase's tables in",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO %s;")
                .ifPresent(findings::add);
        notOwned().ifPresent(findings::add);
        locks(threads).ifPresent(findings::add);
        return findings;
    }

    private List<String> names(Predicate<Schema> condition) {
        return schemas.stream().filter(condition).map(Schema::name).toList();
    }

    private Optional<Finding> lacking(Predicate<Schema> condition, String what, String grant) {
        List<String> lacking = names(condition);
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Severity.ERROR,
                "privileges",
                lacking,
                "The role \"" + facts.role() + "\" " + what + " " + counted(lacking) + ".",
                "Grant it, for example: "
                        + grant.formatted(Identifiers.quote(lacking.get(0)), Identifiers.quote(facts.role()))));
    }

    private Optional<Finding> notOwned() {
        List<Schema> others =
                schemas.stream().filter(schema -> schema.notOwned() > 0).toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        int objects = others.stream().mapToInt(Schema::notOwned).sum();
        List<String> names = others.stream().map(Schema::name).toList();
        Finding finding = new Finding(
                Severity.WARNING,
                "ownership",
                names,
                "The role \"" + facts.role() + "\" does not own " + objects + " of the tables, views and sequences in "
                        + counted(names) + ", so it can neither alter nor drop them:",
                "Migrate as their owner (-Dpgmt.username), be a member of that role (GRANT owner TO "
                        + Identifiers.quote(facts.role()) + "), or change it: ALTER TABLE … OWNER TO "
                        + Identifiers.quote(facts.role()) + ";");
        return Optional.of(finding.listing(others.stream()
                .map(schema -> schema.name() + ": " + schema.notOwned())
                .toList()));
    }

    /** One transaction that touches all of a schema, in as many tenants as there are threads. */
    private Optional<Finding> locks(int threads) {
        Optional<Schema> biggest = schemas.stream().max(Comparator.comparingInt(Schema::relations));
        long needed = biggest.map(schema -> (long) schema.relations() * threads).orElse(0L);
        if (needed <= facts.locks()) {
            return Optional.empty();
        }
        Schema schema = biggest.get();
        return Optional.of(new Finding(
                Severity.WARNING,
                "locks-per-transaction",
                List.of(schema.name()),
                "The server has room for " + facts.locks() + " locks. A transaction that touches all of \""
                        + schema.name()
                        + "\" needs " + schema.relations() + ", and -Dpgmt.threads=" + threads
                        + " tenants are migrated at once: where changesets touch very many tables, or with "
                        + "-Dpgmt.atomicity=tenant, they can fail with \"out of shared memory\" (SQLSTATE 53200).",
                "Raise max_locks_per_transaction, or work with fewer -Dpgmt.threads."));
    }

    private static String counted(List<String> schemas) {
        return schemas.size() == 1 ? "a schema" : schemas.size() + " schemas";
    }
}
