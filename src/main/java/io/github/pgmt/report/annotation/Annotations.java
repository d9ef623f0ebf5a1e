package io.github.pgmt.report.annotation;

import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.PlanReport;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.report.text.OutgoingText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a build server is to show of a run: what fails the build first, and tenants together that failed of the same cause. */
public final class Annotations {

    /** GitHub shows no more of one step. */
    private static final int SHOWN = 10;

    private Annotations() {}

    /**
     * At most ten; where there are more, the last one says how many.
     *
     * @param shown how names and messages look on a console
     */
    public static List<Annotation> of(RunReport report, OutgoingText shown) {
        List<Annotation> all = new ArrayList<>();
        runsError(report, shown).ifPresent(all::add);
        all.addAll(ofTenants(report.body(), new AnnotatedTenants(shown)));
        all.sort(Comparator.comparing(Annotation::level));
        return all.size() <= SHOWN ? List.copyOf(all) : shortened(all, report.goal());
    }

    /** The shared changelog's failure is told by itself, with its changeset. */
    private static Optional<Annotation> runsError(RunReport report, OutgoingText shown) {
        boolean isToldOfShared = report.body() instanceof OperationReport operation
                && operation.shared().stream()
                        .anyMatch(shared -> shared.failure().isPresent());
        return isToldOfShared
                ? Optional.empty()
                : report.error()
                        .map(error -> new Annotation(
                                Annotation.Level.ERROR,
                                "pgmt:" + report.goal() + " " + report.result(),
                                shown.message(error),
                                Optional.empty()));
    }

    private static List<Annotation> ofTenants(GoalReport body, AnnotatedTenants tenants) {
        if (body instanceof OperationReport operation) {
            return tenants.of(operation);
        }
        if (body instanceof StatusReport status) {
            return tenants.of(status);
        }
        if (body instanceof DriftReport drift) {
            return tenants.of(drift);
        }
        if (body instanceof DoctorReport doctor) {
            return tenants.of(doctor);
        }
        if (body instanceof PlanReport made) {
            return made.plan().map(tenants::of).orElse(List.of());
        }
        return tenants.of((LookReport) body);
    }

    private static List<Annotation> shortened(List<Annotation> all, String goal) {
        List<Annotation> kept = new ArrayList<>(all.subList(0, SHOWN - 1));
        int more = all.size() - kept.size();
        kept.add(new Annotation(
                all.get(SHOWN - 1).level(),
                "pgmt:" + goal + ": " + more + " more",
                "A page shows no more than " + SHOWN + ". The log and " + goal + ".json have all of them.",
                Optional.empty()));
        return List.copyOf(kept);
    }
}
