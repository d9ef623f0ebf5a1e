package io.github.pgmt.postgres.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;

/**
 * Makes a connection that lives in one transaction which is not its user's to end: a commit sets a savepoint, a rollback
 * goes back to the last one. For the code that uses it that is the same, but for what PostgreSQL refuses inside a transaction.
 */
final class NestedCommits implements InvocationHandler {

    private static final String SAVEPOINT = "pgmt_committed";

    private final Connection target;
    private boolean autoCommit;

    private NestedCommits(Connection target) {
        this.target = target;
    }

    /** @param target in a transaction; the first point to go back to is now */
    static Connection on(Connection target) throws SQLException {
        NestedCommits nested = new NestedCommits(target);
        nested.execute("SAVEPOINT " + SAVEPOINT);
        return (Connection) Proxy.newProxyInstance(
                BaseConnection.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, nested);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == arguments[0];
            case "commit":
                commit();
                return null;
            case "getAutoCommit":
                return autoCommit;
            case "setAutoCommit":
                autoCommit = (boolean) arguments[0];
                commit();
                return null;
            case "rollback":
                if (arguments == null) {
                    execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
                    return null;
                }
                return passOn(method, arguments);
            default:
                return passOn(method, arguments);
        }
    }

    private void commit() throws SQLException {
        execute("RELEASE SAVEPOINT " + SAVEPOINT);
        execute("SAVEPOINT " + SAVEPOINT);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }

    private Object passOn(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
