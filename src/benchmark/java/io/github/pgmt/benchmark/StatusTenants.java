package io.github.pgmt.benchmark;

import java.sql.SQLException;
import java.util.List;

/** Tenants by the thousand with the history of work A, which is all that a status looks at; tables would take hours. */
final class StatusTenants {

    private static final String TEMPLATE = "template";

    private StatusTenants() {}

    static TenantDatabase create(ServerUrl server, WorkFiles files, int tenants) throws Exception {
        TenantDatabase database = TenantDatabase.create(server, "benchmark_status", tenants);
        ServerUrl url = database.url();
        Sql.execute(url, "CREATE SCHEMA " + TEMPLATE);
        new JdbcCandidate(1).migrate(new Candidate.Target(url, List.of(TEMPLATE), files, Case.FRESH));
        copyHistory(database);
        Sql.execute(url, "DROP SCHEMA " + TEMPLATE + " CASCADE", "CHECKPOINT");
        return database;
    }

    private static void copyHistory(TenantDatabase database) throws SQLException {
        database.forEachSchema("""
                CREATE TABLE %1$s.databasechangelog (LIKE template.databasechangelog INCLUDING ALL);
                CREATE TABLE %1$s.databasechangeloglock (LIKE template.databasechangeloglock INCLUDING ALL);
                INSERT INTO %1$s.databasechangelog SELECT * FROM template.databasechangelog;
                INSERT INTO %1$s.databasechangeloglock SELECT * FROM template.databasechangeloglock;
                """);
    }
}
