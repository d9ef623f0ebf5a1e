package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.Question;
import io.github.pgmt.migration.engine.Question.Kind;
import io.github.pgmt.migration.engine.Question.Look;
import io.github.pgmt.migration.engine.Question.Query;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.LiquibaseTableNamesFactory;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionLogic;
import liquibase.precondition.core.AndPrecondition;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;
import liquibase.precondition.core.ChangeSetExecutedPrecondition;
import liquibase.precondition.core.ColumnExistsPrecondition;
import liquibase.precondition.core.DBMSPrecondition;
import liquibase.precondition.core.ForeignKeyExistsPrecondition;
import liquibase.precondition.core.IndexExistsPrecondition;
import liquibase.precondition.core.NotPrecondition;
import liquibase.precondition.core.ObjectQuotingStrategyPrecondition;
import liquibase.precondition.core.OrPrecondition;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.precondition.core.PrimaryKeyExistsPrecondition;
import liquibase.precondition.core.RowCountPrecondition;
import liquibase.precondition.core.RunningAsPrecondition;
import liquibase.precondition.core.SequenceExistsPrecondition;
import liquibase.precondition.core.SqlPrecondition;
import liquibase.precondition.core.TableExistsPrecondition;
import liquibase.precondition.core.TableIsEmptyPrecondition;
import liquibase.precondition.core.ViewExistsPrecondition;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.DatabaseTableIdentifier;
import liquibase.statement.core.TableIsEmptyStatement;
import liquibase.statement.core.TableRowCountStatement;

/**
 * What Liquibase's own preconditions look at in a database, as questions with which tenants are compared: more than they look
 * at is asked, never less. How they come out is always Liquibase's to say. By exact class: one that is derived from another may
 * look at more.
 */
final class AskedPreconditions {

    private static final Set<Class<? extends Precondition>> LOGIC = Set.of(
            AndPrecondition.class,
            NotPrecondition.class,
            OrPrecondition.class,
            PreconditionContainer.class,
            new DatabaseChangeLog().getPreconditions().getClass());

    /**
     * Come out alike in all tenants of a cohort: these have the same history, and the same values of what is read, see
     * {@link PropertyPreconditions}.
     */
    private static final Set<Class<? extends Precondition>> ALIKE = Set.of(
            ChangeLogPropertyDefinedPrecondition.class,
            ChangeSetExecutedPrecondition.class,
            DBMSPrecondition.class,
            ObjectQuotingStrategyPrecondition.class,
            RunningAsPrecondition.class);

    /** Of other columns Liquibase makes a snapshot ({@code ColumnExistsPrecondition.canCheckFast}). */
    private static final Pattern COLUMN = Pattern.compile("(?i)[a-z][a-z_0-9]*");

    private AskedPreconditions() {}

    /** Whether it is known of all of them what they look at. */
    static boolean areKnown(PreconditionLogic preconditions, Database database) {
        return LOGIC.contains(preconditions.getClass())
                && preconditions.getNestedPreconditions().stream().allMatch(one -> isKnown(one, database));
    }

    private static boolean isKnown(Precondition precondition, Database database) {
        return precondition instanceof PreconditionLogic logic
                ? areKnown(logic, database)
                : ALIKE.contains(precondition.getClass())
                        || question(precondition, database).isPresent();
    }

    /** Those that are no logic, in the order in which they stand. */
    static Stream<Precondition> of(PreconditionLogic preconditions) {
        return preconditions.getNestedPreconditions().stream()
                .flatMap(one -> one instanceof PreconditionLogic logic ? of(logic) : Stream.of(one));
    }

    /** What they are, with all that stands in them but queries; where two are the same, they decide alike. */
    static String signature(Precondition precondition) {
        StringBuilder text = new StringBuilder(precondition.getClass().getName()).append('(');
        for (String field : new TreeSet<>(precondition.getSerializableFields())) {
            if (!field.equals("sql") && !field.equals("nestedPreconditions")) {
                text.append(field)
                        .append('=')
                        .append(precondition.getSerializableFieldValue(field))
                        .append('\u001f');
            }
        }
        if (precondition instanceof PreconditionLogic logic) {
            logic.getNestedPreconditions().forEach(one -> text.append(signature(one)));
        }
        return text.append(')').toString();
    }

