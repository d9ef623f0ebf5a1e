package io.github.pgmt.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;

/**
 * Makes a connection whose commits can be held back. Liquibase commits a changeset and its history row in two commits; a
 * kill between them would make every rerun fail with "already exists". With the first one swallowed they are one
 * transaction.
 */
final class HeldCommits implements InvocationHandler {

    private final Connection direct;
    private final OwnCommits own;
    private Connection target;
    private boolean held;

    /** @param own what makes the commits that are not held back */
    HeldCommits(Connection target, OwnCommits own) {
        this.direct = target;
        this.own = own;
        this.target = target;
    }

    /** The same connection, also for code that wants pgjdbc's own interfaces, with commits under this object's control. */
    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                BaseConnection.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, this);
    }

    /** As {@link OwnCommits#commitOpen}, also while commits are held back. */
    void commitOpen() throws SQLException {
        own.commitOpen();
    }

    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /** From now on commits and rollbacks are those of {@link NestedCommits}. */
    void nest() throws SQLException {
        target = NestedCommits.on(direct);
    }

    /** Commits and rollbacks are the connection's own again. */
    void unnest() {
        target = direct;
    }

    boolean isNested() {
        return target != direct;
    }

    private void commitUnlessHeld() throws SQLException {
        if (!held) {
            own.commit();
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("commit") && (held || !isNested())) {
            commitUnlessHeld();
            return null;
        }
        if (method.getName().equals("setAutoCommit") && !isNested() && Boolean.TRUE.equals(arguments[0])) {
            own.commitOpen();
        }
        if (method.getName().equals("equals")) {
            return proxy == arguments[0];
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
