package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.ListReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.TenantEntry;
import io.github.pgmt.tenant.LeftOutTenant;
import java.io.IOException;

/** What the JSON report of a list of the tenants has after its head. */
final class ListJson {

    private final ListReport report;
    private final JsonFields json;

    ListJson(ListReport report, JsonFields json) {
        this.report = report;
        this.json = json;
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("missing").value(report.count(State.MISSING));
        json.name("leftOut").value(report.leftOut().size());
        json.name("tables").value(report.tables());
        json.name("bytes").value(report.bytes());
        json.endObject();
        json.name("tenants").beginArray();
        for (TenantEntry tenant : report.tenants()) {
            write(tenant);
        }
        json.endArray();
        json.name("leftOut").beginArray();
        for (LeftOutTenant tenant : report.leftOut()) {
            json.beginObject();
            json.writeTenant(tenant);
            json.name("reason").value(tenant.reason());
            json.endObject();
        }
        json.endArray();
    }

    private void write(TenantEntry tenant) throws IOException {
        json.beginObject();
        json.writeTenant(tenant);
        json.name("name").identifier(tenant.name());
        json.name("source").identifier(tenant.origin().name());
        json.name("state").identifier(tenant.state().name());
        json.name("tables").value(tenant.tables());
        json.name("bytes").value(tenant.bytes());
        json.name("applied").value(tenant.applied());
        json.writeIfPresent("node", tenant.node());
        json.writeIfPresent("problem", tenant.problem());
        json.endObject();
    }
}
