package io.github.pgmt.benchmark;

import java.util.List;

/**
 * What one JVM measures: the goals beside the migration, of one candidate and one work.
 *
 * @param server where databases are made
 * @param directory of the work's files
 */
record GoalJob(
        String candidate, Work work, int round, String server, String directory, int tenants, int warmUpTenants) {

    /**
     * What came of it.
     *
     * @param setUp of tenants of which not even the schema was there
     * @param rollBack of the last changeset of each
     * @param drift of a comparison of all with each other; none where there is no way to
     * @param replayed what of the set-up was replayed
     */
    record Result(GoalJob job, Measurement setUp, Measurement rollBack, List<Measurement> drift, Replayed replayed) {

        /** For the result. */
        Result withoutSecrets() {
            GoalJob shown = new GoalJob(
                    job.candidate,
                    job.work,
                    job.round,
                    ServerUrl.shown(job.server),
                    job.directory,
                    job.tenants,
                    job.warmUpTenants);
            return new Result(shown, setUp, rollBack, drift, replayed);
        }
    }
}
