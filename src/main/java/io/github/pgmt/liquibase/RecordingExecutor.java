package io.github.pgmt.liquibase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import liquibase.change.Change;
import liquibase.change.core.OutputChange;
import liquibase.exception.DatabaseException;
import liquibase.executor.AbstractExecutor;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.CallableSqlStatement;
import liquibase.statement.ExecutablePreparedStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.MarkChangeSetRanStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RemoveChangeSetRanStatusStatement;
import liquibase.statement.core.RuntimeStatement;

/**
 * Takes the place of Liquibase's {@code JdbcExecutor} and notes the texts that one would send. Whatever cannot be known
 * without sending it is an {@link UnreplayableException}.
 */
@SuppressWarnings("rawtypes") // Liquibase's interface has them.
final class RecordingExecutor extends AbstractExecutor {

    private static final String CORE_STATEMENTS = MarkChangeSetRanStatement.class.getPackageName();

    private final List<String> texts = new ArrayList<>();
    private final List<String> recording = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private MarkChangeSetRanStatement mark;
    private boolean removed;
    private UnreplayableException refusal;

    /** What a change would say. */
    record Said(String target, String text) {}

    /** Forgets what was noted. */
    void begin() {
        texts.clear();
        recording.clear();
        said.clear();
        mark = null;
        removed = false;
        refusal = null;
    }

    /** The texts since {@link #begin()}, in order, without those of the history row. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** The texts that wrote the history row, or removed it. */
    List<String> recording() {
        return List.copyOf(recording);
    }

    /** What was to be said, in order. */
    List<Said> said() {
        return List.copyOf(said);
    }

    /** What wrote the history row, if anything did. */
    Optional<MarkChangeSetRanStatement> mark() {
        return Optional.ofNullable(mark);
    }

    /** Whether a history row was removed. */
    boolean hasRemovedRow() {
        return removed;
    }

    /** What was refused last, even if Liquibase went on. */
    Optional<UnreplayableException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public String getName() {
        return "jdbc";
    }

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public boolean updatesDatabase() {
        return true;
    }

    /** Only here it is known what makes the statements, and those of an {@code output} say it when they are generated. */
    @Override
    public void execute(Change change, List<SqlVisitor> visitors) throws DatabaseException {
        if (change.getClass() == OutputChange.class) {
            note((OutputChange) change);
        } else {
            super.execute(change, visitors);
        }
    }

    private void note(OutputChange output) throws UnreplayableException {
        switch (output.getTarget().toUpperCase(Locale.ROOT)) {
            case "STDOUT", "STDERR", "INFO", "WARN", "WARNING", "SEVERE", "FATAL", "ERROR" ->
                said.add(new Said(output.getTarget(), output.getMessage()));
            case "DEBUG" -> {
                // Nobody hears it, see DebugLog.
            }
            default -> throw refuse("has an output to " + output.getTarget() + ", which Liquibase does not know");
        }
    }

    @Override
    public void execute(SqlStatement statement) throws DatabaseException {
        execute(statement, List.of());
    }

    @Override
    public void execute(SqlStatement statement, List<SqlVisitor> visitors) throws DatabaseException {
        requirePlain(statement);
        List<String> noting = texts;
        if (statement instanceof MarkChangeSetRanStatement marking) {
            mark = marking;
            noting = recording;
        } else if (mark != null || removed) {
            throw refuse("sends a statement after its history row");
        } else if (statement instanceof RemoveChangeSetRanStatusStatement) {
            removed = true;
            noting = recording;
        }
        if (statement instanceof RawParameterizedSqlStatement raw) {
            texts.add(visited(raw.getSql(), visitors));
            return;
        }
        Arrays.stream(applyVisitors(statement, visitors))
                .filter(Objects::nonNull)
                .forEach(noting::add);
    }

    private String visited(String sql, List<SqlVisitor> visitors) {
        String visited = sql;
        for (SqlVisitor visitor : visitors) {
            visited = visitor.modifySql(visited, database);
        }
        return visited;
    }

    private void requirePlain(SqlStatement statement) throws UnreplayableException {
        boolean parameters = statement instanceof RawParameterizedSqlStatement raw
                && !raw.getParameters().isEmpty();
        boolean plain = statement.getClass().getPackageName().equals(CORE_STATEMENTS)
                && !(statement instanceof RuntimeStatement)
                && !(statement instanceof CallableSqlStatement)
                && !(statement instanceof ExecutablePreparedStatement)
                && !parameters
                && !statement.continueOnError();
        if (!plain) {
            throw refuse("makes a statement that is more than a text ("
                    + statement.getClass().getSimpleName() + ")");
        }
    }

    private UnreplayableException refuse(String why) {
        refusal = new UnreplayableException(why);
        return refusal;
    }

    private UnreplayableException asked() {
        return refuse("makes its SQL by looking into the database");
    }

    @Override
    public void comment(String message) {
        // Liquibase's JdbcExecutor only logs it.
    }

    @Override
    public <T> T queryForObject(SqlStatement sql, Class<T> requiredType) throws UnreplayableException {
        throw asked();
    }

    @Override
    public <T> T queryForObject(SqlStatement sql, Class<T> requiredType, List<SqlVisitor> visitors)
            throws UnreplayableException {
        throw asked();
    }

    @Override
    public long queryForLong(SqlStatement sql) throws UnreplayableException {
        throw asked();
    }

    @Override
    public long queryForLong(SqlStatement sql, List<SqlVisitor> visitors) throws UnreplayableException {
        throw asked();
    }

    @Override
    public int queryForInt(SqlStatement sql) throws UnreplayableException {
        throw asked();
    }

    @Override
    public int queryForInt(SqlStatement sql, List<SqlVisitor> visitors) throws UnreplayableException {
        throw asked();
    }

    @Override
    public List<Object> queryForList(SqlStatement sql, Class elementType) throws UnreplayableException {
        throw asked();
    }

    @Override
    public List<Object> queryForList(SqlStatement sql, Class elementType, List<SqlVisitor> visitors)
            throws UnreplayableException {
        throw asked();
    }

    @Override
    public List<Map<String, ?>> queryForList(SqlStatement sql) throws UnreplayableException {
        throw asked();
    }

    @Override
    public List<Map<String, ?>> queryForList(SqlStatement sql, List<SqlVisitor> visitors) throws UnreplayableException {
        throw asked();
    }

    @Override
    public int update(SqlStatement sql) throws UnreplayableException {
        throw asked();
    }

    @Override
    public int update(SqlStatement sql, List<SqlVisitor> visitors) throws UnreplayableException {
        throw asked();
    }
}
