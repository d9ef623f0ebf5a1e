package io.github.pgmt.postgres.replay;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.changelog.Atomicity;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.engine.ReplayScript;
import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.migration.engine.TenantReplays;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.migration.history.HistoryRow;
import io.github.pgmt.migration.work.StopSignal;
import io.github.pgmt.postgres.citus.Citus;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.RunStop;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import io.github.pgmt.postgres.lock.LockRow;
import io.github.pgmt.postgres.session.PostgresSessions;
import io.github.pgmt.postgres.sql.ReplayableSql;
import io.github.pgmt.postgres.table.ReplayGuard;
import io.github.pgmt.postgres.table.TableLock;
import io.github.pgmt.postgres.table.TenantTables;
import io.github.pgmt.tenant.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Replays over plain connections, each changeset in one round trip. */
public final class PostgresReplays implements TenantReplays {

    /** Such a name means itself wherever a quoted name can stand: in a constant, in a quoted body, in a comment. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}\\p{N}_ .@+=#-]+");

    private final Server server;
    private final PostgresSessions sessions;
    private final HistoryTables tables;
    private final RunId runId;
    private final StopSignal stop;
    private final ReplayPool pool;
    private final Tellings tellings;
    private final Map<ReplayScript, HistoryInserts> inserts = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<ReplayScript, Boolean> lasting = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * For one server.
     *
     * @param sessions in whose search_path tenants are replayed, and with which replays are cancelled
     * @param runId which the rows bear
     */
    public PostgresReplays(
            Server server, PostgresSessions sessions, HistoryTables tables, RunId runId, StopSignal stop) {
        this.server = server;
        this.sessions = sessions;
        this.tables = tables;
        this.runId = runId;
        this.stop = stop;
        this.pool = new ReplayPool(server, sessions.running(), sessions.watch());
        this.tellings = new Tellings(server.transactions());
        sessions.beforeOpening(pool::makeRoom);
    }

    @Override
    public Optional<String> objection(Tenant tenant) {
        return server.citus().map(citus -> Citus.NO_REPLAY);
    }

    @Override
    public Optional<String> objection(SchemaText statement) {
        return ReplayableSql.objection(statement.in(Identifiers.quote(ReplayableSql.SCHEMA)));
    }

    @Override
    public boolean suits(Tenant tenant) {
        return PLAIN_NAME.matcher(tenant.schema()).matches() && !tenant.schema().contains("--");
    }

    @Override
    public Optional<Failure> create(Tenant tenant, NewSchema newSchema) {
        ReplayConnection connection;
        try {
            connection = pool.take();
        } catch (SQLException e) {
            return Optional.of(server.noConnection(e));
        }
        boolean clean = false;
        try {
            List<String> searchPath = sessions.searchPath(tenant);
            Optional<Failure> objection = connection.objection(searchPath);
            if (objection.isEmpty()) {
                RunStop.requireNone(stop);
                connection.create(sessions.newSchemas(), searchPath, newSchema);
            }
            clean = true;
            return objection;
        } catch (SQLException e) {
            Failure failure = SqlErrors.failure(Failure.Kind.CONNECTION, "The schema cannot be created", e);
            return Optional.of(unlessCancelled(connection, failure));
        } catch (TenantUnavailableException e) {
            clean = tidiedUp(connection);
            return Optional.of(unlessCancelled(connection, e.failure()));
        } finally {
            pool.giveBack(connection, clean);
        }
    }

    @Override
    public Replayed replay(Tenant tenant, ReplayScript script, List<HistoryRow> history, Atomicity atomicity) {
        TenantReplay replay = replay(tenant, script, history, atomicity, Optional.empty());
        if (atomicity == Atomicity.TENANT && lasting.computeIfAbsent(script, PostgresReplays::lastsUntilCommit)) {
            return replay.unsuited("is in a transaction with others, one of which has SET LOCAL or SET CONSTRAINTS");
        }
        return send(tenant, script, replay);
    }

    @Override
    public Replayed record(Tenant tenant, ReplayScript script, List<HistoryRow> history, Optional<String> ownTables) {
        return atOnce(
                tenant, script, history, messages -> messages.rows(script, HistoryFingerprint.of(history), ownTables));
    }

    @Override
    public Replayed tag(Tenant tenant, ReplayScript script, List<HistoryRow> history) {
        HistoryRow row = script.changeSets().get(0).recorded();
        return atOnce(tenant, script, history, messages -> messages.tag(HistoryFingerprint.exactlyOf(history), row));
    }

    private Replayed atOnce(
            Tenant tenant, ReplayScript script, List<HistoryRow> history, Function<ReplayMessages, String> message) {
        return send(tenant, script, replay(tenant, script, history, Atomicity.CHANGESET, Optional.of(message)));
    }

    private TenantReplay replay(
            Tenant tenant,
            ReplayScript script,
            List<HistoryRow> history,
            Atomicity atomicity,
            Optional<Function<ReplayMessages, String>> atOnce) {
        return new TenantReplay(
                script, history, runId, stop, atomicity, tenant.schema(), server.transactions(), atOnce);
    }

