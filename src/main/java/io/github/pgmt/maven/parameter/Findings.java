package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import java.util.Optional;

/** What came of a goal's work; its report is made of it. */
public interface Findings {

    /** Whether there is no tenant in it. */
    boolean isEmpty();

    /** Whether a tenant failed, which makes the run's result {@code FAILED}, whether the build fails by it or not. */
    boolean hasFailedTenant();

    /** Why the run as a whole failed, although it came to its end. */
    Optional<String> error();

    /** Why the build fails because of tenants, as the beginning of a sentence: {@code 3 of 40 tenants failed}. */
    Optional<String> buildFailure();

    /** The report with this head. */
    RunReport report(RunHead head);
}
