package io.github.pgmt.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A changelog of Liquibase's own changes, in two releases, that depends on a seed alone. What it makes is kept in mind, so that nearly all
 * changesets fit what is there when they run. Names need quotes now and then.
 */
public final class RandomChangelog {

    /** The root, as it is recorded. */
    public static final String MASTER = "db/master.xml";

    /** The contexts that choose from it. */
    public static final String CONTEXTS = "test";

    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            """;
    /** A table that no changeset makes, and preconditions look for. */
    public static final String ELSEWHERE = "elsewhere";

    private static final Pattern ROLLBACK = Pattern.compile("<rollback/>|<rollback>.*?</rollback>", Pattern.DOTALL);
    private static final String NO_ROLLBACK = "<rollback/>";
    private static final List<String> TYPES =
            List.of("int", "varchar(20)", "text", "numeric(10,2)", "boolean", "timestamp", "date", "uuid", "bigint");
    private static final List<String> ODD_NAMES = List.of("Mixed", "order", "with space", "user", "ünï");

    private record Column(String name, String type) {}

    private record Table(String name, List<Column> columns) {}

    private record ChangeSet(String first, String second) {}

    private final Random random;
    private final double unplannable;
    private final List<Table> tables = new ArrayList<>();
    private final List<ChangeSet> changeSets = new ArrayList<>();
    private int names;

    /** @param unplannable how often a changeset is one that cannot be replayed, from 0 to 1 */
    public RandomChangelog(long seed, int size, double unplannable) {
        this.random = new Random(seed);
        this.unplannable = unplannable;
        addTable();
        while (changeSets.size() < size) {
            add();
        }
    }

    /** Writes the first so many changesets, as they were in the first release. */
    public Path writeFirst(Path directory, int count) {
        return write(
                directory,
                changeSets.subList(0, count).stream().map(ChangeSet::first).toList());
    }

    /** Writes all changesets; those that run on change have changed. */
    public Path writeSecond(Path directory) {
        return write(directory, changeSets.stream().map(ChangeSet::second).toList());
    }

    /** In a file that includes two others, one in the other. */
    private static Path write(Path directory, List<String> texts) {
        int third = Math.min(6, texts.size());
        String inner = String.join("\n", texts.subList(third / 2, third));
        String outer = String.join("\n", texts.subList(0, third / 2)) + "<include file=\"db/parts/inner.xml\"/>";
        String master = "<property name=\"shared\" value=\"shared value\"/><include file=\"parts/outer.xml\" "
                + "relativeToChangelogFile=\"true\" context=\"test\"/>"
                + String.join("\n", texts.subList(third, texts.size()));
        try {
            Path parts = Files.createDirectories(directory.resolve("db").resolve("parts"));
            Files.writeString(parts.resolve("inner.xml"), HEAD + inner + "</databaseChangeLog>");
            Files.writeString(parts.resolve("outer.xml"), HEAD + outer + "</databaseChangeLog>");
            Files.writeString(parts.resolve("rows.csv"), "id,ignored\n900,x\n901,y\n");
            Files.writeString(directory.resolve(MASTER), HEAD + master + "</databaseChangeLog>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private void add() {
        if (random.nextInt(6) == 0) {
            addPassedOver();
            return;
        }
        List<Supplier<String>> changes = List.of(
                this::table,
                this::column,
                this::index,
                this::unique,
                this::foreignKey,
                this::defaultValue,
                this::notNull,
                this::rename,
                this::type,
                this::sequence,
                this::row,
                this::update,
                this::remarks,
                this::function,
                this::script,
                this::lookUp,
                this::words,
                this::load,
                () -> "<output target=\"DEBUG\">said</output>",
                () -> "");
        if (random.nextInt(8) == 0) {
            addRepeated();
            return;
        }
        if (random.nextInt(6) == 0) {
            changeSet("", asked());
            return;
        }
        if (random.nextDouble() < unplannable) {
            boolean guarded = random.nextBoolean();
            changeSet(guarded ? "" : " runInTransaction=\"false\"", guarded ? guarded() : script());
            return;
        }
        if (random.nextInt(12) == 0) {
            changeSet("", tag());
            return;
        }
        if (random.nextInt(12) == 0) {
            changeSet(
                    "",
                    script() + "<modifySql dbms=\"postgresql\"><replace replace=\"two\" with=\"three\"/></modifySql>");
            return;
        }
        changeSet(
                attributes(),
                one(changes).get() + (random.nextInt(4) == 0 ? one(changes).get() : ""));
    }

    /** What runs, and what is marked or passed over without a run. */
    private String guarded() {
        String nowhere = "<tableExists tableName=\"nowhere\"/>";
        return "<preConditions onFail=\"" + one(List.of("MARK_RAN", "CONTINUE")) + "\">"
                + (random.nextBoolean() ? "<not>" + nowhere + "</not>" : nowhere) + "</preConditions>"
                + guardedTable(quoted(name()));
    }

    /** What runs, or does not, by what is in the tenant. */
    private String asked() {
        return "<preConditions onFail=\"" + one(List.of("MARK_RAN", "CONTINUE", "WARN")) + "\">"
                + logic(precondition()) + (random.nextInt(3) == 0 ? logic(precondition()) : "") + "</preConditions>"
                + guardedTable(quoted(name()));
    }

    private String logic(String precondition) {
        return one(List.of(
                precondition,
                "<not>" + precondition + "</not>",
                "<or>" + precondition + precondition() + "</or>",
                "<and>" + precondition + precondition() + "</and>"));
    }

    private String precondition() {
        Table table = one(tables);
        String name = table.name();
        String column = one(table.columns()).name();
        return one(List.of(
                "<tableExists tableName=\"" + name + "\"/>",
                "<tableExists tableName=\"" + ELSEWHERE + "\"/>",
                "<viewExists viewName=\"" + name + "\"/>",
                "<sequenceExists sequenceName=\"n" + random.nextInt(names + 1) + "\"/>",
                "<columnExists tableName=\"" + name + "\" columnName=\"" + column + "\"/>",
                "<columnExists tableName=\"" + ELSEWHERE + "\" columnName=\"id\"/>",
                "<indexExists indexName=\"n" + random.nextInt(names + 1) + "\"/>",
                "<indexExists tableName=\"" + name + "\" columnNames=\"" + column + "\"/>",
                "<primaryKeyExists tableName=\"" + name + "\"/>",
                "<foreignKeyConstraintExists foreignKeyName=\"n" + random.nextInt(names + 1) + "\"/>",
                "<rowCount tableName=\"" + name + "\" expectedRows=\"1\"/>",
                "<tableIsEmpty tableName=\"" + name + "\"/>",
                "<sqlCheck expectedResult=\"1\">SELECT count(*) FROM " + quoted(name) + "</sqlCheck>",
                "<changeSetExecuted id=\"c" + random.nextInt(changeSets.size() + 1)
                        + "\" author=\"random\" changeLogFile=\"" + MASTER + "\"/>"));
    }

    /** Liquibase takes back also what was only marked. */
    private static String guardedTable(String table) {
        return "<sql>CREATE TABLE " + table + " (id int)</sql><rollback>DROP TABLE IF EXISTS " + table + "</rollback>";
    }

    private void addTable() {
        changeSet("", table());
    }

    /** What is in the history or not, but does nothing to the tables. */
    private void addPassedOver() {
        String sql = "<sql>CREATE TABLE " + name() + " (id int)</sql>" + NO_ROLLBACK;
        String precondition = "<preConditions onFail=\"MARK_RAN\">%s</preConditions>";
        switch (random.nextInt(4)) {
            case 0 -> changeSet(" context=\"production\"", sql);
            case 1 -> changeSet(" dbms=\"oracle\"", sql);
            case 2 -> changeSet("", precondition.formatted("<dbms type=\"oracle\"/>") + sql);
            default -> {
                if (random.nextDouble() < unplannable) {
                    changeSet("", precondition.formatted("<tableExists tableName=\"nowhere\"/>") + sql);
                } else {
                    changeSet(" labels=\"a,b\"", "<comment>nothing</comment>");
                }
            }
        }
    }

    /** What runs with every update, or again when it has changed. */
    private void addRepeated() {
        Table table = one(tables);
        if (random.nextBoolean()) {
            changeSet(
                    " runAlways=\"true\"",
                    "<sql>SELECT count(*) FROM " + quoted(table.name()) + "</sql>" + NO_ROLLBACK);
            return;
        }
        String view = name();
        String text = "<createView viewName=\"" + view + "\" replaceIfExists=\"true\">SELECT %s AS x FROM "
                + quoted(table.name()) + "</createView>";
        changeSets.add(new ChangeSet(
                wrapped(" runOnChange=\"true\"", text.formatted("1")),
                wrapped(" runOnChange=\"true\"", text.formatted("2"))));
    }

    private String attributes() {
        if (random.nextDouble() < unplannable) {
            return random.nextBoolean() ? " runInTransaction=\"false\"" : " failOnError=\"false\"";
        }
        return one(List.of(
                "",
                "",
                "",
                " context=\"test\"",
                " labels=\"x\"",
                " objectQuotingStrategy=\"QUOTE_ALL_OBJECTS\"",
                " dbms=\"postgresql\""));
    }

    private void changeSet(String attributes, String content) {
        String text = wrapped(attributes, content);
        changeSets.add(new ChangeSet(text, text));
    }

    /** What takes the changes back comes after them; Liquibase makes it itself where none of them says it. */
    private String wrapped(String attributes, String content) {
        String rollbacks =
                ROLLBACK.matcher(content).results().map(MatchResult::group).collect(Collectors.joining());
        String changes = ROLLBACK.matcher(content).replaceAll("");
        int end = changes.contains("<modifySql") ? changes.indexOf("<modifySql") : changes.length();
        return "<changeSet id=\"c" + changeSets.size() + "\" author=\"random\"" + attributes + ">"
                + changes.substring(0, end) + rollbacks + changes.substring(end) + "</changeSet>";
    }

    private String table() {
        Table table = new Table(name(), new ArrayList<>());
        StringBuilder text = new StringBuilder("<createTable tableName=\"" + table.name() + "\""
                + (random.nextBoolean() ? " remarks=\"it's a table\"" : "") + ">"
                + "<column name=\"id\" type=\"int\"" + (random.nextBoolean() ? " autoIncrement=\"true\"" : "")
                + "><constraints primaryKey=\"true\"/></column>");
        for (int column = random.nextInt(4); column >= 0; column--) {
            text.append(columnOf(table, random.nextInt(3) == 0));
        }
        tables.add(table);
        return text + "</createTable>";
    }

    private String columnOf(Table table, boolean withDefault) {
        Column column = new Column(name(), one(TYPES));
        table.columns().add(column);
        return "<column name=\"" + column.name() + "\" type=\"" + column.type() + "\""
                + (withDefault && column.type().equals("int") ? " defaultValueNumeric=\"7\"" : "")
                + (withDefault && column.type().equals("timestamp")
                        ? " defaultValueComputed=\"date_trunc('millennium', now())\""
                        : "")
                + (random.nextInt(4) == 0 ? " remarks=\"a 'remark'\"" : "") + "/>";
    }

    private String column() {
        Table table = one(tables);
        return "<addColumn tableName=\"" + table.name() + "\">" + columnOf(table, random.nextBoolean())
                + "</addColumn>";
    }

    private String index() {
        Table table = one(tables);
        return "<createIndex tableName=\"" + table.name() + "\" indexName=\"" + name() + "\"><column name=\""
                + one(table.columns()).name() + "\"/></createIndex>";
    }

    private String unique() {
        return "<addUniqueConstraint tableName=\"" + one(tables).name() + "\" columnNames=\"id\" constraintName=\""
                + name() + "\"/>";
    }

    private String foreignKey() {
        Table table = one(tables);
        Column column = new Column(name(), "int");
        table.columns().add(column);
        return "<addColumn tableName=\"" + table.name() + "\"><column name=\"" + column.name()
                + "\" type=\"int\"/></addColumn>"
                + "<addForeignKeyConstraint baseTableName=\"" + table.name() + "\" baseColumnNames=\"" + column.name()
                + "\" referencedTableName=\"" + one(tables).name() + "\" referencedColumnNames=\"id\" constraintName=\""
                + name() + "\" onDelete=\"CASCADE\"/>";
    }

    private String defaultValue() {
        Table table = one(tables);
        Column column = new Column(name(), "varchar(9)");
        table.columns().add(column);
        return "<addColumn tableName=\"" + table.name() + "\"><column name=\"" + column.name()
                + "\" type=\"varchar(9)\"/></addColumn>"
                + "<addDefaultValue tableName=\"" + table.name() + "\" columnName=\"" + column.name()
                + "\" defaultValue=\"it's\"/>"
                + (random.nextBoolean()
                        ? "<dropDefaultValue tableName=\"" + table.name() + "\" columnName=\"" + column.name() + "\"/>"
                                + dropping(table, column)
                        : "");
    }

    private String notNull() {
        Table table = one(tables);
        String column = name();
        return "<addColumn tableName=\"" + table.name() + "\"><column name=\"" + column
                + "\" type=\"int\"/></addColumn>"
                + "<addNotNullConstraint tableName=\"" + table.name() + "\" columnName=\"" + column
                + "\" columnDataType=\"int\" defaultNullValue=\"0\"/>"
                + "<dropNotNullConstraint tableName=\"" + table.name() + "\" columnName=\"" + column + "\"/>";
    }

    private String rename() {
        Table table = one(tables);
        int index = random.nextInt(table.columns().size());
        Column before = table.columns().get(index);
        Column after = new Column(name(), before.type());
        table.columns().set(index, after);
        return "<renameColumn tableName=\"" + table.name() + "\" oldColumnName=\"" + before.name()
                + "\" newColumnName=\"" + after.name() + "\" columnDataType=\"" + before.type() + "\"/>";
    }

    private String type() {
        Table table = one(tables);
        Column column = new Column(name(), "varchar(5)");
        table.columns().add(column);
        return "<addColumn tableName=\"" + table.name() + "\"><column name=\"" + column.name()
                + "\" type=\"varchar(5)\"/></addColumn>"
                + "<modifyDataType tableName=\"" + table.name() + "\" columnName=\"" + column.name()
                + "\" newDataType=\"varchar(50)\"/>" + dropping(table, column);
    }

    private static String dropping(String function) {
        return "<rollback>DROP FUNCTION " + function + "()</rollback>";
    }

    private static String dropping(Table table, Column column) {
        return "<rollback><dropColumn tableName=\"" + table.name() + "\" columnName=\"" + column.name()
                + "\"/></rollback>";
    }

    private String sequence() {
        String sequence = name();
        return "<createSequence sequenceName=\"" + sequence + "\" incrementBy=\"" + (1 + random.nextInt(9)) + "\"/>"
                + (random.nextBoolean()
                        ? "<alterSequence sequenceName=\"" + sequence + "\" maxValue=\"5000\"/><rollback><dropSequence "
                                + "sequenceName=\"" + sequence + "\"/></rollback>"
                        : "<dropSequence sequenceName=\"" + sequence + "\"/>" + NO_ROLLBACK);
    }

    private String row() {
        String table = one(tables).name();
        return "<insert tableName=\"" + table + "\"><column name=\"id\" valueNumeric=\"" + ++names
                + "\"/></insert><rollback><delete tableName=\"" + table + "\"><where>id = " + names
                + "</where></delete></rollback>";
    }

    private String load() {
        return "<loadUpdateData file=\"db/parts/rows.csv\" tableName=\""
                + one(tables).name() + "\" primaryKey=\"id\">"
                + "<column name=\"id\" type=\"NUMERIC\"/><column name=\"ignored\" type=\"SKIP\"/></loadUpdateData>"
                + NO_ROLLBACK;
    }

    private String update() {
        Table table = one(tables);
        return "<update tableName=\"" + table.name()
                + "\"><column name=\"id\" valueComputed=\"id\"/><where>id &lt; 9</where></update>"
                + "<delete tableName=\"" + table.name() + "\"><where>id = 1</where></delete>" + NO_ROLLBACK;
    }

    private String remarks() {
        Table table = one(tables);
        return "<setTableRemarks tableName=\"" + table.name() + "\" remarks=\"${shared}; 'quoted'\"/>"
                + "<setColumnRemarks tableName=\"" + table.name() + "\" columnName=\"id\" remarks=\"the $$ key\"/>"
                + NO_ROLLBACK;
    }

    private String function() {
        String function = "f" + ++names;
        return "<createProcedure>CREATE FUNCTION " + function
                + "() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN RETURN 1; END $x$</createProcedure>"
                + dropping(function);
    }

    private String script() {
        Table table = one(tables);
        return "<sql>-- a comment; with a semicolon\nCOMMENT ON TABLE " + quoted(table.name())
                + " IS 'one; two''s';\n/* SELECT 1; */ SELECT count(*) FROM " + quoted(table.name())
                + "; -- the end</sql><rollback>COMMENT ON TABLE " + quoted(table.name())
                + " IS NULL; /* it's; gone */ SELECT 1</rollback>";
    }

    /** What looks as if it reached further than the tenant or the transaction. */
    private String words() {
        String type = "w" + ++names;
        return one(List.of(
                "<sql>CREATE TYPE " + type + " AS ENUM ('commit'); CREATE CAST (varchar AS " + type
                        + ") WITH INOUT</sql><rollback>DROP CAST (varchar AS " + type + "); DROP TYPE " + type
                        + "</rollback>",
                "<sql>CREATE TABLE " + type + " (temp int, schema text); UPDATE " + type
                        + " SET schema = 'SET ROLE', temp = 1</sql><rollback>DROP TABLE " + type + "</rollback>",
                "<sql>SET LOCAL check_function_bodies = off; CREATE FUNCTION " + type
                        + "() RETURNS int LANGUAGE sql SET search_path = pg_temp AS 'SELECT nothing()'</sql>"
                        + dropping(type),
                "<sql splitStatements=\"false\">CREATE FUNCTION " + type
                        + "() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END</sql>" + dropping(type),
                "<sql splitStatements=\"false\">DO $$ DECLARE temp int; BEGIN temp := 1; RAISE NOTICE 'Set %', temp;"
                        + " SET CONSTRAINTS ALL DEFERRED; END $$</sql>" + NO_ROLLBACK));
    }

    /** Has a changeset of its own, by the schema. */
    private String tag() {
        return "<tagDatabase tag=\"" + name() + "'s\"" + (random.nextBoolean() ? " keepTagOnRollback=\"true\"" : "")
                + "/>";
    }

    private String lookUp() {
        Table table = one(tables);
        return "<addLookupTable existingTableName=\"" + table.name() + "\" existingColumnName=\""
                + one(table.columns()).name() + "\" newTableName=\"" + name() + "\" newColumnName=\"" + "value"
                + "\" constraintName=\"" + name() + "\"/>";
    }

    /** Odd ones need quotes, which a mixed-case or reserved name gets from Liquibase. */
    private String name() {
        String plain = "n" + ++names;
        return random.nextInt(7) == 0 ? one(ODD_NAMES) + " " + plain : plain;
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
