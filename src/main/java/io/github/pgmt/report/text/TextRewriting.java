package io.github.pgmt.report.text;

import io.github.pgmt.migration.Blocker;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.migration.NotReplayed;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.Waiting;
import io.github.pgmt.migration.Way;
import io.github.pgmt.migration.event.DoctorReport;
import io.github.pgmt.migration.event.GoalReport;
import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.event.OperationReport;
import io.github.pgmt.migration.event.RunHead;
import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.tenant.LeftOutTenant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes copies of reports with other texts in them, for a reader that cannot be shown every text.
 *
 * @param names applied to what names something: schemas, the parts of a changeset's name, the database, objects outside
 * @param messages applied to what was written for people, which may quote anything: the messages of failures and the
 *     error of the run
 */
public record TextRewriting(UnaryOperator<String> names, UnaryOperator<String> messages) {

    public TextRewriting {
        Objects.requireNonNull(names, "names is null");
        Objects.requireNonNull(messages, "messages is null");
    }

    /** Changes messages only. */
    public static TextRewriting ofMessages(UnaryOperator<String> messages) {
        return new TextRewriting(UnaryOperator.identity(), messages);
    }

    /** The report with rewritten texts, its tenants in the same order. */
    public RunReport rewrite(RunReport report) {
        return new RunReport(rewrite(report.head()), rewrite(report.body()));
    }

    private GoalReport rewrite(GoalReport report) {
        if (report instanceof ListReport list) {
            return rewrite(list);
        }
        if (report instanceof DoctorReport doctor) {
            return rewrite(doctor);
        }
        return report instanceof StatusReport status ? rewrite(status) : rewrite((OperationReport) report);
    }

    /** The report with rewritten texts, its tenants in the same order. */
    public OperationReport rewrite(OperationReport report) {
        OperationResults results = new OperationResults(
                report.tenants().stream().map(this::rewrite).toList(),
                report.outside().stream().map(names).toList(),
                report.shared().map(this::rewrite),
                report.results().error().map(messages),
                report.appeared().stream().map(names).toList());
        return new OperationReport(
                report.operation(), report.dryRun(), report.failNever(), report.failOnPending(), results);
    }

    /** The report with rewritten texts, its tenants in the same order. */
    public StatusReport rewrite(StatusReport report) {
        return new StatusReport(
                report.failOnPending(),
                report.tenants().stream().map(this::rewrite).toList(),
                report.shared().map(this::rewrite));
    }

    /** The report with rewritten texts, its tenants in the same order. */
    public ListReport rewrite(ListReport report) {
        return new ListReport(
                report.tenants().stream().map(this::rewrite).toList(),
                report.leftOut().stream()
                        .map(tenant -> new LeftOutTenant(names.apply(tenant.schema()), names.apply(tenant.reason())))
                        .toList());
    }

    /** The report with rewritten texts, its findings in the same order. */
    public DoctorReport rewrite(DoctorReport report) {
        return new DoctorReport(
                report.tenantCount(),
                report.findings().stream().map(this::rewrite).toList(),
                report.failOnWarning());
    }

    private Finding rewrite(Finding finding) {
        return new Finding(
                finding.severity(),
                finding.check(),
                finding.tenants().stream().map(names).toList(),
                messages.apply(finding.message()),
                messages.apply(finding.advice()));
    }

    private TenantEntry rewrite(TenantEntry tenant) {
        return new TenantEntry(
                names.apply(tenant.schema()),
                names.apply(tenant.name()),
                tenant.origin(),
                tenant.state(),
                tenant.tables(),
                tenant.bytes(),
                tenant.applied(),
                tenant.problem().map(messages));
    }

    private TenantStatus rewrite(TenantStatus status) {
        TenantStatus.ChangeSets changeSets = status.changeSets();
        return new TenantStatus(
                names.apply(status.schema()),
                status.state(),
                status.applied(),
                new TenantStatus.ChangeSets(
                        rewrite(changeSets.pending()),
                        changeSets.conditional().stream().map(this::rewrite).collect(Collectors.toSet()),
                        rewrite(changeSets.always()),
                        rewrite(changeSets.unknown())),
                status.lock().map(this::rewrite),
                status.problem().map(messages));
    }

    private RunHead rewrite(RunHead head) {
        return new RunHead(
                head.goal(),
                head.runId(),
                head.result(),
                head.error().map(messages),
                head.startedAt(),
                head.duration(),
                head.database().map(names));
    }

    private Way rewrite(Way way) {
        return new Way(
                way.engine(),
                way.notReplayed().stream().map(this::rewrite).toList(),
                way.verified(),
                rewrite(way.waiting()));
    }

    /** The changeset and the reason with rewritten texts. */
    public NotReplayed rewrite(NotReplayed notReplayed) {
        return new NotReplayed(rewrite(notReplayed.changeSet()), messages.apply(notReplayed.why()));
    }

    /** The result with rewritten texts. */
    public TenantResult rewrite(TenantResult result) {
        TenantResult.ChangeSets changeSets = result.changeSets();
        return new TenantResult(
                names.apply(result.schema()),
                result.outcome(),
                result.duration(),
                new TenantResult.ChangeSets(
                        rewrite(changeSets.applied()),
                        rewrite(changeSets.notRun()),
                        rewrite(changeSets.always()),
                        rewrite(changeSets.pending()),
                        rewrite(changeSets.undone()),
                        changeSets.sql().stream().map(messages).toList()),
                result.failure().map(this::rewrite),
                rewrite(result.way()),
                result.lock().map(this::rewrite),
                result.reason().map(messages),
                result.gone());
    }

    /** The holder with rewritten texts. */
    public LockHolder rewrite(LockHolder lock) {
        return new LockHolder(lock.by().map(names), lock.since(), lock.age());
    }

    private Failure rewrite(Failure failure) {
        return new Failure(
                failure.kind(),
                failure.changeSet().map(this::rewrite),
                failure.sqlState(),
                messages.apply(failure.message()),
                failure.obstacle());
    }

    private Waiting rewrite(Waiting waiting) {
        return new Waiting(
                waiting.tries(),
                waiting.waited(),
                waiting.blockers().stream().map(this::rewrite).toList());
    }

    private Blocker rewrite(Blocker blocker) {
        return new Blocker(
                blocker.pid(),
                blocker.user().map(names),
                blocker.application().map(names),
                blocker.state(),
                blocker.age(),
                blocker.query().map(messages));
    }

    private List<ChangeSetId> rewrite(List<ChangeSetId> changeSets) {
        return changeSets.stream().map(this::rewrite).toList();
    }

    private ChangeSetId rewrite(ChangeSetId changeSet) {
        return new ChangeSetId(
                names.apply(changeSet.file()), names.apply(changeSet.id()), names.apply(changeSet.author()));
    }
}
