package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.postgres.activity.ServerSessions;
import io.github.pgmt.postgres.condition.ServerFacts;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.OwnPath;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantsBySchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Examines by the catalog and the server's own statistics: no table of a tenant is read or locked. */
public final class PostgresExamination implements FleetExamination {

    private final Server server;
    private final ExaminedFleet fleet;
    private final CatalogReader reader;
    private final CatalogReader writer;
    private final SessionFindings.Patience patience;

    public PostgresExamination(Server server, ExaminedFleet fleet) {
        this(server, fleet, SessionFindings.Patience.USUAL);
    }

    PostgresExamination(Server server, ExaminedFleet fleet, SessionFindings.Patience patience) {
        this.server = server;
        this.fleet = fleet;
        this.reader = new CatalogReader(server);
        this.writer = CatalogReader.ofWriter(server);
        this.patience = patience;
    }

    @Override
    public List<Finding> server(ConnectionNeeds needs) {
        return writer.read("the server's settings", connection -> {
            List<Finding> findings = new ArrayList<>();
            new PoolerFindings(server).look(connection).finding(server.place()).ifPresent(findings::add);
            findings.addAll(ServerFindings.of(facts(connection), server.place(), needs));
            findings.addAll(TimeoutFindings.read(connection));
            TransportFindings.read(connection, server.place()).ifPresent(findings::add);
            return findings;
        });
    }

    private ServerFacts facts(Connection connection) throws SQLException {
        return ServerFacts.read(connection, server.ownApplications());
    }

    @Override
    public Collection<String> sharedSchemas() {
        return fleet.sharedSchemas();
    }

    @Override
    public List<Finding> registry() {
        return fleet.registry()
                .map(registry -> CatalogReader.asRole(server)
                        .read(
                                "the table of tenants",
                                connection -> new RegistryFindings(OwnPath.on(connection, () -> facts(connection))
                                                .role())
                                        .read(connection, registry)))
                .orElse(List.of());
    }

    @Override
    public List<Finding> tenants(Collection<Tenant> tenants, int threads) {
        Set<String> schemas = TenantsBySchema.of(tenants).schemas();
        return reader.read(
                "the tenants' privileges and the server's sessions",
                connection -> tenants(connection, schemas, threads));
    }

    private List<Finding> tenants(Connection connection, Collection<String> schemas, int threads) throws SQLException {
        ServerFacts facts = facts(connection);
        List<Finding> findings = new ArrayList<>(PrivilegeFindings.read(connection, schemas, fleet.tables(), facts)
                .findings(threads));
        findings.addAll(
                new CreatorFindings(Creator.read(connection, schemas, fleet.sharedSchemas(), facts), facts.role())
                        .findings());
        findings.addAll(new LiquibaseTableFindings(LiquibaseTable.read(connection, schemas, fleet, facts), facts.role())
                .findings());
        ExtensionFindings.read(connection, schemas, fleet.sharedSchemas()).ifPresent(findings::add);
        findings.addAll(
                new SessionFindings(ServerSessions.read(connection, schemas), server.ownApplications(), patience)
                        .findings());
        SessionFindings.prepared(connection).ifPresent(findings::add);
        findings.addAll(CitusFindings.of(connection, schemas));
        return findings;
    }
}
