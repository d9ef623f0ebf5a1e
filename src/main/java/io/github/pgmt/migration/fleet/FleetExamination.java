package io.github.pgmt.migration.fleet;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.tenant.Tenant;
import java.util.Collection;
import java.util.List;

/** Looks for what could stand in a migration's way. It writes nothing, and looks at all tenants in a few statements. */
public interface FleetExamination {

    /**
     * What is to be said of the server, the role and the way to it.
     *
     * @param needs the connections that a migration may need
     */
    List<Finding> server(ConnectionNeeds needs);

    /** The schemas of what all tenants share. */
    Collection<String> sharedSchemas();

    /**
     * What is to be said of the table that lists the tenants; an error means that the list would not be all of them.
     * Nothing where no table lists them.
     */
    List<Finding> registry();

    /**
     * What the role may not do in these tenants' schemas, and who is in the way there or elsewhere on the database.
     *
     * @param threads how many tenants a migration works on at once
     */
    List<Finding> tenants(Collection<Tenant> tenants, int threads);
}
