package io.github.pgmt.benchmark;

/** A way to make tenants of which not even the schema is there, and to take back their last changeset. */
interface GoalWay {

    /** Makes all tenants of a target. Says what of it was replayed. */
    Replayed setUp(Candidate.Target target) throws Exception;

    /** Takes the last changeset of each tenant back. */
    void rollBack(Candidate.Target target) throws Exception;

    /** Compares all tenants with each other, and fails where one differs; false where there is no way to. */
    boolean compare(Candidate.Target target) throws Exception;

    /** What brings the tenants to the case whose last changeset is taken back. */
    Candidate migration();

    static GoalWay of(String candidate) {
        return Candidates.isPgmt(candidate)
                ? new PgmtGoals(new PgmtCandidate(Candidates.of(candidate).parallel()))
                : new LiquibaseGoals();
    }
}
