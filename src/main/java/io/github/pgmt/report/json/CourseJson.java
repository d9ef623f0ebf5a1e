package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.RunCohort;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.event.TenantCourse;
import io.github.pgmt.tenant.TenantId;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the JSON report says of a run's course in time. */
final class CourseJson {

    private final RunCourse course;
    private final Map<TenantId, Integer> cohorts;
    private final Set<TenantId> pilots;
    private final JsonFields json;

    CourseJson(RunCourse course, JsonFields json) {
        this.course = course;
        this.cohorts = course.numbers();
        this.pilots = Set.copyOf(course.pilots());
        this.json = json;
    }

    static void writePhases(RunCourse course, JsonFields json) throws IOException {
        if (course.phases().isEmpty()) {
            return;
        }
        json.name("phases").beginArray();
        for (RunCourse.Phase phase : course.phases()) {
            json.beginObject();
            json.name("phase").identifier(phase.phase().name().toLowerCase(Locale.ROOT));
            writeSpan(phase.span(), json);
            json.endObject();
        }
        json.endArray();
    }

    private static void writeSpan(RunCourse.Span span, JsonFields json) throws IOException {
        json.name("startedAtMs").value(span.startedAfter().toMillis());
        json.name("durationMs").value(span.length().toMillis());
    }

    /** And the pauses between batches. */
    void writeCohorts() throws IOException {
        if (!course.pauses().isEmpty()) {
            json.name("pauses").beginArray();
            for (RunCourse.Span pause : course.pauses()) {
                json.beginObject();
                writeSpan(pause, json);
                json.endObject();
            }
            json.endArray();
        }
        if (course.cohorts().isEmpty()) {
            return;
        }
        json.name("cohorts").beginArray();
        int number = 0;
        for (RunCohort cohort : course.cohorts()) {
            number++;
            json.beginObject();
            json.name("cohort").value(number);
            json.name("tenants").value(cohort.tenants().size());
            json.writeChangeSets("due", cohort.due());
            json.endObject();
        }
        json.endArray();
    }

    /** What belongs to the tenant's own object. */
    void writeTenant(TenantId tenant) throws IOException {
        if (cohorts.containsKey(tenant)) {
            json.name("cohort").value(cohorts.get(tenant));
        }
        if (pilots.contains(tenant)) {
            json.name("pilot").value(true);
        }
        Optional<TenantCourse> own = course.of(tenant);
        if (own.isPresent()) {
            write(own.get());
        }
    }

    private void write(TenantCourse tenant) throws IOException {
        json.name("startedAtMs").value(tenant.startedAfter().toMillis());
        json.name("worker").value(tenant.worker());
        if (tenant.waits().isEmpty()) {
            return;
        }
        json.name("waits").beginArray();
        for (TenantCourse.Wait wait : tenant.waits()) {
            json.beginObject();
            json.name("kind").identifier(wait.reason().name());
            json.name("startedAtMs").value(wait.startedAfter().toMillis());
            json.name("ms").value(wait.length().toMillis());
            if (wait.worker().isPresent()) {
                json.name("worker").value(wait.worker().getAsInt());
            }
            json.endObject();
        }
        json.endArray();
    }
}
