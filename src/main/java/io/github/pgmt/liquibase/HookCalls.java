package io.github.pgmt.liquibase;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.engine.TenantSession;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.message.MessageText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The user's hooks around one tenant's migration. Whatever they throw becomes the tenant's failure. */
final class HookCalls {

    private final Tenant tenant;
    private final TenantSession session;
    private final EngineSettings settings;
    private final List<TenantHook> hooks;
    private final SqlFileRun sql;
    private final TenantFailures failures;
    private final Deque<TenantHook> begun = new ArrayDeque<>();
    private final long start = System.nanoTime();
    private boolean interrupted;

    HookCalls(Tenant tenant, TenantSession session, EngineSettings settings, List<TenantHook> hooks, SqlFileRun sql) {
        this.tenant = tenant;
        this.session = session;
        this.settings = settings;
        this.hooks = hooks;
        this.sql = sql;
        this.failures = new TenantFailures(session);
    }

    /** Why the tenant is not to be migrated, if so. */
    Optional<Failure> before() {
        Optional<Failure> failure = Optional.empty();
        for (TenantHook hook : hooks) {
            failure = call(hook, "before", context -> hook.before(context));
            if (failure.isPresent()) {
                break;
            }
            begun.push(hook);
        }
        return failure.or(() -> sql.run(settings.hooks().before()))
                .map(found -> found.and("The tenant was not migrated."));
    }

    /**
     * Calls those hooks whose {@code before} was well; the SQL files only when the migration was.
     *
     * @param failure why the tenant has failed, if it has
     * @return the same, or why a hook failed now
     */
    Optional<Failure> after(TenantResult.ChangeSets changeSets, Optional<Failure> failure) {
        Optional<Failure> all =
                failure.or(() -> sql.run(settings.hooks().after()).map(HookCalls::afterMigration));
        for (TenantHook hook : begun) {
            if (failures.isLost()) {
                break;
            }
            TenantResult result = result(changeSets, all);
            Optional<Failure> own = call(hook, "after", context -> hook.after(context, result));
            all = all.map(first ->
                            own.map(second -> first.and(second.message())).orElse(first))
                    .or(() -> own.map(HookCalls::afterMigration));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    private static Failure afterMigration(Failure failure) {
        return failure.and("The migration before it went well.");
    }

    private TenantResult result(TenantResult.ChangeSets changeSets, Optional<Failure> failure) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        return failure.map(found -> TenantResult.failed(tenant.id(), duration, changeSets, found))
                .orElseGet(() -> TenantResult.succeeded(
                        tenant.id(),
                        changeSets.isEmpty() ? Outcome.UP_TO_DATE : Outcome.MIGRATED,
                        duration,
                        changeSets));
    }

    /** One method of one hook. */
    private interface Call {

        void with(TenantHook.Context context) throws Exception;
    }

    private Optional<Failure> call(TenantHook hook, String method, Call call) {
        String name = hook.getClass().getName() + "." + method;
        try {
            session.inOwnTransaction(lent -> {
                call.with(new TenantHook.Context(tenant, settings.runId(), lent));
                requireNotInterrupted();
            });
            return Optional.empty();
        } catch (Throwable e) {
            // Cleared until the tenant is finished: its other hooks, and reading files, are not to be hit.
            interrupted |= Thread.interrupted() || e instanceof InterruptedException;
            settings.listener().debugged(tenant.schema() + ": " + MessageText.ofRows(stackTrace(e)));
            return Optional.of(failures.ofHook("the hook " + name, "The hook " + name, e));
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("The hook left its thread interrupted.");
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
