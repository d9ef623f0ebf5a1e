package io.github.pgmt.liquibase;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * A connection to nothing, on which Liquibase can plan as if it worked. It takes commits and settings, and answers what
 * Liquibase's generators ask about the product; an attempt to send or to look anything up fails and is noted.
 */
final class SilentConnection implements InvocationHandler {

    /** No generator of Liquibase's tells versions of PostgreSQL apart that are newer than 10. */
    private static final int OLDEST_SUPPORTED_VERSION = 14;

    private final String keywords;
    private boolean asked;

    /** @param keywords what the server's driver says of {@code getSQLKeywords()}: such names are quoted */
    SilentConnection(String keywords) {
        this.keywords = keywords;
    }

    Connection connection() {
        return proxy(Connection.class);
    }

    private <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    /** Whether something was to be sent or looked up since {@link #forget()}. */
    boolean wasAsked() {
        return asked;
    }

    void forget() {
        asked = false;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws SQLException {
        return switch (method.getName()) {
            case "commit", "rollback", "setAutoCommit", "close" -> null;
            case "getAutoCommit", "isClosed", "isReadOnly", "isWrapperFor" -> false;
            case "supportsBatchUpdates" -> true;
            case "getMetaData" -> proxy(DatabaseMetaData.class);
            case "getDatabaseProductName" -> "PostgreSQL";
            case "getDatabaseProductVersion" -> OLDEST_SUPPORTED_VERSION + ".0";
            case "getDatabaseMajorVersion" -> OLDEST_SUPPORTED_VERSION;
            case "getDatabaseMinorVersion" -> 0;
            case "getURL" -> "jdbc:postgresql:";
            case "getUserName" -> "nobody";
            case "getCatalog" -> "nothing";
            case "getSQLKeywords" -> keywords;
            // As the driver does it with a text that has no JDBC escape; others are not replayed.
            case "nativeSQL" -> arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "a connection to nothing";
            default -> throw ask(method);
        };
    }

    private SQLException ask(Method method) {
        asked = true;
        return new SQLException(method.getName() + " needs a database, and there is none.");
    }
}
