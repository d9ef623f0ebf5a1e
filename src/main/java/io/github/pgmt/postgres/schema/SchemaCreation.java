package io.github.pgmt.postgres.schema;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.TenantUnavailableException;
import io.github.pgmt.postgres.connection.Identifiers;
import io.github.pgmt.postgres.connection.PlainSql;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.postgres.lock.AdvisoryLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Makes the schema of a new tenant in one transaction, so that a kill leaves it with all its grants or not at all. Works
 * under the tenant's {@link AdvisoryLock}.
 */
public final class SchemaCreation {

    /** Another session creates the schema meanwhile; which of the two depends on the moment. */
    private static final Set<String> EXISTS_NOW = Set.of("42P06", SqlErrors.UNIQUE_VIOLATION);

    private final Connection connection;
    private final String schema;
    private final List<String> searchPath;
    private final NewSchema newSchema;

    /**
     * @param connection in autocommit mode
     * @param searchPath the tenant's, which begins with the schema; event triggers of the database's are run under it
     */
    SchemaCreation(Connection connection, List<String> searchPath, NewSchema newSchema) {
        this.connection = connection;
        this.schema = searchPath.get(0);
        this.searchPath = List.copyOf(searchPath);
        this.newSchema = newSchema;
    }

    /**
     * Makes it unless it is there, in a session that holds the lock.
     *
     * @param creating hears the new schema's oid before the commit, since a commit whose answer is lost may have worked
     * @throws TenantUnavailableException when it cannot be made; then it is not there
     */
    void ifMissing(LongConsumer creating) throws SQLException {
        if (!exists(connection, schema)) {
            inTransaction(() -> create(creating));
        }
    }

    /**
     * The same in a session that does not hold the lock; the transaction does.
     *
     * @throws TenantUnavailableException also when another session holds the lock
     */
    void ifMissingAndFree(LongConsumer creating) throws SQLException {
        inTransaction(() -> {
            if (!isThereUnderLock()) {
                create(creating);
            }
        });
    }

    /** Two statements: the look is to see what was there when the lock was had. */
    private boolean isThereUnderLock() throws SQLException {
        List<Boolean> answers = new ArrayList<>();
        String questions =
                "SELECT " + AdvisoryLock.tryInTransaction(schema) + ";\nSELECT EXISTS (SELECT " + named() + ")";
        PlainSql.query(connection, questions, rows -> {
            rows.next();
            answers.add(rows.getBoolean(1));
        });
        if (!answers.get(0)) {
            throw new TenantUnavailableException(AdvisoryLock.heldBy(connection, schema));
        }
        return answers.get(1);
    }

    /** What is done in the transaction. */
    private interface Work {

        void run() throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw new TenantUnavailableException(failure(e), e);
        } catch (TenantUnavailableException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** In one message: of many new tenants each would wait for its round trips. */
    private void create(LongConsumer creating) throws SQLException {
        PlainSql.query(connection, String.join(";\n", statements()), rows -> {
            rows.next();
            creating.accept(usable(rows));
        });
    }

    /** Whether there is a schema of exactly this name. */
    public static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name")) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private List<String> statements() {
        String name = Identifiers.quote(schema);
        List<String> statements = new ArrayList<>();
        statements.add("SET LOCAL search_path TO " + Identifiers.list(searchPath));
        statements.add("CREATE SCHEMA " + name
                + newSchema
                        .owner()
                        .map(owner -> " AUTHORIZATION " + Identifiers.quote(owner))
                        .orElse(""));
        if (!newSchema.grantTo().isEmpty()) {
            String roles = newSchema.grantTo().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
            String later = "ALTER DEFAULT PRIVILEGES IN SCHEMA " + name + " GRANT ";
            statements.add("GRANT USAGE ON SCHEMA " + name + " TO " + roles);
            statements.add(later + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + roles);
            statements.add(later + "USAGE, SELECT ON SEQUENCES TO " + roles);
        }
        statements.add("SELECT oid, pg_catalog.has_schema_privilege(oid, 'CREATE') "
                + "AND pg_catalog.current_schema() OPERATOR(pg_catalog.=) nspname, current_user " + named());
        return statements;
    }

    /** As a constant that is the same whatever {@code standard_conforming_strings} says of a backslash. */
    private String named() {
        return "FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) E"
                + Identifiers.literal(schema.replace("\\", "\\\\")) + "::pg_catalog.name";
    }

    /** A schema of another owner may be closed to the role that is to migrate it. */
    private long usable(ResultSet row) throws SQLException {
        if (!row.getBoolean(2)) {
            throw new TenantUnavailableException(Failure.of(Failure.Kind.CONNECTION, memberOfOwner(row.getString(3))));
        }
        return row.getLong(1);
    }

    private Failure failure(SQLException e) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        if (EXISTS_NOW.contains(state)) {
            return Failure.of(Failure.Kind.LOCKED, "Somebody else creates the schema at this moment.");
        }
        String hint = state.equals(SqlErrors.INSUFFICIENT_PRIVILEGE) ? " " + lacking() : "";
        Failure plain = SqlErrors.failure(Failure.Kind.CONNECTION, "The schema cannot be created", e);
        return new Failure(plain.kind(), plain.changeSet(), plain.sqlState(), plain.message() + hint);
    }

    private String lacking() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user, pg_catalog.current_database(), "
                        + "pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')")) {
            row.next();
            String role = row.getString(1);
            return row.getBoolean(3)
                    ? memberOfOwner(role)
                    : "The role may not create schemas; nothing was created. Grant it: GRANT CREATE ON DATABASE "
                            + Identifiers.quote(row.getString(2)) + " TO " + Identifiers.quote(role) + ";";
        }
    }

    private String memberOfOwner(String role) {
        return newSchema
                .owner()
                .map(owner ->
                        "The role that migrates has to be a member of -Dpgmt.schemaOwner and to inherit what it may "
                                + "do; nothing was created. Grant it: GRANT " + Identifiers.quote(owner) + " TO "
                                + Identifiers.quote(role) + ";")
                .orElse("The role " + role + " may not work in a schema that it creates; nothing was created.");
    }
}
