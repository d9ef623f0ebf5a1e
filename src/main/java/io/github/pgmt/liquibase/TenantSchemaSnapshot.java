package io.github.pgmt.liquibase;

import java.sql.SQLException;
import java.util.stream.Stream;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.SchemaSnapshotGenerator;
import liquibase.structure.DatabaseObject;

/**
 * Lets Liquibase find the tenant's schema beside one whose name differs only by case: it compares names without regard to
 * case and gives up when two are the same. Found through {@code META-INF/services}.
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
    protected String[] getDatabaseSchemaNames(Database database) throws SQLException, DatabaseException {
        String own = database.getDefaultSchemaName();
        return Stream.of(super.getDatabaseSchemaNames(database))
                .filter(name -> name.equals(own) || !name.equalsIgnoreCase(own))
                .toArray(String[]::new);
    }
}
