package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.fleet.CatalogMark;
import io.github.pgmt.migration.fleet.FleetCatalog;
import io.github.pgmt.migration.fleet.LiquibasesPart;
import io.github.pgmt.migration.fleet.MadeObject;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.OwnTransactions;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Tells what changed in the catalog by two means. What the catalog holds in the same form for every schema is hashed and
 * summed up before and after, by schema and aspect: all that stayed is in both sums, so their difference is the change.
 * What the server has to write out (definitions, expressions) is too slow for that, and is read where a row was written
 * since: rows carry the transaction that wrote them, and keep it when frozen. Only where two schemas differ by this are
 * they read entirely.
 */
public final class PostgresCatalog implements FleetCatalog {

    /**
     * To compile the statements takes the server longer than it gains. To sort by schema it prefers as it expects fewer rows
     * than there are.
     */
    static final List<String> OFF = List.of("jit", "enable_sort");

    /** To open a connection that helps, and to have it learn the catalog, takes longer than to read so little. */
    static final long SMALL = 8L << 20;

    private static final String WHAT = "the catalog";

    private final CatalogReader reader;
    private final OwnTransactions transactions;
    private final long small;

    /** @param connections how many may read at once; helpers that get none are done without */
    public PostgresCatalog(Server server, int connections) {
        this(server, connections, SMALL);
    }

    /** @param small a catalog that takes less room than so many bytes is read by one alone */
    PostgresCatalog(Server server, int connections, long small) {
        this.small = small;
        this.reader = new CatalogReader(server, connections, OFF);
        this.transactions = server.transactions();
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the catalog cannot be read */
    @Override
    public CatalogMark mark(Collection<Tenant> tenants) {
        TenantsBySchema bySchema = TenantsBySchema.of(tenants);
        return read(readers -> new CatalogMark(
                nextTransaction(readers.own()),
                bySchema.byTenant(new CatalogStates(readers).read(bySchema.schemas()))));
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Map<Tenant, String> changes(CatalogMark since, Collection<Tenant> tenants) {
        TenantsBySchema bySchema = TenantsBySchema.of(tenants);
        Set<String> schemas = bySchema.schemas();
        return read(readers -> {
            CatalogSums summing = new CatalogSums(schemas);
            CatalogLines lines = new CatalogLines(since.transaction(), schemas);
            readers.read(Stream.concat(
                                    lines.parts(readers.connections()).stream(),
                                    summing.parts(readers.connections()).stream())
                            .toList())
                    .forEach(Runnable::run);
            readers.read(lines.lockingParts(readers.own())).forEach(Runnable::run);
            return changes(since, bySchema.byTenant(summing.bySchema()), lines.sums());
        });
    }

    private static Map<Tenant, String> changes(
            CatalogMark since, Map<Tenant, Map<String, Long>> sums, Map<String, String> lines) {
        Map<String, String> once = new HashMap<>();
        Map<Tenant, String> changes = new HashMap<>();
        sums.forEach((tenant, after) -> {
            if (lines.containsKey(tenant.schema())) {
                String change = change(since.state(tenant).sums(), after) + lines.get(tenant.schema());
                changes.put(tenant, once.computeIfAbsent(change, same -> same));
            }
        });
        return changes;
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the server cannot be reached */
    @Override
    public Map<Tenant, List<String>> differences(CatalogMark since, Tenant pilot, Collection<Tenant> tenants) {
        Map<Tenant, List<String>> differences = new LinkedHashMap<>();
        compare(since, pilot, tenants, writer -> false, LiquibasesPart.NONE, Set.of())
                .forEach((tenant, found) -> differences.put(tenant, found.differences()));
        return differences;
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the server cannot be reached */
    @Override
    public Comparison compare(
            CatalogMark since, Tenant pilot, Collection<Tenant> tenants, LiquibasesPart part, Set<String> open) {
        Map<Tenant, List<String>> differences = new HashMap<>();
        Map<Tenant, Set<String>> others = new HashMap<>();
        Map<Tenant, Set<String>> leftOut = new HashMap<>();
        compare(since, pilot, tenants, this::isSomebodyElses, part, open).forEach((tenant, found) -> {
            differences.put(tenant, found.differences());
            add(others, tenant, found.onlyHere());
            add(others, pilot, found.onlyInPilot());
            add(leftOut, tenant, found.leftOut());
        });
        return new Comparison(differences, others, leftOut);
    }

    private Map<Tenant, CatalogComparison.Found> compare(
            CatalogMark since,
            Tenant pilot,
            Collection<Tenant> tenants,
            LongPredicate bySomebodyElse,
            LiquibasesPart part,
            Set<String> open) {
        List<Tenant> all = new ArrayList<>(tenants);
        all.add(pilot);
        TenantsBySchema bySchema = TenantsBySchema.of(all);
        List<String> schemas = tenants.stream().map(Tenant::schema).toList();
        LiquibasesShare liquibases = new LiquibasesShare(part, transactions);
        return bySchema.byTenant(read(
                readers -> new CatalogDifferences(since, bySchema, pilot.schema(), bySomebodyElse, liquibases, open)
                        .of(readers, schemas)));
    }

    private boolean isSomebodyElses(long writer) {
        return transactions.writer(writer) == OwnTransactions.Writer.SOMEBODY_ELSE;
    }

    private static void add(Map<Tenant, Set<String>> others, Tenant tenant, Set<String> objects) {
        if (!objects.isEmpty()) {
            others.computeIfAbsent(tenant, absent -> new TreeSet<>()).addAll(objects);
        }
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the server cannot be reached */
    @Override
    public String now() {
        return reader.read(WHAT, PostgresCatalog::nextTransaction);
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the catalog cannot be read */
    @Override
    public List<MadeObject> made(String since, Collection<String> schemas) {
        return reader.read(WHAT, connection -> new MadeObjects(since, transactions).in(connection, schemas));
    }

    /** The sums that changed, and by how much. */
    private static String change(Map<String, Long> before, Map<String, Long> after) {
        SortedMap<String, Long> change = new TreeMap<>(after);
        before.forEach((name, sum) -> change.merge(name, -sum, Long::sum));
        change.values().removeIf(sum -> sum == 0);
        return change.toString();
    }

    private static String nextTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private <T> T read(CatalogReader.WorkOfMany<T> work) {
        return reader.readTogether(
                WHAT, readers -> work.on(isSmall(readers.own()) ? Readers.alone(readers.own()) : readers));
    }

    private boolean isSmall(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_relation_size('pg_catalog.pg_attribute')")) {
            row.next();
            return row.getLong(1) < small;
        }
    }
}
