package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.plan.FrozenOptions;
import io.github.pgmt.migration.plan.NewTenants;
import io.github.pgmt.migration.plan.PlanToKeep;
import io.github.pgmt.report.PlanFile;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The plan that is to be carried out, as the user gave it; null is not given. */
public record PlanParameters(File planFile, String planHash, String newTenants) {

    private static final Map<String, NewTenants> NEW_TENANTS =
            Map.of("skip", NewTenants.SKIP, "include", NewTenants.INCLUDE, "fail", NewTenants.FAIL);

    /**
     * The plan; empty where none is given.
     *
     * @param options of the goal that carries it out
     * @throws RunRefusedException when it cannot be read, is another one than was agreed to, or something of it makes no sense
     */
    public Optional<PlanToKeep> plan(Supplier<FrozenOptions> options) {
        NewTenants ofNew = Choice.of("newTenants", newTenants, NEW_TENANTS);
        if (planFile == null) {
            requireNothing(ofNew);
            return Optional.empty();
        }
        return Optional.of(new PlanToKeep(read().plan(), ofNew, options.get()));
    }

    private void requireNothing(NewTenants ofNew) {
        if (planHash != null || ofNew != NewTenants.SKIP) {
            throw new RunRefusedException((planHash == null ? "-Dpgmt.newTenants" : "-Dpgmt.planHash")
                    + " is of a plan, and there is none: name its file with -Dpgmt.planFile, or leave it out. "
                    + "Nothing was done.");
        }
    }

    private PlanFile read() {
        try {
            PlanFile file = PlanFile.read(planFile.toPath());
            if (planHash != null && !planHash.trim().equalsIgnoreCase(file.hash())) {
                throw new RunRefusedException(
                        "-Dpgmt.planFile=" + planFile + " is not the plan that was agreed to: its hash is "
                                + file.hash() + ", and -Dpgmt.planHash is " + planHash + ". Nothing was done.");
            }
            return file;
        } catch (IOException e) {
            throw new RunRefusedException(
                    "-Dpgmt.planFile=" + planFile + " cannot be read: " + e.getMessage()
                            + " pgmt:plan makes one. Nothing was done.",
                    e);
        }
    }
}
