package io.github.pgmt.liquibase;

import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.tenant.message.MessageText;
import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;

/**
 * Sends what Liquibase says to the listener's debug level. What it says below INFO, and the exceptions it attaches, is
 * left out: there it prints SQL with the values of the tenant's parameters in it. Any of it may quote the server's errors.
 */
public final class DebugLog extends AbstractLogService {

    private final MigrationListener listener;

    DebugLog(MigrationListener listener) {
        this.listener = listener;
    }

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Logger getLog(Class clazz) {
        return new AbstractLogger() {
            @Override
            public void log(Level level, String message, Throwable thrown) {
                if (level.intValue() >= Level.INFO.intValue()) {
                    listener.debugged("[liquibase] " + MessageText.ofRows(String.valueOf(message)));
                }
            }
        };
    }
}
