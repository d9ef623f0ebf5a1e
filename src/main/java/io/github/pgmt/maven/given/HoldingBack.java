package io.github.pgmt.maven.given;

import java.util.Set;

/**
 * Parameters that make a goal do less than it else would: where one is passed over, more is changed than was asked for, or than
 * one rollback takes back.
 */
final class HoldingBack {

    /** Somebody who types it wants no goal of the build to change anything. */
    private static final String OF_EVERY_GOAL = "dryRun";

    /** Which changesets are applied, and up to where: no goal of the build is to apply others. */
    private static final Set<String> OF_UPDATES =
            Set.of("planFile", "planHash", "newTenants", "toTag", "changesToApply");

    /** Meant for those goals of a build that have it. */
    private static final Set<String> OF_SOME_GOALS =
            Set.of("planFile", "planHash", "newTenants", "toTag", "changesToApply", "continueRun");

    /** What goals have that apply changesets, and no others. */
    private static final String OF_APPLYING = "beforeTenantSql";

    private static final Set<String> TARGET = Set.of("url", "tenant", "tenants", "tenantsFile", "includes", "excludes");

    private HoldingBack() {}

    /** Whether a goal that does not have it would do what was not asked for. */
    static boolean is(String parameter, String value) {
        return parameter.equals(OF_EVERY_GOAL)
                ? !value.trim().equalsIgnoreCase("false")
                : OF_SOME_GOALS.contains(parameter);
    }

    /**
     * Whether it is no excuse that another goal of the build has it.
     *
     * @param ofGoal the parameters that the goal has
     */
    static boolean isMeantForEach(String parameter, Set<String> ofGoal) {
        return parameter.equals(OF_EVERY_GOAL) || OF_UPDATES.contains(parameter) && ofGoal.contains(OF_APPLYING);
    }

    /** Whether a goal that has it, with another value than this, would do what was not asked for. */
    static boolean isWithAnotherValue(String parameter, String value) {
        return is(parameter, value) || TARGET.contains(parameter);
    }
}
