package io.github.pgmt.benchmark;

/**
 * What a JVM that was started for it does once: one case of one work, as users' runs are.
 *
 * @param database with the tenants as the case finds them
 * @param directory of the work's files
 */
record ColdJob(String candidate, Work work, Case theCase, int round, String database, String directory, int tenants) {

    /**
     * What came of it.
     *
     * @param jvmStartMillis from the start of the process to its first line of ours; not in the measurement
     */
    record Result(ColdJob job, double jvmStartMillis, Measurement run, Replayed replayed) {

        /** For the result. */
        Result withoutSecrets() {
            ColdJob shown = new ColdJob(
                    job.candidate,
                    job.work,
                    job.theCase,
                    job.round,
                    ServerUrl.shown(job.database),
                    job.directory,
                    job.tenants);
            return new Result(shown, jvmStartMillis, run, replayed);
        }
    }
}
