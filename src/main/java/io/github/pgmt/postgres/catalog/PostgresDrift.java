package io.github.pgmt.postgres.catalog;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDrift;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Readers;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares tenants by their catalog. All of them are summed up in a few statements; what the server writes out under locks, as
 * views, in batches that leave room in its table of locks. Only where sums differ is anything read entirely.
 */
public final class PostgresDrift implements FleetDrift {

    private static final String WHAT = "what is in the tenants' schemas";

    private final CatalogReader reader;
    private final DriftSql sql;
    private final long small;
    private volatile DriftSurvey survey = DriftSurvey.NONE;

    /**
     * @param connections how many may read at once; helpers that get none are done without
     * @param ignoredAspects some of {@link #aspects}
     * @param ignoredObjects globs on what is printed of an object
     */
    public PostgresDrift(
            Server server,
            HistoryTables tables,
            int connections,
            Set<String> ignoredAspects,
            List<String> ignoredObjects) {
        this(server, connections, new DriftSql(tables, ignoredAspects, ignoredObjects), PostgresCatalog.SMALL);
    }

    /** @param small a catalog that takes less room than so many bytes is read by one alone */
    PostgresDrift(Server server, int connections, DriftSql sql, long small) {
        this.reader = new CatalogReader(server, connections, PostgresCatalog.OFF);
        this.sql = sql;
        this.small = small;
    }

    /** The names of all that is compared of objects. */
    public static Set<String> aspects() {
        return DriftKinds.aspects();
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Look<String> sums(Collection<Tenant> tenants) {
        TenantsBySchema bySchema = TenantsBySchema.of(tenants);
        return read(readers -> {
            DriftSurvey found = DriftSurvey.read(readers.own(), sql.survey(), bySchema.schemas());
            survey = found;
            return new DriftSums(sql, found)
                    .read(found.catalogBytes() < small ? Readers.alone(readers.own()) : readers)
                    .byTenant(bySchema);
        });
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Look<Contents> contents(Map<Tenant, List<Tenant>> classes) {
        TenantsBySchema bySchema = TenantsBySchema.of(classes.keySet());
        return read(readers -> readBatches(
                readers, bySchema, (schema, contents) -> contents(contents, classes.get(bySchema.tenant(schema)))));
    }

    /** As many may have the same contents, who has his name nowhere in them is not looked at closely. */
    private static Contents contents(DriftContents contents, List<Tenant> tenants) {
        String sum = contents.sum();
        Set<String> parts = OwnName.parts(contents).collect(Collectors.toSet());
        Map<Tenant, String> withoutNames = new HashMap<>();
        for (Tenant tenant : tenants) {
            if (OwnName.mayBeIn(parts, tenant.name())) {
                String without = contents.without(tenant.name()).sum();
                if (!without.equals(sum)) {
                    withoutNames.put(tenant, without);
                }
            }
        }
        return new Contents(sum, withoutNames);
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the trouble is not a single schema's */
    @Override
    public Look<Comparison> compare(Map<Tenant, Tenant> references) {
        TenantsBySchema ofReferences = TenantsBySchema.of(references.values());
        TenantsBySchema bySchema = TenantsBySchema.of(references.keySet());
        return read(readers -> {
            Look<DriftContents> known = readBatches(readers, ofReferences, (schema, contents) -> contents);
            Look<Comparison> look = readBatches(
                    readers,
                    TenantsBySchema.of(references.keySet().stream()
                            .filter(tenant -> known.found().containsKey(references.get(tenant)))
                            .toList()),
                    (schema, contents) -> {
                        Tenant tenant = bySchema.tenant(schema);
                        Tenant reference = references.get(tenant);
                        return compare(reference, known.found().get(reference), tenant, contents);
                    });
            return withoutReference(look, known, references);
        });
    }

    private static Comparison compare(Tenant reference, DriftContents expected, Tenant tenant, DriftContents contents) {
        Comparison plain = new Comparison(DriftComparison.of(expected, contents), false);
        Comparison withoutNames = new Comparison(
                DriftComparison.of(expected.without(reference.name()), contents.without(tenant.name())), true);
        boolean hasAnothersName =
                plain.differences().isEmpty() && !withoutNames.differences().isEmpty();
        return hasAnothersName
                        || withoutNames.differences().size()
                                < plain.differences().size()
                ? withoutNames
                : plain;
    }

    private static Look<Comparison> withoutReference(
            Look<Comparison> look, Look<DriftContents> known, Map<Tenant, Tenant> references) {
        Map<Tenant, String> busy = new HashMap<>(look.busy());
        references.forEach((tenant, reference) -> {
            if (!known.found().containsKey(reference)) {
                busy.put(tenant, "The tenant that it is compared with, " + reference.schema() + ", is being changed.");
            }
        });
        return new Look<>(look.found(), busy, look.unread());
    }

    /** @throws io.github.pgmt.migration.failure.DatabaseUnavailableException when the server cannot be reached */
    @Override
    public Set<Tenant> workedOn(Collection<Tenant> tenants) {
        return TenantsBySchema.choose(
                tenants, schemas -> reader.read(WHAT, connection -> AdvisoryLock.heldAmong(connection, schemas)));
    }

    /** What is made of a schema's contents. */
    private interface Making<T> {

        T of(String schema, DriftContents contents);
    }

    private <T> Look<T> readBatches(Readers readers, TenantsBySchema bySchema, Making<T> making) throws SQLException {
        DriftLook<T> look = new DriftLook<>();
        List<CatalogReader.Work<DriftPart<T>>> parts = new ArrayList<>();
        for (List<String> batch : survey.batches(bySchema.schemas(), readers.connections())) {
            parts.add(connection -> DriftPart.read(connection, sql.closed(), batch, schemas -> {
                Map<String, T> made = new HashMap<>();
                DriftReading.contents(connection, sql, schemas)
                        .forEach((schema, contents) -> made.put(schema, making.of(schema, contents)));
                return made;
            }));
        }
        readers.read(parts).forEach(look::add);
        return look.byTenant(bySchema);
    }

    private <T> T read(CatalogReader.WorkOfMany<T> work) {
        return reader.readTogether(WHAT, work);
    }
}
