package io.github.pgmt.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.plan.FleetPlan;
import io.github.pgmt.migration.plan.PlannedChangeSet;
import io.github.pgmt.migration.plan.PlannedCohort;
import io.github.pgmt.migration.plan.PlannedDatabase;
import io.github.pgmt.migration.plan.RefusedTenant;
import io.github.pgmt.report.json.PlanJson;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The file of a plan, as the goal {@code plan} writes it, read again.
 *
 * @param hash of its bytes
 */
public record PlanFile(FleetPlan plan, String hash) {

    private static final int SCHEMA_VERSION = 1;

    /** @throws IOException also when it is no plan */
    public static PlanFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonObject root = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            if (root.get("schemaVersion").getAsInt() != SCHEMA_VERSION) {
                throw new IOException("its schemaVersion is not " + SCHEMA_VERSION + ".");
            }
            return new PlanFile(plan(root), hash(bytes));
        } catch (JsonParseException
                | IllegalStateException
                | ClassCastException
                | IllegalArgumentException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new IOException("it is no plan, as the goal plan writes it.", e);
        }
    }

    /** What is written into it: the same for the same plan. */
    public static String text(FleetPlan plan, OutgoingText shown) {
        return PlanJson.text(plan, shown);
    }

    /** SHA-256 of a plan's file in hexadecimal, as {@code sha256sum} shows it. */
    public static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    private static FleetPlan plan(JsonObject root) {
        JsonObject key = root.getAsJsonObject("key");
        return new FleetPlan(
                each(root.getAsJsonArray("databases"), PlanFile::database),
                text(root, "liquibase"),
                texts(root.getAsJsonObject("options")),
                key.get("given").getAsBoolean(),
                text(key, "check"),
                texts(root.getAsJsonObject("parameters")),
                each(root.getAsJsonArray("shared"), PlanFile::cohort),
                each(root.getAsJsonArray("cohorts"), PlanFile::cohort),
                each(root.getAsJsonArray("refused"), PlanFile::refused),
                StreamSupport.stream(root.getAsJsonArray("notFrozen").spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList());
    }

    private static PlannedDatabase database(JsonObject database) {
        return new PlannedDatabase(
                optional(database, "name").orElse(""),
                text(database, "database"),
                optional(database, "system"),
                database.get("server").getAsInt());
    }

    private static PlannedCohort cohort(JsonObject cohort) {
        SortedMap<TenantId, Optional<String>> tenants = new TreeMap<>();
        for (JsonElement element : cohort.getAsJsonArray("tenants")) {
            JsonObject tenant = element.getAsJsonObject();
            tenants.put(tenant(tenant), optional(tenant, "parameters"));
        }
        return new PlannedCohort(
                cohort.get("server").getAsInt(),
                text(cohort, "history"),
                each(cohort.getAsJsonArray("changesets"), PlanFile::changeSet),
                tenants);
    }

    private static PlannedChangeSet changeSet(JsonObject changeSet) {
        return new PlannedChangeSet(
                new ChangeSetId(text(changeSet, "file"), text(changeSet, "id"), text(changeSet, "author")),
                optional(changeSet, "checksum"),
                text(changeSet, "content"),
                PlannedChangeSet.Run.valueOf(text(changeSet, "run").toUpperCase(Locale.ROOT)),
                changeSet.has("mayStayDue"),
                optional(changeSet, "notFrozen"));
    }

    private static RefusedTenant refused(JsonObject tenant) {
        return new RefusedTenant(
                tenant(tenant),
                Failure.Kind.valueOf(text(tenant, "kind")),
                optional(tenant, "reason").orElse(""));
    }

    private static TenantId tenant(JsonObject tenant) {
        return new TenantId(optional(tenant, "database").orElse(""), text(tenant, "schema"));
    }

    private static <T> List<T> each(JsonArray array, Function<JsonObject, T> part) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(part)
                .toList();
    }

    private static SortedMap<String, String> texts(JsonObject object) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            texts.put(entry.getKey(), entry.getValue().getAsString());
        }
        return texts;
    }

    private static String text(JsonObject object, String field) {
        return object.get(field).getAsString();
    }

    private static Optional<String> optional(JsonObject object, String field) {
        return Optional.ofNullable(object.get(field)).map(JsonElement::getAsString);
    }
}
