package io.github.pgmt.postgres.session;

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
    private final DeferredWork deferred;
    private Connection target;
    private boolean held;
    private Again afterRollback = () -> {};
    private boolean ran;
    private Pause pause;

    /** @param own what makes the commits that are not held back */
    HeldCommits(Connection target, OwnCommits own) {
        this.direct = target;
        this.own = own;
        this.deferred = new DeferredWork(target);
        this.target = target;
    }

    /** What is done before the first commit that is held back. */
    DeferredWork deferred() {
        return deferred;
    }

    /** The same connection, also for code that wants pgjdbc's own interfaces, with commits under this object's control. */
    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                BaseConnection.class.getClassLoader(), new Class<?>[] {BaseConnection.class}, this);
    }

    /** Something that has to be done again. */
    interface Again {
        void run() throws SQLException;
    }

    /** A time in which no commit takes effect, whether or not commits are held. */
    final class Pause {

        private final Again afterRollback;
        private boolean swallowed;

        private Pause(Again afterRollback) {
            this.afterRollback = afterRollback;
        }

        /** From now on commits take effect as before. */
        void end() {
            pause = null;
        }

        /** The same; and what was to be committed meanwhile is, unless commits are held. */
        void endAndCommit() throws SQLException {
            end();
            if (swallowed && !held && isNested()) {
                target.commit();
            } else if (swallowed && !held) {
                commitOwn();
            }
        }
    }

    /** @param afterRollback is done when the transaction was rolled back meanwhile */
    Pause pause(Again afterRollback) {
        pause = new Pause(afterRollback);
        return pause;
    }

    /** As {@link OwnCommits#commitOpen}, also while commits are held back. */
    void commitOpen() throws SQLException {
        own.commitOpen();
    }

    /**
     * @param mayCommitItself what runs; of one transaction of all it is only tried out what is deferred, early or not
     * @param beginning is done when the transaction was rolled back meanwhile, as Liquibase does before each changeset
     */
    void hold(boolean mayCommitItself, Again beginning) {
        held = true;
        afterRollback = beginning;
        ran = mayCommitItself && !isNested();
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

    /** Swallows a commit, or makes it where it is the connection's own; otherwise it is {@link NestedCommits}' to do. */
    private boolean isDone() throws SQLException {
        if (pause != null) {
            pause.swallowed = true;
            return true;
        }
        if (held && !ran) {
            ran = true;
            deferred.changeSetRan(isNested());
        }
        if (!held && isNested()) {
            return false;
        }
        if (!held) {
            commitOwn();
        }
        return true;
    }

    /** Commits all that was nested. */
    void commitWhole() throws SQLException {
        try {
            own.commit();
        } catch (SQLException e) {
            deferred.nothingCommitted();
            throw e;
        }
    }

    private void commitOwn() throws SQLException {
        try {
            own.commit();
        } catch (SQLException e) {
            deferred.notCommitted();
            throw e;
        }
        deferred.committed();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("commit") && isDone()) {
            return null;
        }
        if (method.getName().equals("setAutoCommit") && !isNested() && Boolean.TRUE.equals(arguments[0])) {
            own.commitOpen();
        }
        if (method.getName().equals("equals")) {
            return proxy == arguments[0];
        }
        Object result = passOn(method, arguments);
        if (held && method.getName().equals("rollback")) {
            afterRollback.run();
        }
        if (pause != null && method.getName().equals("rollback")) {
            pause.swallowed = false;
            pause.afterRollback.run();
        }
        return result;
    }

    private Object passOn(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
