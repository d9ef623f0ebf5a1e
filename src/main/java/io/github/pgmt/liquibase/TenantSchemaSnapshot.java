package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.TenantSession;
import java.sql.SQLException;
import java.util.stream.Stream;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.InvalidExampleException;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.SchemaSnapshotGenerator;
import liquibase.structure.DatabaseObject;

/**
 * Lets Liquibase find a schema without a look at each of the fleet's. Its own compares what is looked for with every schema
 * of the database, several times a tenant: at 6000 schemas that was nearly all of a tenant's time. Found through
 * {@code META-INF/services}.
 */
@SuppressWarnings("unchecked") // Liquibase's own override of a generic method, and an array of a generic type.
public final class TenantSchemaSnapshot extends SchemaSnapshotGenerator {

    @Override
    public int getPriority(Class<? extends DatabaseObject> type, Database database) {
        return database instanceof TenantDatabase ? super.getPriority(type, database) : PRIORITY_NONE;
    }

    @Override
    public Class<? extends SnapshotGenerator>[] replaces() {
        return (Class<? extends SnapshotGenerator>[]) new Class<?>[] {SchemaSnapshotGenerator.class};
    }

    @Override
    protected DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
            throws DatabaseException, InvalidExampleException {
        String own = snapshot.getDatabase().getDefaultSchemaName();
        String wanted = example.getName() == null ? own : example.getName();
        return new Candidates(own, wanted).find(example, snapshot);
    }

    /**
     * Liquibase's search among the schemas that can be the one. It compares without regard to case and gives up when two are
     * the same, so that the tenant's own is looked for by its very name.
     */
    private static final class Candidates extends SchemaSnapshotGenerator {

        private final String own;
        private final String wanted;

        Candidates(String own, String wanted) {
            this.own = own;
            this.wanted = wanted;
        }

        DatabaseObject find(DatabaseObject example, DatabaseSnapshot snapshot)
                throws DatabaseException, InvalidExampleException {
            return snapshotObject(example, snapshot);
        }

        @Override
        protected String[] getDatabaseSchemaNames(Database database) throws SQLException, DatabaseException {
            TenantSession session = HeldLockService.session();
            if (session != null && wanted.equalsIgnoreCase(own)) {
                return session.hasSchema(own) ? new String[] {own} : new String[0];
            }
            return Stream.of(super.getDatabaseSchemaNames(database))
                    .filter(wanted::equalsIgnoreCase)
                    .toArray(String[]::new);
        }
    }
}
