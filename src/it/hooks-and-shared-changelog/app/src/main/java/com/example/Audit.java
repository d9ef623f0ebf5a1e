package com.example;

import io.github.pgmt.migration.TenantHook;
import io.github.pgmt.migration.TenantResult;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Keeps a journal, and lets nobody touch tenants that have not paid. */
public class Audit implements TenantHook {

    @Override
    public void before(Context context) throws SQLException {
        if ("free".equals(context.tenant().parameters().get("plan"))) {
            throw new IllegalStateException("not paid");
        }
        write(context, "before");
    }

    @Override
    public void after(Context context, TenantResult result) throws SQLException {
        write(context, "after " + result.outcome());
    }

    private static void write(Context context, String what) throws SQLException {
        String sql = "INSERT INTO public.journal (schema, what) VALUES (current_schema(), ?)";
        try (PreparedStatement insert = context.connection().prepareStatement(sql)) {
            insert.setString(1, what);
            insert.executeUpdate();
        }
    }
}