    /** What this one looks at, as long as the database quotes names as it does now; empty also where that is not known. */
    static Optional<Question> question(Precondition precondition, Database database) {
        Class<? extends Precondition> type = precondition.getClass();
        if (type == TableExistsPrecondition.class) {
            TableExistsPrecondition table = (TableExistsPrecondition) precondition;
            return isOfLiquibase(table.getTableName(), database)
                    ? Optional.empty()
                    : relation(table.getCatalogName(), table.getSchemaName(), table.getTableName());
        }
        if (type == ViewExistsPrecondition.class) {
            ViewExistsPrecondition view = (ViewExistsPrecondition) precondition;
            return relation(view.getCatalogName(), view.getSchemaName(), view.getViewName());
        }
        if (type == SequenceExistsPrecondition.class) {
            SequenceExistsPrecondition sequence = (SequenceExistsPrecondition) precondition;
            return relation(sequence.getCatalogName(), sequence.getSchemaName(), sequence.getSequenceName());
        }
        if (type == ColumnExistsPrecondition.class) {
            return column((ColumnExistsPrecondition) precondition);
        }
        if (type == IndexExistsPrecondition.class) {
            IndexExistsPrecondition index = (IndexExistsPrecondition) precondition;
            return look(
                    Kind.INDEX,
                    index.getCatalogName(),
                    index.getSchemaName(),
                    index.getTableName(),
                    index.getIndexName());
        }
        if (type == PrimaryKeyExistsPrecondition.class) {
            PrimaryKeyExistsPrecondition key = (PrimaryKeyExistsPrecondition) precondition;
            return look(
                    Kind.PRIMARY_KEY,
                    key.getCatalogName(),
                    key.getSchemaName(),
                    key.getTableName(),
                    key.getPrimaryKeyName());
        }
        if (type == ForeignKeyExistsPrecondition.class) {
            ForeignKeyExistsPrecondition key = (ForeignKeyExistsPrecondition) precondition;
            return look(
                    Kind.FOREIGN_KEY,
                    key.getCatalogName(),
                    key.getSchemaName(),
                    key.getForeignKeyTableName(),
                    key.getForeignKeyName());
        }
        return query(precondition, database);
    }

    private static Optional<Question> query(Precondition precondition, Database database) {
        Class<? extends Precondition> type = precondition.getClass();
        if (type == SqlPrecondition.class) {
            SqlPrecondition check = (SqlPrecondition) precondition;
            return Optional.ofNullable(check.getSql())
                    .filter(sql -> check.getExpectedResult() != null)
                    .map(sql -> Query.sent(sql.replaceFirst(";$", "")));
        }
        if (type == RowCountPrecondition.class) {
            RowCountPrecondition count = (RowCountPrecondition) precondition;
            return Optional.ofNullable(count.getTableName())
                    .filter(table -> count.getExpectedRows() != null)
                    .flatMap(table -> query(
                            new TableRowCountStatement(count.getCatalogName(), count.getSchemaName(), table),
                            database));
        }
        if (type == TableIsEmptyPrecondition.class) {
            TableIsEmptyPrecondition empty = (TableIsEmptyPrecondition) precondition;
            return Optional.ofNullable(empty.getTableName())
                    .flatMap(table -> query(
                            new TableIsEmptyStatement(
                                    new DatabaseTableIdentifier(empty.getCatalogName(), empty.getSchemaName(), table)),
                            database));
        }
        return Optional.empty();
    }

    private static Optional<Question> query(SqlStatement statement, Database database) {
        Sql[] texts = SqlGeneratorFactory.getInstance().generateSql(statement, database);
        return texts.length == 1 ? Optional.of(Query.sent(texts[0].toSql())) : Optional.empty();
    }

    /** Of its own tables Liquibase knows without the catalog whether they are there. */
    private static boolean isOfLiquibase(String table, Database database) {
        return Scope.getCurrentScope()
                .getSingleton(LiquibaseTableNamesFactory.class)
                .getLiquibaseTableNames(database)
                .stream()
                .anyMatch(name -> name.equalsIgnoreCase(table));
    }

    private static Optional<Question> column(ColumnExistsPrecondition column) {
        boolean isFast = column.getTableName() != null
                && column.getColumnName() != null
                && COLUMN.matcher(column.getColumnName()).matches();
        return isFast
                ? look(
                        Kind.COLUMN,
                        column.getCatalogName(),
                        column.getSchemaName(),
                        column.getTableName(),
                        column.getColumnName())
                : Optional.empty();
    }

    private static Optional<Question> relation(String catalog, String schema, String name) {
        return name == null || name.isBlank() ? Optional.empty() : look(Kind.RELATION, catalog, schema, name, null);
    }

    /** A name of whose signs some may mean more than themselves stands for any. */
    private static Optional<Question> look(Kind kind, String catalog, String schema, String relation, String name) {
        boolean isPlace = catalog == null && (schema == null || Look.isPlain(schema));
        return isPlace
                ? Optional.of(new Look(kind, Optional.ofNullable(schema), plain(relation), plain(name)))
                : Optional.empty();
    }

    private static Optional<String> plain(String name) {
        return Optional.ofNullable(name).filter(Look::isPlain);
    }
}
