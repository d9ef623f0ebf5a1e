package io.github.pgmt.postgres.session;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.BaseConnection;

/**
 * A session's connection in the hands of a hook: for one transaction, which is not the hook's to end, and then no longer.
 * Code that a hook calls may close what it gets, or ask for a transaction; that does no harm.
 */
final class LentConnection implements InvocationHandler {

    private static final Set<String> NOT_THE_HOOKS =
            Set.of("commit", "abort", "setReadOnly", "setSchema", "setNetworkTimeout", "setTransactionIsolation");
    private static final Map<String, Object> WHEN_TAKEN_BACK = Map.of("isClosed", true, "isValid", false);

    private final Connection target;
    private volatile boolean takenBack;

    LentConnection(Connection target) {
        this.target = target;
    }

    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                BaseConnection.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, this);
    }

    /** From now on the hook cannot use it, wherever it has kept it. */
    void takeBack() {
        takenBack = true;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return proxy == arguments[0];
        }
        if (name.equals("close")) {
            return null;
        }
        if (method.getDeclaringClass() != Object.class) {
            if (takenBack) {
                return afterwards(name);
            }
            requireAllowed(name, arguments);
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object afterwards(String name) throws SQLException {
        if (WHEN_TAKEN_BACK.containsKey(name)) {
            return WHEN_TAKEN_BACK.get(name);
        }
        throw new SQLException("The hook has returned; its connection is the tenant's migration's again.");
    }

    private static void requireAllowed(String name, Object[] arguments) throws SQLException {
        boolean rollsBackAll = name.equals("rollback") && arguments == null;
        boolean commitsEach = name.equals("setAutoCommit") && Boolean.TRUE.equals(arguments[0]);
        if (rollsBackAll || commitsEach || NOT_THE_HOOKS.contains(name)) {
            throw new SQLException(
                    "A hook must not call " + name + ": pgmt commits when the hook returns and rolls back "
                            + "when it throws. Savepoints may be used.");
        }
    }
}
