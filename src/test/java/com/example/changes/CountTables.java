package com.example.changes;

import java.sql.SQLException;
import java.sql.Statement;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.DatabaseException;

/** A user's own change, which works on the connection that Liquibase has. */
public class CountTables extends PlainChange implements CustomTaskChange {

    private String into;

    /** The table to create; it has no schema in front. */
    public void setInto(String into) {
        this.into = into;
    }

    @Override
    public void execute(Database database) throws CustomChangeException {
        JdbcConnection connection = (JdbcConnection) database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + into + " AS SELECT count(*) AS tables, current_schema() AS schema "
                    + "FROM pg_tables WHERE schemaname = current_schema()");
        } catch (SQLException | DatabaseException e) {
            throw new CustomChangeException(e);
        }
    }
}
