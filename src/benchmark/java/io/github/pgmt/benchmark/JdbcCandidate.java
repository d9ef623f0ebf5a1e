package io.github.pgmt.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The limit: Liquibase's own statements and history rows, known beforehand, sent over plain JDBC. A changeset is a
 * transaction and a round trip; what tenants have is read in a few statements. No lock, no check, no report.
 */
record JdbcCandidate(int parallel) implements Candidate {

    /** A connection that goes from tenant to tenant keeps what it knows of each. */
    private static final int TENANTS_OF_A_CONNECTION = 100;

    private static final String HISTORIES =
            "SELECT nspname, 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'databasechangelog'";

    @Override
    public Replayed migrate(Target target) throws SQLException {
        List<WorkFiles.Script> scripts = target.files().scripts(target.theCase());
        Map<String, Integer> applied = applied(target.server());
        Queue<String> pending = new ConcurrentLinkedQueue<>(target.schemas().stream()
                .filter(schema -> applied.getOrDefault(schema, -1) < scripts.size())
                .toList());
        if (pending.isEmpty()) {
            return Replayed.NOTHING;
        }
        String tables = target.files().historyTables();
        ExecutorService connections = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < parallel; worker++) {
                workers.add(connections.submit(() -> {
                    work(target.server(), pending, applied, tables, scripts);
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            return Replayed.NOTHING;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause().getMessage(), e.getCause());
        } finally {
            connections.shutdownNow();
        }
    }

    /** How many changesets each tenant with a history has. */
    static Map<String, Integer> applied(ServerUrl server) throws SQLException {
        try (Connection connection = open(server)) {
            List<String> managed = List.copyOf(Sql.pairs(connection, HISTORIES).keySet());
            Map<String, Integer> applied = new HashMap<>();
            for (String statement : Sql.ofAll(managed, JdbcCandidate::history)) {
                try (Statement reading = connection.createStatement();
                        ResultSet rows = reading.executeQuery(statement)) {
                    while (rows.next()) {
                        applied.merge(rows.getString(1), 1, Integer::sum);
                    }
                }
            }
            return applied;
        }
    }

    private static String history(String schema) {
        return "SELECT '" + schema + "', id, author, filename, md5sum, exectype, orderexecuted FROM " + schema
                + ".databasechangelog";
    }

    private static void work(
            ServerUrl server,
            Queue<String> pending,
            Map<String, Integer> applied,
            String tables,
            List<WorkFiles.Script> scripts)
            throws SQLException {
        String schema = pending.poll();
        while (schema != null) {
            try (Connection connection = open(server);
                    Statement statement = connection.createStatement()) {
                for (int tenant = 0; tenant < TENANTS_OF_A_CONNECTION && schema != null; tenant++) {
                    int from = applied.getOrDefault(schema, -1);
                    if (from < 0) {
                        statement.execute(inTransaction(schema, tables));
                    }
                    for (WorkFiles.Script script : scripts.subList(Math.max(0, from), scripts.size())) {
                        statement.execute(inTransaction(schema, script.statements() + script.historyRow()));
                    }
                    schema = pending.poll();
                }
            }
        }
    }

    private static String inTransaction(String schema, String statements) {
        return "BEGIN; SET LOCAL search_path TO " + schema + "; " + statements + " COMMIT";
    }

    /** In simple query mode, in which a transaction is one message. */
    private static Connection open(ServerUrl server) throws SQLException {
        return DriverManager.getConnection(server.pinned("public") + "&preferQueryMode=simple");
    }
}
