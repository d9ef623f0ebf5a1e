package io.github.pgmt.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * A role that owns tenants' schemas and nothing else, and tries to have its code run as somebody else. Whatever of its code
 * runs in a session that is not its own is noted in {@code public.loot}, and makes the role a superuser where that can be.
 * Closing drops it with all that it owns.
 */
public final class TenantOwner implements AutoCloseable {

    private final TestDatabase database;
    private final String name = "owner_" + UUID.randomUUID().toString().replace("-", "");

    public TenantOwner(TestDatabase database) {
        this.database = database;
        database.execute(
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'",
                "CREATE TABLE public.loot (what text)",
                "GRANT INSERT ON public.loot TO PUBLIC");
    }

    public String name() {
        return name;
    }

    /** Makes a schema that is the role's, in which everybody may work. */
    public void createSchema(String schema) {
        database.execute(
                "CREATE SCHEMA " + schema + " AUTHORIZATION " + name, "GRANT ALL ON SCHEMA " + schema + " TO PUBLIC");
    }

    /** A statement that notes it where it does not run in the role's own session; for the body of a PL/pgSQL function. */
    public String noting(String what) {
        return "IF session_user OPERATOR(pg_catalog.<>) '" + name + "'::pg_catalog.name THEN "
                + "INSERT INTO public.loot VALUES ('" + what + "'); "
                + "IF pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on'::pg_catalog.text "
                + "THEN ALTER ROLE " + name + " SUPERUSER; END IF; END IF; ";
    }

    /** Runs statements as the role, in its schema; the table {@code kept} has the history as it was. */
    public void execute(String schema, List<String> statements) {
        execute(schema, statements, true);
    }

    /** The same in one transaction. */
    public void executeAtOnce(String schema, List<String> statements) {
        execute(schema, statements, false);
    }

    private void execute(String schema, List<String> statements, boolean autoCommit) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE kept AS SELECT * FROM " + schema + ".databasechangelog");
            statement.execute("CREATE TEMP TABLE kept_lock AS SELECT * FROM " + schema + ".databasechangeloglock");
            statement.execute("GRANT SELECT ON kept, kept_lock TO " + name);
            statement.execute("SET SESSION AUTHORIZATION " + name);
            statement.execute("SET search_path = " + schema);
            connection.setAutoCommit(autoCommit);
            for (String sql : statements) {
                statement.execute(sql);
            }
            if (!autoCommit) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(schema + ": " + String.join("; ", statements), e);
        }
    }

    /** What of the role's code ran in others' sessions. */
    public List<String> loot() {
        return database.query("SELECT DISTINCT what FROM public.loot ORDER BY 1");
    }

    public boolean isSuperuser() {
        return database.query("SELECT rolsuper FROM pg_roles WHERE rolname = '" + name + "'")
                .equals(List.of("t"));
    }

    @Override
    public void close() {
        database.execute(
                "ALTER ROLE " + name + " NOSUPERUSER", "DROP OWNED BY " + name + " CASCADE", "DROP ROLE " + name);
    }
}