    private Replayed send(Tenant tenant, ReplayScript script, TenantReplay replay) {
        ReplayConnection connection;
        try {
            connection = pool.take();
        } catch (SQLException e) {
            return replay.failed(server.noConnection(e));
        }
        boolean clean = false;
        try {
            if (!connection.hasStandardConstants()) {
                clean = true;
                return replay.unsuited("is not sent to a server with standard_conforming_strings off");
            }
            Optional<Failure> objection = connection.objection(sessions.searchPath(tenant));
            if (objection.isPresent()) {
                clean = true;
                return replay.failed(objection.get());
            }
            replay.run(
                    connection,
                    new ReplayMessages(
                            new TenantTables(tenant.home(), tenant.schema(), tables),
                            sessions.searchPath(tenant),
                            runId,
                            tellings.of(script, connection),
                            insertsOf(script),
                            new PreparedLooks(tenant.schema(), script)));
            clean = true;
            return replay.done();
        } catch (SQLException e) {
            boolean cancelled = connection.running().isCancelled();
            clean = tidiedUp(connection);
            return cancelled
                    ? replay.failed(Failure.cancelled(Optional.empty()))
                    : afterError(tenant, replay, e, connection);
        } catch (TenantUnavailableException e) {
            clean = tidiedUp(connection);
            return replay.failed(e.failure());
        } finally {
            pool.giveBack(connection, clean);
        }
    }

    private static Failure unlessCancelled(ReplayConnection connection, Failure failure) {
        return connection.running().isCancelled() ? Failure.cancelled(Optional.empty()) : failure;
    }

    /** It is meant for its changeset, and would reach the next. */
    private static boolean lastsUntilCommit(ReplayScript script) {
        return script.changeSets().stream()
                .flatMap(changeSet -> changeSet.statements().stream())
                .anyMatch(statement ->
                        ReplayableSql.lastsUntilCommit(statement.in(Identifiers.quote(ReplayableSql.SCHEMA))));
    }

    /** Kept where another tenant has the same. */
    private HistoryInserts insertsOf(ReplayScript script) {
        return script.template().isPresent()
                ? HistoryInserts.of(script, tables)
                : inserts.computeIfAbsent(script, one -> HistoryInserts.of(one, tables));
    }

    private static boolean tidiedUp(ReplayConnection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private Replayed afterError(Tenant tenant, TenantReplay replay, SQLException e, ReplayConnection connection) {
        Optional<ReplayGuard> guard = ReplayGuard.of(e);
        if (guard.isEmpty()) {
            // Liquibase would only wait as long once more.
            boolean inVain = server.limits().exceeded(e).isPresent()
                    || SqlErrors.isHeldBySomebody(e)
                    || SqlErrors.QUERY_CANCELED.equals(e.getSQLState());
            if (!inVain && SqlErrors.isConnectionLost(e)) {
                return replay.lost(e);
            }
            return inVain
                    ? replay.failed(
                            server.limits().explain(sessions.watch().explain(replay.failure(e), connection.pid()), e))
                    : replay.unsuited("was refused when it was replayed (SQLSTATE " + e.getSQLState() + ")");
        }
        return switch (guard.get()) {
            case MOVED -> replay.unsuited("meets, or leaves, a schema, a history or a role that was not planned for");
            case ANSWER -> replay.otherwise();
            case RUN -> replay.failed(heldByRun(tenant));
            case LOCK -> {
                // The look takes two.
                connection.close();
                yield replay.failed(heldByLiquibase(tenant));
            }
            case SHAPE -> otherwiseMade(tenant, replay);
            case TABLES -> replay.unsuited("meets other tables than those that the changelog made beside the pilot");
        };
    }

    /** The guard is stricter than a look has to be; what is sound all the same goes through Liquibase. */
    private Replayed otherwiseMade(Tenant tenant, TenantReplay replay) {
        try (Connection connection = server.openReadOnly("replay")) {
            connection.setAutoCommit(false);
            new TenantTables(tenant.home(), tenant.schema(), tables).require(connection, TableLock.ACCESS_SHARE);
            return replay.unsuited("meets tables of Liquibase's that were made otherwise than by Liquibase");
        } catch (TenantUnavailableException e) {
            return replay.failed(e.failure());
        } catch (SQLException e) {
            return replay.failed(SqlErrors.failure(
                    Failure.Kind.UNTRUSTED, "Liquibase's tables of the schema are not as Liquibase makes them", e));
        }
    }

    private Failure heldByRun(Tenant tenant) {
        try (Connection connection = server.openReadOnly("replay")) {
            return AdvisoryLock.heldBy(connection, tenant.schema());
        } catch (SQLException e) {
            return SqlErrors.failure(Failure.Kind.LOCKED, "Another run of pgmt works on the tenant", e);
        }
    }

    /** Liquibase's way finds out who that is. */
    private Failure heldByLiquibase(Tenant tenant) {
        try (Connection guard = server.open(tenant.schema());
                LockRow free = LockRow.hold(
                        server.openWithoutPortals(tenant.schema()),
                        guard,
                        new TenantTables(tenant.home(), tenant.schema(), tables))) {
            return Failure.of(Failure.Kind.LOCKED, "Another session held Liquibase's lock row a moment ago.");
        } catch (TenantUnavailableException e) {
            return e.failure();
        } catch (SQLException e) {
            return SqlErrors.failure(Failure.Kind.LOCKED, "Another session holds Liquibase's lock row", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
