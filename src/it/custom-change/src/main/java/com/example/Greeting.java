package com.example;

import java.sql.Statement;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

public class Greeting implements CustomTaskChange {

    private String text;

    public void setText(String text) {
        this.text = text;
    }

    @Override
    public void execute(Database database) throws CustomChangeException {
        try (Statement statement = ((JdbcConnection) database.getConnection()).createStatement()) {
            statement.execute("CREATE TABLE greeting AS SELECT '" + text + "' AS text");
        } catch (Exception e) {
            throw new CustomChangeException(e);
        }
    }

    @Override
    public String getConfirmationMessage() {
        return "Greeted";
    }

    @Override
    public void setUp() {}

    @Override
    public void setFileOpener(ResourceAccessor resourceAccessor) {}

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }
}
