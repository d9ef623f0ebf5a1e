package io.github.pgmt.benchmark;

/**
 * A changeset in the three formats that changelogs are written in.
 *
 * @param id unique within a work
 * @param xml the change as XML; likewise {@code yaml}, with the indentation of a list entry in a changeset, and {@code sql}
 */
record ChangeSetText(String id, String xml, String yaml, String sql) {

    static ChangeSetText createTable(int number) {
        String table = table(number);
        return new ChangeSetText("create-" + table, """
                <createTable tableName="%1$s">
                  <column name="id" type="bigint"><constraints primaryKey="true" primaryKeyName="%1$s_pk"/></column>
                  <column name="name" type="varchar(100)"><constraints nullable="false"/></column>
                  <column name="amount" type="numeric(12,2)" defaultValueNumeric="0"/>
                  <column name="active" type="boolean" defaultValueBoolean="true"/>
                  <column name="created_at" type="timestamp" defaultValueComputed="now()"/>
                  <column name="parent_id" type="bigint"/>
                </createTable>
                """.formatted(table), """
                createTable:
                  tableName: %1$s
                  columns:
                    - column: {name: id, type: bigint, constraints: {primaryKey: true, primaryKeyName: %1$s_pk}}
                    - column: {name: name, type: varchar(100), constraints: {nullable: false}}
                    - column: {name: amount, type: "numeric(12,2)", defaultValueNumeric: 0}
                    - column: {name: active, type: boolean, defaultValueBoolean: true}
                    - column: {name: created_at, type: timestamp, defaultValueComputed: now()}
                    - column: {name: parent_id, type: bigint}
                """.formatted(table), """
                CREATE TABLE %1$s (
                  id bigint CONSTRAINT %1$s_pk PRIMARY KEY,
                  name varchar(100) NOT NULL,
                  amount numeric(12,2) DEFAULT 0,
                  active boolean DEFAULT true,
                  created_at timestamp DEFAULT now(),
                  parent_id bigint
                );
                """.formatted(table));
    }

    static ChangeSetText addColumn(int number) {
        String table = table(number);
        return new ChangeSetText(
                "note-" + table,
                "<addColumn tableName=\"%s\"><column name=\"note\" type=\"varchar(255)\"/></addColumn>\n"
                        .formatted(table),
                "addColumn: {tableName: %s, columns: [{column: {name: note, type: varchar(255)}}]}\n".formatted(table),
                "ALTER TABLE %s ADD COLUMN note varchar(255);\n".formatted(table));
    }

    static ChangeSetText createIndex(int number) {
        String table = table(number);
        return new ChangeSetText(
                "index-" + table,
                "<createIndex tableName=\"%1$s\" indexName=\"%1$s_name\"><column name=\"name\"/></createIndex>\n"
                        .formatted(table),
                "createIndex: {tableName: %1$s, indexName: %1$s_name, columns: [{column: {name: name}}]}\n"
                        .formatted(table),
                "CREATE INDEX %1$s_name ON %1$s (name);\n".formatted(table));
    }

    static ChangeSetText addForeignKey(int number) {
        String table = table(number);
        String parent = table(number - 1);
        return new ChangeSetText(
                "parent-" + table,
                "<addForeignKeyConstraint constraintName=\"%1$s_parent\" baseTableName=\"%1$s\" baseColumnNames=\"parent_id\" "
                                .formatted(table)
                        + "referencedTableName=\"%s\" referencedColumnNames=\"id\"/>\n".formatted(parent),
                "addForeignKeyConstraint: {constraintName: %1$s_parent, baseTableName: %1$s, baseColumnNames: parent_id, "
                                .formatted(table)
                        + "referencedTableName: %s, referencedColumnNames: id}\n".formatted(parent),
                "ALTER TABLE %1$s ADD CONSTRAINT %1$s_parent FOREIGN KEY (parent_id) REFERENCES %2$s (id);\n"
                        .formatted(table, parent));
    }

    static ChangeSetText insertRow(int number) {
        String table = table(number);
        return new ChangeSetText(
                "first-" + table,
                ("<insert tableName=\"%s\"><column name=\"id\" valueNumeric=\"1\"/>"
                                + "<column name=\"name\" value=\"first\"/></insert>\n")
                        .formatted(table),
                "insert: {tableName: %s, columns: [{column: {name: id, valueNumeric: 1}}, {column: {name: name, value: first}}]}\n"
                        .formatted(table),
                "INSERT INTO %s (id, name) VALUES (1, 'first');\n".formatted(table));
    }

    private static String table(int number) {
        return "item_%02d".formatted(number + 1);
    }
}
