package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.Spoken;
import io.github.pgmt.tenant.Tenant;
import java.util.List;
import liquibase.change.core.OutputChange;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RuntimeStatement;

/** Liquibase's {@code output} in tenants in which it runs nothing: it says it itself, so that nobody else has to know how. */
final class Outputs {

    private Outputs() {}

    /** @param database of the tenant, with no connection */
    static int say(TenantDatabase database, Tenant tenant, List<Spoken> spoken) {
        try {
            spoken.forEach(one -> say(database, one.target(), one.text().inFull(tenant)));
            return spoken.size();
        } finally {
            database.forgetServices();
        }
    }

    private static void say(TenantDatabase database, String target, String text) {
        OutputChange output = new OutputChange();
        output.setTarget(target);
        output.setMessage(text);
        for (SqlStatement statement : output.generateStatements(database)) {
            ((RuntimeStatement) statement).generate(database);
        }
    }
}
