package io.github.pgmt.postgres.session;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.changelog.CreatedExtension;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.migration.engine.TenantSessions;
import io.github.pgmt.migration.engine.TenantTrial;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.activity.BlockerWatch;
import io.github.pgmt.postgres.connection.CatalogReader;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.NameEncoding;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.UntilTaken;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.schema.PostgresNewSchemas;
import io.github.pgmt.postgres.sql.CreatedExtensions;
import io.github.pgmt.postgres.sql.ReplayableSql;
import io.github.pgmt.postgres.sql.TransactionControl;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.SuggestedCommand;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens sessions whose {@code search_path} is the tenant's schema and then the shared ones, or none at all. */
public final class PostgresSessions implements TenantSessions {

    private final Server server;
    private final List<String> sharedSchemas;
    private final HistoryTables tables;
    private final StopSignal stop;
    private final PostgresNewSchemas newSchemas;
    private final AtomicInteger trials = new AtomicInteger();
    private final Set<CancellableConnection> open = ConcurrentHashMap.newKeySet();
    private final BlockerWatch watch;
    private volatile Runnable beforeOpening = () -> {};
    private String keywords;

    /** @param sharedSchemas what follows the tenant's schema in its search_path */
    public PostgresSessions(Server server, List<String> sharedSchemas, HistoryTables tables, StopSignal stop) {
        this.server = server;
        this.sharedSchemas = List.copyOf(sharedSchemas);
        this.tables = tables;
        this.stop = stop;
        this.newSchemas = new PostgresNewSchemas(server, tables);
        this.watch = new BlockerWatch(server, this::abandonAll);
    }

    /** What the sessions of {@link #openNew} created; others may be added. */
    public PostgresNewSchemas newSchemas() {
        return newSchemas;
    }

    @Override
    public TenantSession open(Tenant tenant) {
        return open(tenant, connection -> {});
    }

    @Override
    public TenantSession openNew(Tenant tenant, NewSchema newSchema) {
        return open(tenant, connection -> newSchemas.createIfMissing(connection, searchPath(tenant), newSchema));
    }

    /** What is done under the lock before the schema must be there. */
    private interface Preparation {

        void on(Connection connection) throws SQLException;
    }

    /** The lock comes first: a run that has just failed may drop the schema that it created, under the same lock. */
    private TenantSession open(Tenant tenant, Preparation preparation) {
        Connection connection = connect(tenant);
        try {
            requireNames(connection, tenant);
            AdvisoryLock.take(connection, tenant.schema());
            preparation.on(connection);
            requireSchema(connection, tenant.schema());
            server.leavePreparation(connection);
            return register(tenant, connection);
        } catch (SQLException e) {
            UntilTaken.closeAfter(e, () -> AdvisoryLock.close(connection));
            throw new TenantUnavailableException(
                    SqlErrors.failure(Failure.Kind.CONNECTION, "The tenant's session cannot be prepared", e), e);
        } catch (RuntimeException | Error e) {
            UntilTaken.closeAfter(e, () -> AdvisoryLock.close(connection));
            throw e;
        }
    }

    /** The tenant's schema and then the shared ones. */
    public List<String> searchPath(Tenant tenant) {
        List<String> searchPath = new ArrayList<>();
        searchPath.add(tenant.schema());
        sharedSchemas.stream().filter(shared -> !shared.equals(tenant.schema())).forEach(searchPath::add);
        return searchPath;
    }

    /** The connections that {@link #cancelAll()} ends; others may be added. */
    public Set<CancellableConnection> running() {
        return open;
    }

    /** What makes room on the server for the connections of the next session. */
    public void beforeOpening(Runnable room) {
        beforeOpening = room;
    }

    private Connection connect(Tenant tenant) {
        beforeOpening.run();
        try {
            return server.openPinned(tenant.schema(), searchPath(tenant));
        } catch (SQLException e) {
            throw new TenantUnavailableException(server.noConnection(e), e);
        }
    }

