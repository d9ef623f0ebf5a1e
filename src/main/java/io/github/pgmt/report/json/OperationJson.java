package io.github.pgmt.report.json;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunCourse;
import io.github.pgmt.migration.outcome.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the JSON report of a run that worked on tenants has after its head. */
final class OperationJson {

    private final OperationReport report;
    private final CourseJson course;
    private final JsonFields json;

    OperationJson(OperationReport report, RunCourse course, JsonFields json) {
        this.report = report;
        this.course = new CourseJson(course, json);
        this.json = json;
    }

    void write() throws IOException {
        if (!report.results().runs().isEmpty()) {
            json.writeIdentifiers("runs", report.results().runs());
        }
        writeSummary();
        writeVerified();
        json.writeIdentifiers("outside", report.outside());
        if (!report.appeared().isEmpty()) {
            json.writeIdentifiers("appeared", report.appeared());
        }
        course.writeCohorts();
        json.writeShared(report.shared(), this::writeTenant);
        writeTenants();
    }

    private void writeSummary() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenants().size());
        json.name("migrated").value(report.count(Outcome.MIGRATED));
        writeOwnCount();
        json.name("upToDate").value(report.count(Outcome.UP_TO_DATE));
        if (report.dryRun()) {
            json.name("planned").value(report.count(Outcome.PLANNED));
        }
        json.name("failed").value(report.count(Outcome.FAILED));
        json.name("skipped").value(report.count(Outcome.SKIPPED));
        json.name("changesetsApplied").value(report.changeSetsApplied());
        if (report.operation() == Operation.ROLL_BACK) {
            json.name("changesetsUndone").value(report.changeSetsUndone());
        }
        json.endObject();
    }

    private void writeVerified() throws IOException {
        List<Way.Verified> kinds = Arrays.stream(Way.Verified.values())
                .filter(kind -> report.verifiedBy(kind) > 0)
                .toList();
        if (kinds.isEmpty()) {
            return;
        }
        json.name("verified").beginObject();
        for (Way.Verified kind : kinds) {
            json.name(lowerCase(kind)).value(report.verifiedBy(kind));
        }
        json.endObject();
    }

    /** Of a goal that does something else than migrating. */
    private void writeOwnCount() throws IOException {
        Outcome own = report.operation().success(false);
        if (own != Outcome.MIGRATED) {
            json.name(nameInSummary(own)).value(report.count(own));
        }
    }

    private static String nameInSummary(Outcome outcome) {
        return switch (outcome) {
            case CREATED -> "created";
            case ROLLED_BACK -> "rolledBack";
            case DROPPED -> "dropped";
            case SYNCED -> "synced";
            case TAGGED -> "tagged";
            case RELEASED -> "released";
            default -> throw new IllegalArgumentException(outcome + " is counted in every summary");
        };
    }

    private void writeTenants() throws IOException {
        json.name("tenants").beginArray();
        for (TenantResult tenant : report.tenants()) {
            writeTenant(tenant);
        }
        json.endArray();
    }

    private void writeTenant(TenantResult tenant) throws IOException {
        json.beginObject();
        json.writeTenant(tenant);
        json.name("outcome").identifier(tenant.outcome().name());
        json.name("durationMs").value(tenant.duration().toMillis());
        course.writeTenant(tenant.id());
        json.writeIfPresent("reason", tenant.reason());
        if (tenant.gone()) {
            json.name("gone").value(true);
        }
        json.writeChangeSets(
                "applied", tenant.changeSets().applied(), tenant.changeSets().times());
        json.writeChangeSets("notRun", tenant.changeSets().notRun());
        json.writeChangeSets(
                "always", tenant.changeSets().always(), tenant.changeSets().times());
        if (report.operation() == Operation.ROLL_BACK) {
            json.writeChangeSets(
                    "undone", tenant.changeSets().undone(), tenant.changeSets().times());
        }
        if (report.dryRun()) {
            json.writeChangeSets("pending", tenant.changeSets().pending());
            writeSql(tenant);
        }
        writeWay(tenant.way());
        if (tenant.lock().isPresent()) {
            json.writeLock(tenant.lock().get());
        }
        if (tenant.failure().isPresent()) {
            writeFailure(tenant.failure().get());
        }
        json.endObject();
    }

    private void writeWay(Way way) throws IOException {
        json.writeIdentifierIfPresent("engine", way.engine().map(OperationJson::lowerCase));
        if (!way.notReplayed().isEmpty()) {
            json.name("notReplayed").beginArray();
            for (NotReplayed notReplayed : way.notReplayed()) {
                json.beginObject();
                json.name("changeset").identifier(notReplayed.changeSet().toString());
                json.name("why").value(notReplayed.why());
                json.endObject();
            }
            json.endArray();
        }
        if (way.segments() > 0) {
            json.name("replayed").value(way.replayed());
            json.name("segments").value(way.segments());
        }
        json.writeIdentifierIfPresent("verified", way.verified().map(OperationJson::lowerCase));
        if (!way.leftOut().isEmpty()) {
            json.writeIdentifiers("leftOut", way.leftOut());
        }
        writeWaiting(way.waiting());
    }

    private void writeWaiting(Waiting waiting) throws IOException {
        if (waiting.equals(Waiting.NONE)) {
            return;
        }
        json.name("tries").value(waiting.tries());
        json.name("waitedMs").value(waiting.waited().toMillis());
        json.name("blockers").beginArray();
        for (Blocker blocker : waiting.blockers()) {
            json.beginObject();
            json.name("pid").value(blocker.pid());
            json.writeIdentifierIfPresent("user", blocker.user());
            json.writeIfPresent("application", blocker.application());
            json.writeIfPresent("state", blocker.state());
            if (blocker.age().isPresent()) {
                json.name("ageSeconds").value(blocker.age().get().toSeconds());
            }
            json.writeIfPresent("query", blocker.query());
            json.endObject();
        }
        json.endArray();
    }

    private static String lowerCase(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private void writeSql(TenantResult tenant) throws IOException {
        if (report.operation() == Operation.ROLL_BACK) {
            json.name("sql").beginArray();
            for (String statement : tenant.changeSets().sql()) {
                json.value(statement);
            }
            json.endArray();
        }
    }

    private void writeFailure(Failure failure) throws IOException {
        json.name("error").beginObject();
        json.name("kind").identifier(failure.kind().name());
        json.writeIdentifierIfPresent("changeset", failure.changeSet().map(ChangeSetId::toString));
        json.writeIdentifierIfPresent("sqlState", failure.sqlState());
        json.name("message").value(failure.message());
        json.endObject();
    }
}
