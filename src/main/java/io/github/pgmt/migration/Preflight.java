package io.github.pgmt.migration;

/**
 * What a run looks for before it changes anything: what would make many tenants fail one after the other is said once, and
 * before the first.
 */
final class Preflight {

    private Preflight() {}

    /**
     * To be called before anything else that a run does; a dry run changes nothing and may go on anywhere.
     *
     * @throws RunRefusedException when the run could change nothing here
     */
    static Preflight begin(RunContext context, boolean dryRun) {
        if (!dryRun) {
            context.environment().conditions().requireWritable();
        }
        return new Preflight();
    }
}