    private TenantSession register(Tenant tenant, Connection connection) throws SQLException {
        PostgresSession session = new PostgresSession(
                new TenantTables(tenant.home(), tenant.schema(), tables),
                connection,
                new LockConnection(() -> server.openWithoutPortals(tenant.schema())),
                stop,
                watch,
                server,
                open::remove);
        try {
            open.add(session.running());
            return session;
        } catch (Throwable e) {
            UntilTaken.closeAfter(e, session);
            throw e;
        }
    }

    @Override
    public TenantTrial openTrial(Tenant tenant) {
        Tenant trial = new Tenant(
                tenant.home(),
                "pgmt_trial_" + server.processId() + "_" + trials.incrementAndGet(),
                tenant.name(),
                tenant.parameters());
        try {
            return UntilTaken.on(connect(trial), connection -> {
                server.leavePreparation(connection);
                CancellableConnection running = new CancellableConnection(connection);
                TenantTrial opened =
                        PostgresTrial.begin(trial, tables, connection, running, stop, server.limits(), open::remove);
                open.add(running);
                return opened;
            });
        } catch (SQLException e) {
            throw new TenantUnavailableException(
                    SqlErrors.failure(
                            Failure.Kind.CONNECTION,
                            "The changelog cannot be tried out beside the tenant, which needs a schema in a transaction "
                                    + "that is rolled back (CREATE on the database). -Dpgmt.force=true does without. The "
                                    + "server said",
                            e),
                    e);
        }
    }

    private void requireNames(Connection connection, Tenant tenant) throws SQLException {
        Optional<Failure> objection = NameEncoding.objection(connection, searchPath(tenant));
        if (objection.isPresent()) {
            throw new TenantUnavailableException(objection.get());
        }
    }

    /** A schema that is missing, or that the role may not use, drops off the search_path without a word. */
    private static void requireSchema(Connection connection, String schema) throws SQLException {
        String question = "SELECT pg_catalog.current_schema(), current_user, "
                + "EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name)";
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (schema.equals(row.getString(1))) {
                    return;
                }
                throw new TenantUnavailableException(
                        row.getBoolean(3) ? forbidden(schema, row.getString(2)) : missing(schema));
            }
        }
    }

    private static Failure forbidden(String schema, String role) {
        return Failure.of(
                Failure.Kind.CONNECTION,
                "The role " + role + " may not use the schema. Grant it: GRANT USAGE, CREATE ON SCHEMA "
                        + Identifiers.quote(schema) + " TO " + Identifiers.quote(role));
    }

    private static Failure missing(String schema) {
        return Failure.of(
                Failure.Kind.MISSING,
                "The schema is gone. setup-tenant makes it: " + SuggestedCommand.of("setup-tenant", schema));
    }

    @Override
    public synchronized String keywords() {
        if (keywords == null) {
            keywords = new CatalogReader(server)
                    .read(
                            "the server's keywords",
                            connection -> connection.getMetaData().getSQLKeywords());
        }
        return keywords;
    }

    @Override
    public boolean controlsTransactions(String sql) {
        return TransactionControl.isIn(sql);
    }

    @Override
    public Optional<String> endOfTransaction(String sql) {
        return TransactionControl.end(sql);
    }

    @Override
    public Optional<String> objection(Question question) {
        return Answers.objection(question);
    }

    @Override
    public boolean runsCode(String sql) {
        return ReplayableSql.callsRoutines(sql);
    }

    /** Sees for whom the sessions wait; others may be added. */
    public BlockerWatch watch() {
        return watch;
    }

    @Override
    public List<Blocker> blockers(Tenant tenant) {
        return watch.blockers(tenant.schema());
    }

    private void abandonAll() {
        open.forEach(CancellableConnection::abandon);
    }

    @Override
    public List<CreatedExtension> createdExtensions(String sql) {
        return CreatedExtensions.in(sql);
    }

    @Override
    public void cancelAll() {
        open.forEach(CancellableConnection::cancel);
    }
}
