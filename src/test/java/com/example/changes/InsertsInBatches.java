package com.example.changes;

import java.sql.SQLException;
import java.sql.Statement;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.DatabaseException;

/** A user's own change that commits in between, before its rows fit together. */
public class InsertsInBatches extends PlainChange implements CustomTaskChange {

    @Override
    public void execute(Database database) throws CustomChangeException {
        JdbcConnection connection = (JdbcConnection) database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO child VALUES (7)");
            connection.commit();
            statement.execute("INSERT INTO parent VALUES (7, 7)");
            connection.commit();
        } catch (SQLException | DatabaseException e) {
            throw new CustomChangeException(e);
        }
    }
}
