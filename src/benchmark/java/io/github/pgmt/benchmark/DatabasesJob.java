package io.github.pgmt.benchmark;

/**
 * What one JVM measures: a fresh migration of as many tenants, in one database or in several of one server.
 *
 * @param server where databases are made
 * @param directory of the work's files
 * @param tenants of all databases together
 */
record DatabasesJob(
        int databases, Work work, int round, String server, String directory, int tenants, int warmUpTenants) {

    /** What came of it. */
    record Result(DatabasesJob job, Measurement run) {

        /** For the result. */
        Result withoutSecrets() {
            return new Result(
                    new DatabasesJob(
                            job.databases,
                            job.work,
                            job.round,
                            ServerUrl.shown(job.server),
                            job.directory,
                            job.tenants,
                            job.warmUpTenants),
                    run);
        }
    }
}
