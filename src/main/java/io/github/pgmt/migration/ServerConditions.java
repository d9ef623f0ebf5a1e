package io.github.pgmt.migration;

import java.util.Collection;
import java.util.List;

/**
 * What decides whether a run can change anything on the server, and how well it will go. Nothing here writes, or opens a
 * tenant, and a question is a few statements whatever the number of tenants.
 */
public interface ServerConditions {

    /**
     * Looks whether what the run's sessions change is kept, and whether they stay the sessions that they are.
     *
     * @throws RunRefusedException when not, with what to do
     * @throws DatabaseUnavailableException when the server does not say
     */
    void requireWritable();

    /** The limits to the run's connections: the server's, the database's, the role's. */
    List<ConnectionLimit> connectionLimits();

    /** What may make tenants fail or wait, a sentence or two each: others' long transactions, tables of another role. */
    List<String> warnings(Collection<String> schemas);
}
