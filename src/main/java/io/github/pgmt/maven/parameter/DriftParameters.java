package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.drift.DriftReference;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.report.AcceptedDriftFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison of tenants is to be, as the user gave it.
 *
 * @param threads how many connections read at once
 * @param baseline may be null
 * @param accepting whether all that is found is accepted
 */
public record DriftParameters(
        int threads,
        String referenceWord,
        String referenceTenant,
        List<String> ignoredObjects,
        List<String> ignoredAspects,
        File baseline,
        boolean accepting) {

    private static final String MAJORITY = "majority";
    private static final String TENANT = "tenant";

    public DriftParameters {
        ignoredObjects = ListParameter.trimmed(ignoredObjects);
        ignoredAspects = ListParameter.trimmed(ignoredAspects);
    }

    /** @throws RunRefusedException when something of it is wrong, or does not go together */
    public SelectionParameters check(SelectionParameters selection) {
        if (threads < 1) {
            throw new RunRefusedException("-Dpgmt.threads=" + threads + " is less than 1.");
        }
        if (accepting && baseline == null) {
            throw new RunRefusedException(
                    "-Dpgmt.acceptDrift=true needs the file that the accepted differences go into: -Dpgmt.driftBaseline=");
        }
        reference();
        return selection;
    }

    /** @throws RunRefusedException when it is none, or of a tenant that is not named */
    public DriftReference reference() {
        boolean isTenant = Choice.of("reference", referenceWord, Map.of(MAJORITY, false, TENANT, true));
        Optional<String> named = Optional.ofNullable(referenceTenant).filter(name -> !name.isBlank());
        if (isTenant && named.isEmpty()) {
            throw new RunRefusedException(
                    "-Dpgmt.reference=tenant needs the tenant whose objects are right: -Dpgmt.referenceTenant=");
        }
        if (!isTenant && named.isPresent()) {
            throw new RunRefusedException("-Dpgmt.referenceTenant=" + referenceTenant
                    + " means nothing with -Dpgmt.reference=majority. Set -Dpgmt.reference=tenant, or leave it out.");
        }
        return named.map(DriftReference::tenant).orElse(DriftReference.MAJORITY);
    }

    /** @throws RunRefusedException when the file cannot be read; one that is to be written need not be there */
    public AcceptedDrift accepted() {
        if (baseline == null || accepting && !baseline.exists()) {
            return AcceptedDrift.NONE;
        }
        try {
            return AcceptedDriftFile.read(baseline.toPath());
        } catch (IOException e) {
            throw new RunRefusedException(
                    "-Dpgmt.driftBaseline=" + baseline + " cannot be read: " + e.getMessage()
                            + " -Dpgmt.acceptDrift=true writes one.",
                    e);
        }
    }

    /** @throws RunRefusedException when it cannot be written */
    public void accept(AcceptedDrift accepted) {
        Path file = baseline.toPath();
        try {
            AcceptedDriftFile.write(file, accepted);
        } catch (IOException e) {
            throw new RunRefusedException("-Dpgmt.driftBaseline=" + baseline + " cannot be written: " + e, e);
        }
    }
}
