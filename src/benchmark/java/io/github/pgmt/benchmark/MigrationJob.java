package io.github.pgmt.benchmark;

import java.util.Map;

/**
 * What one JVM measures: one candidate, one work, one wire, all three cases.
 *
 * @param server where databases are made and looked at, without delay
 * @param wire the same server as the candidate reaches it
 * @param directory of the work's files
 */
record MigrationJob(
        String candidate,
        Work work,
        double delay,
        int round,
        String server,
        String wire,
        String directory,
        int tenants,
        int warmUpTenants) {

    /**
     * What came of it.
     *
     * @param jvmStartMillis from the start of the process to its first line of ours
     * @param few how many tenants {@code first} and {@code again} had: one for each connection or thread
     * @param first the very first runs of this JVM
     * @param warmUp the runs after them, on the tenants of the warm-up
     * @param again as {@code first}, after the warm-up
     * @param full the runs that it is about, on all tenants
     * @param replayed what of them was replayed
     */
    record Result(
            MigrationJob job,
            double jvmStartMillis,
            int few,
            Map<Case, Measurement> first,
            Map<Case, Measurement> warmUp,
            Map<Case, Measurement> again,
            Map<Case, Measurement> full,
            Map<Case, Replayed> replayed) {

        /** For the result. */
        Result withoutSecrets() {
            MigrationJob shown = new MigrationJob(
                    job.candidate,
                    job.work,
                    job.delay,
                    job.round,
                    ServerUrl.shown(job.server),
                    ServerUrl.shown(job.wire),
                    job.directory,
                    job.tenants,
                    job.warmUpTenants);
            return new Result(shown, jvmStartMillis, few, first, warmUp, again, full, replayed);
        }
    }
}
