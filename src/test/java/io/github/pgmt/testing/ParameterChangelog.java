package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A changelog that reads what differs between tenants, wherever that decides nothing. */
public final class ParameterChangelog {

    /** The file to be run. */
    public static final String MASTER = "db/master.xml";

    private static final String HEAD = """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            """;

    private static final String FIRST = """
            <property name="where" value="${database.defaultSchemaName}"/>
            <property name="stamp" value="of ${tenant}"/>
            <changeSet id="table" author="app">
              <comment>For ${tenant}, in ${database.defaultSchemaName}</comment>
              <createTable tableName="${tenant}_log" schemaName="${database.defaultSchemaName}" remarks="The log of ${tenant}">
                <column name="id" type="int"><constraints primaryKey="true" primaryKeyName="pk_${tenant}"/></column>
                <column name="text" type="text" remarks="For ${code}"/>
              </createTable>
              <createIndex tableName="${tenant}_log" indexName="${tenant}_by_text"><column name="text"/></createIndex>
            </changeSet>
            <changeSet id="rows" author="app">
              <insert tableName="${tenant}_log"><column name="id" valueNumeric="1"/><column name="text" value="${code}"/></insert>
              <update tableName="${tenant}_log"><column name="text" value="${stamp}"/><where>text = '${code}'</where></update>
              <sql>INSERT INTO ${where}.${tenant}_log VALUES (2, '${tenant}; -- ${code}'), (3, $$${tenant.schema}$$); /* ${tenant} */
                INSERT INTO "${database.defaultSchemaName}".${tenant}_log VALUES (4, current_schema())</sql>
            </changeSet>
            <changeSet id="routines" author="app">
              <createProcedure>CREATE FUNCTION ${tenant}_count() RETURNS bigint LANGUAGE plpgsql AS $body$
                BEGIN RETURN (SELECT count(*) FROM ${database.defaultSchemaName}.${tenant}_log); END $body$</createProcedure>
              <createView viewName="${tenant}_view">SELECT id, '${code}' AS code FROM ${where}.${tenant}_log</createView>
            </changeSet>
            <changeSet id="file" author="app"><sqlFile path="db/file.sql"/>
              <sql dbms="postgresql">COMMENT ON TABLE of_file IS '${tenant}'</sql></changeSet>
            <changeSet id="dbms" author="app"><sql dbms="postgresql">ALTER TABLE of_file ADD COLUMN further int</sql></changeSet>
            <changeSet id="guarded" author="app">
              <preConditions onFail="MARK_RAN"><sqlCheck expectedResult="1">SELECT count(*) FROM ${where}.${tenant}_log WHERE id = 1</sqlCheck></preConditions>
              <sql>INSERT INTO ${tenant}_log VALUES (5, '${code}')</sql>
            </changeSet>
            <changeSet id="again" author="app" runOnChange="true">
              <createView viewName="again" replaceIfExists="true">SELECT '${tenant}' AS tenant</createView>
              <rollback>DROP VIEW ${where}.again</rollback>
            </changeSet>
            <include file="db/formatted.sql"/>
            """;

    private static final String SECOND = """
            <changeSet id="later" author="app">
              <addColumn tableName="${tenant}_log"><column name="more" type="text" value="${tenant.schema}"/></addColumn>
              <sql>COMMENT ON COLUMN ${where}.${tenant}_log.more IS 'of ${code}'</sql>
            </changeSet>
            """;

    private ParameterChangelog() {}

    /** What a fleet begins with. */
    public static void writeFirst(Path root) {
        write(root, FIRST);
    }

    /** The same with something new. */
    public static void writeSecond(Path root) {
        write(root, FIRST.replace("AS tenant</createView>", "AS tenant, 2 AS release</createView>") + SECOND);
    }

    /** A changelog of this XML. */
    public static void write(Path root, String xml) {
        put(root, MASTER, HEAD + xml + "</databaseChangeLog>");
        put(
                root,
                "db/file.sql",
                "CREATE TABLE of_file (owner text DEFAULT '${code}');\nINSERT INTO ${where}.of_file DEFAULT VALUES;\n");
        put(root, "db/formatted.sql", """
                --liquibase formatted sql
                --changeset app:formatted
                --comment of ${tenant}
                CREATE TABLE ${tenant}_formatted (id int);
                INSERT INTO ${database.defaultSchemaName}.${tenant}_formatted VALUES (1);
                --rollback DROP TABLE ${tenant}_formatted
                --changeset app:whole splitStatements:false
                DO $do$ BEGIN INSERT INTO ${tenant}_formatted VALUES (2); RAISE NOTICE '${code}'; END $do$
                """);
    }

    /** Writes a further file. */
    public static void put(Path root, String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
