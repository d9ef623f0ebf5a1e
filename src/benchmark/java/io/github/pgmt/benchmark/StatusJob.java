package io.github.pgmt.benchmark;

/**
 * A look at many tenants that have nothing pending, in one JVM.
 *
 * @param way {@code pgmt}, {@code liquibase} or {@code jdbc}
 * @param server the database, its tenants made
 * @param tenants how many it has
 * @param asked how many of them are asked: Liquibase is asked about some, and its time is multiplied
 */
record StatusJob(String way, String server, String directory, int tenants, int asked) {

    /** What came of it: the first look of the JVM, and another. */
    record Result(StatusJob job, Measurement first, Measurement again) {

        /** For the result. */
        Result withoutSecrets() {
            StatusJob shown =
                    new StatusJob(job.way, ServerUrl.shown(job.server), job.directory, job.tenants, job.asked);
            return new Result(shown, first, again);
        }
    }
}
