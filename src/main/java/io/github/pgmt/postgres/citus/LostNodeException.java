package io.github.pgmt.postgres.citus;

import java.sql.SQLException;

/** The coordinator does not reach a tenant's node. It says nothing of our own connection to the coordinator. */
public final class LostNodeException extends SQLException {

    /** {@code connection_failure} (PostgreSQL, "Error Codes"). */
    private static final String STATE = "08006";

    private static final long serialVersionUID = 1;

    public LostNodeException(CitusNode node) {
        super("The tenant is on the Citus node " + node.text() + ", which the coordinator does not reach.", STATE);
    }
}
