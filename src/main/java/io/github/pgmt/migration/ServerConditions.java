package io.github.pgmt.migration;

/** What decides whether a run can change anything on the server. Nothing here writes, or opens a tenant. */
public interface ServerConditions {

    /**
     * Looks whether what the run's sessions change is kept, and whether they stay the sessions that they are.
     *
     * @throws RunRefusedException when not, with what to do
     * @throws DatabaseUnavailableException when the server does not say
     */
    void requireWritable();
}
