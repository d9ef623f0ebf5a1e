package com.example.changes;

import liquibase.change.custom.CustomChange;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/** What a user's own change has to have besides its work. */
abstract class PlainChange implements CustomChange {

    @Override
    public String getConfirmationMessage() {
        return getClass().getSimpleName() + " done";
    }

    @Override
    public void setUp() {
        // Nothing to prepare.
    }

    @Override
    public void setFileOpener(ResourceAccessor resources) {
        // Reads no file.
    }

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }
}
