package com.example.changes;

import liquibase.database.Database;
import liquibase.exception.CustomPreconditionFailedException;
import liquibase.precondition.CustomPrecondition;

/** A user's own precondition: Liquibase's default schema has this name. */
public class SchemaIs implements CustomPrecondition {

    private String name;

    /** The name that it is to have. */
    public void setName(String name) {
        this.name = name;
    }

    @Override
    public void check(Database database) throws CustomPreconditionFailedException {
        if (!name.equals(database.getDefaultSchemaName())) {
            throw new CustomPreconditionFailedException("The schema is " + database.getDefaultSchemaName());
        }
    }
}
