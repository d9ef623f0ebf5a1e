package io.github.pgmt.report.json;

import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.OfTenant;
import io.github.pgmt.tenant.TenantId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A plan's file: the same bytes for the same plan. */
public final class PlanJson {

    static final int SCHEMA_VERSION = 1;

    private final FleetPlan plan;
    private final OutgoingText shown;
    private final JsonFields json;

    private PlanJson(FleetPlan plan, OutgoingText shown, JsonFields json) {
        this.plan = plan;
        this.shown = shown;
        this.json = json;
    }

    /** The text of the file. */
    public static String text(FleetPlan plan, OutgoingText shown) {
        StringWriter text = new StringWriter();
        try (JsonFields json = new JsonFields(text, shown)) {
            new PlanJson(plan, shown, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private void write() throws IOException {
        json.beginObject();
        json.name("schemaVersion").value(SCHEMA_VERSION);
        json.name("goal").identifier("plan");
        writeSummary();
        json.name("databases").beginArray();
        for (PlannedDatabase database : plan.databases()) {
            write(database);
        }
        json.endArray();
        json.name("liquibase").identifier(plan.liquibase());
        write("options", plan.options());
        json.name("key").beginObject();
        json.name("given").value(plan.keyGiven());
        json.name("check").identifier(plan.keyCheck());
        json.endObject();
        write("parameters", plan.parameters());
        write("shared", plan.shared());
        write("cohorts", plan.cohorts());
        writeRefused();
        json.name("notFrozen").beginArray();
        for (String sentence : plan.notFrozen()) {
            json.value(sentence);
        }
        json.endArray();
        json.endObject();
    }

    private void writeSummary() throws IOException {
        json.name("summary").beginObject();
        json.name("tenants").value(plan.tenantCount());
        json.name("pendingTenants").value(plan.pendingTenants());
        json.name("pendingChangesets").value(plan.pendingChangeSets());
        json.name("refused").value(plan.refused().size());
        json.endObject();
    }

    private void write(PlannedDatabase database) throws IOException {
        json.beginObject();
        json.writeIdentifierIfPresent("name", Optional.of(database.name()).filter(name -> !name.isEmpty()));
        json.name("database").identifier(database.database());
        json.writeIdentifierIfPresent("system", database.system());
        json.name("server").value(database.version());
        json.endObject();
    }

    private void write(String field, SortedMap<String, String> texts) throws IOException {
        json.name(field).beginObject();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            json.name(shown.name(text.getKey())).identifier(text.getValue());
        }
        json.endObject();
    }

    private void write(String field, List<PlannedCohort> cohorts) throws IOException {
        json.name(field).beginArray();
        for (PlannedCohort cohort : cohorts) {
            json.beginObject();
            json.name("server").value(cohort.version());
            json.name("history").identifier(cohort.history());
            json.name("changesets").beginArray();
            for (PlannedChangeSet changeSet : cohort.changeSets()) {
                write(changeSet);
            }
            json.endArray();
            json.name("tenants").beginArray();
            for (Map.Entry<TenantId, Optional<String>> tenant : cohort.tenants().entrySet()) {
                json.beginObject();
                OfTenant named = tenant::getKey;
                json.writeTenant(named);
                json.writeIdentifierIfPresent("parameters", tenant.getValue());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        }
        json.endArray();
    }

    private void write(PlannedChangeSet changeSet) throws IOException {
        json.beginObject();
        json.name("id").identifier(changeSet.id().id());
        json.name("author").identifier(changeSet.id().author());
        json.name("file").identifier(changeSet.id().file());
        json.writeIdentifierIfPresent("checksum", changeSet.checksum());
        json.name("content").identifier(changeSet.content());
        json.name("run").identifier(changeSet.run().name().toLowerCase(Locale.ROOT));
        if (changeSet.mayStayDue()) {
            json.name("mayStayDue").value(true);
        }
        json.writeIfPresent("notFrozen", changeSet.notFrozen());
        json.endObject();
    }

    /** What nobody could find out is told in words that differ each time, and none of them is in the file. */
    private void writeRefused() throws IOException {
        json.name("refused").beginArray();
        for (RefusedTenant tenant : plan.refused()) {
            json.beginObject();
            json.writeTenant(tenant);
            json.name("kind").identifier(tenant.kind().name());
            if (!tenant.isNotFoundOut()) {
                json.name("reason").value(tenant.reason());
            }
            json.endObject();
        }
        json.endArray();
    }
}
