package io.github.pgmt.report.json;

import io.github.pgmt.migration.event.DriftReport;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.migration.outcome.DriftGroup;
import io.github.pgmt.migration.outcome.DriftVariant;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantDrift.State;
import java.io.IOException;
import java.util.List;

/** What the JSON report of a comparison of tenants has after its head. */
final class DriftJson {

    private final DriftReport report;
    private final JsonFields json;

    DriftJson(DriftReport report, JsonFields json) {
        this.report = report;
        this.json = json;
    }

    void write() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(report.tenantCount());
        json.name("alike").value(report.count(State.ALIKE));
        json.name("drifted").value(report.count(State.DRIFTED));
        json.name("known").value(report.count(State.KNOWN));
        json.name("busy").value(report.count(State.BUSY));
        json.name("unreadable").value(report.count(State.UNREADABLE));
        json.name("notCompared").value(report.count(State.NOT_COMPARED));
        json.endObject();
        json.name("groups").beginArray();
        for (DriftGroup group : report.groups()) {
            write(group);
        }
        json.endArray();
        json.name("variants").beginArray();
        for (DriftVariant variant : report.variants()) {
            write(variant);
        }
        json.endArray();
        json.name("tenants").beginArray();
        for (TenantDrift tenant : report.tenants()) {
            json.beginObject();
            json.writeTenant(tenant);
            json.name("state").identifier(tenant.state().name());
            json.writeIfPresent("problem", tenant.reason());
            json.endObject();
        }
        json.endArray();
    }

    private void write(DriftGroup group) throws IOException {
        json.beginObject();
        json.name("changesets").value(group.changeSets());
        json.name("edited").value(group.edited());
        json.name("ownChecksums").value(group.ownChecksums());
        json.name("tenants").value(group.tenants());
        json.name("alike").value(group.alike());
        json.name("reference").identifier(group.chosen());
        json.writeIdentifierIfPresent("referenceTenant", group.reference());
        json.name("ownNames").value(group.ownNames());
        json.writeIfPresent("doubt", group.doubt());
        json.endObject();
    }

    private void write(DriftVariant variant) throws IOException {
        json.beginObject();
        json.name("group").value(variant.group());
        json.writeIdentifiers("tenants", variant.tenants());
        json.name("ownNames").value(variant.ownNames());
        write("differences", variant.differences());
        write("known", variant.known());
        json.endObject();
    }

    private void write(String field, List<CatalogDifference> differences) throws IOException {
        json.name(field).beginArray();
        for (CatalogDifference difference : differences) {
            json.beginObject();
            json.name("object").identifier(difference.object());
            json.writeIdentifierIfPresent("aspect", difference.aspect());
            json.name("change").identifier(difference.change().name());
            if (difference.aspect().isPresent()) {
                json.name("expected").value(difference.expected());
                json.name("found").value(difference.found());
            }
            json.endObject();
        }
        json.endArray();
    }
}
