package com.example.changes;

import liquibase.change.custom.CustomSqlChange;
import liquibase.database.Database;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;

/** A user's own change, which gives Liquibase statements to execute. */
public class CommentSql extends PlainChange implements CustomSqlChange {

    private String table;
    private String text;

    /** The table to comment on; it has no schema in front. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The comment. */
    public void setText(String text) {
        this.text = text;
    }

    @Override
    public SqlStatement[] generateStatements(Database database) {
        return new SqlStatement[] {
            new RawParameterizedSqlStatement(
                    "COMMENT ON TABLE " + table + " IS '" + text + " in " + database.getDefaultSchemaName() + "'")
        };
    }
}
