package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.StatusReport;
import io.github.pgmt.migration.outcome.TenantStatus;
import java.io.IOException;
import java.util.Set;

/** What the JSON report of a look at the tenants has after its head. */
final class StatusJson {

    private final StatusReport report;
    private final JsonFields json;

    StatusJson(StatusReport report, JsonFields json) {
        this.report = report;
        this.json = json;
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("current").value(report.count(TenantStatus.State.UP_TO_DATE));
        json.name("pendingChangesets").value(report.pendingChangeSets());
        json.endObject();
        json.writeShared(report.shared(), this::write);
        json.name("tenants").beginArray();
        for (TenantStatus tenant : report.tenants()) {
            write(tenant);
        }
        json.endArray();
    }

    private void write(TenantStatus tenant) throws IOException {
        TenantStatus.ChangeSets changeSets = tenant.changeSets();
        json.beginObject();
        json.writeTenant(tenant);
        json.name("state").identifier(tenant.state().name());
        json.name("applied").value(tenant.applied());
        json.writeChangeSets("pending", changeSets.pending(), changeSets.conditional());
        if (!changeSets.passedOver().isEmpty()) {
            json.writeChangeSets("passedOver", changeSets.passedOver(), Set.copyOf(changeSets.passedOver()));
        }
        json.writeChangeSets("always", changeSets.always());
        json.writeChangeSets("unknown", changeSets.unknown());
        if (tenant.lock().isPresent()) {
            json.writeLock(tenant.lock().get());
        }
        json.writeIfPresent("problem", tenant.problem());
        json.endObject();
    }
}
