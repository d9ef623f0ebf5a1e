package io.github.pgmt.testing;

import io.github.pgmt.postgres.connection.Identifiers;

/** Liquibase's two tables, as 4.33.0 makes them. */
public final class LiquibaseTables {

    private LiquibaseTables() {}

    public static String history(String schema) {
        return "CREATE TABLE " + Identifiers.qualify(schema, "databasechangelog")
                + " (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL,"
                + " dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, exectype varchar(10) NOT NULL,"
                + " md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255),"
                + " liquibase varchar(20), contexts varchar(255), labels varchar(255), deployment_id varchar(10))";
    }

    public static String lock(String schema) {
        return "CREATE TABLE " + Identifiers.qualify(schema, "databasechangeloglock")
                + " (id int NOT NULL PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255))";
    }

    public static String unlockedRow(String schema) {
        return "INSERT INTO " + Identifiers.qualify(schema, "databasechangeloglock") + " VALUES (1, false, NULL, NULL)";
    }

    public static String row(String schema, String id, int order) {
        return "INSERT INTO " + Identifiers.qualify(schema, "databasechangelog")
                + " (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, deployment_id)"
                + " VALUES ('" + id + "', 'app', 'db/changelog.sql', now(), " + order
                + ", 'EXECUTED', '9:abc', '1234567890')";
    }

    /** A schema with both tables and the rows {@code one} and {@code two}. */
    public static String[] migrated(String schema) {
        return new String[] {
            "CREATE SCHEMA " + Identifiers.quote(schema),
            lock(schema),
            unlockedRow(schema),
            history(schema),
            row(schema, "one", 1),
            row(schema, "two", 2)
        };
    }
}
