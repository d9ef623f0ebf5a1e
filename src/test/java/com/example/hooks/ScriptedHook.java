package com.example.hooks;

import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.TenantResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A user's own hook, which keeps a journal in {@code public} and does with each tenant what the tenant's name says. */
public class ScriptedHook implements TenantHook {

    private Connection kept;

    @Override
    public void before(Context context) throws Exception {
        write(context, "before");
        switch (context.tenant().name()) {
            case "throws" -> throw new IllegalStateException("no licence");
            case "overflows" -> overflow(0);
            case "exhausts" -> exhaust();
            case "lacks_class" -> throw new NoClassDefFoundError("com/example/Gone");
            case "asserts" -> throw new AssertionError("expected 1");
            case "interrupts" -> Thread.currentThread().interrupt();
            case "fails_in_sql" -> execute(context, "SELECT 1 / 0");
            case "hides_error" -> hideError(context);
            case "commits" -> context.connection().commit();
            case "closes" -> context.connection().close();
            case "leaks" -> execute(context, "CREATE TEMP TABLE orders (wrong int); SET search_path = public");
            case "keeps" -> kept = context.connection();
            default -> execute(context, "SELECT 1");
        }
    }

    @Override
    public void after(Context context, TenantResult result) throws Exception {
        useKept();
        write(
                context,
                "after " + result.outcome() + " "
                        + result.changeSets().applied().size());
        if (context.tenant().name().equals("throws_after")) {
            throw new IllegalStateException("cannot be told");
        }
    }

    private void useKept() throws SQLException {
        if (kept == null) {
            return;
        }
        try (Connection gone = kept;
                Statement statement = gone.createStatement()) {
            statement.execute("DROP TABLE orders");
        } catch (SQLException e) {
            // It was to be used during the call only.
        } finally {
            kept = null;
        }
    }

    private static void hideError(Context context) {
        try {
            execute(context, "SELECT 1 / 0");
        } catch (SQLException e) {
            // A hook that thinks this is all right.
        }
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static void exhaust() {
        List<long[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new long[Integer.MAX_VALUE - 2]);
        }
    }

    private static void write(Context context, String phase) throws SQLException {
        execute(
                context,
                "INSERT INTO public.journal VALUES (current_schema(), '" + phase + "', '" + context.runId() + "')");
    }

    private static void execute(Context context, String sql) throws SQLException {
        try (Statement statement = context.connection().createStatement()) {
            statement.execute(sql);
        }
    }
}
