package io.github.pgmt.report;

import com.google.gson.FormattingStyle;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.outcome.AcceptedDrift;
import io.github.pgmt.migration.outcome.AcceptedDrift.Accepted;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file of accepted differences, which lives in the project's repository: in the same order each time, an object a line for
 * whoever reviews it, without a text of a tenant's in it.
 */
public final class AcceptedDriftFile {

    private static final int SCHEMA_VERSION = 1;

    private AcceptedDriftFile() {}

    /** @throws IOException also when it is no such file */
    public static AcceptedDrift read(Path file) throws IOException {
        try {
            JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            if (root.get("schemaVersion").getAsInt() != SCHEMA_VERSION) {
                throw new IOException("its schemaVersion is not " + SCHEMA_VERSION + ".");
            }
            SortedMap<String, SortedSet<Accepted>> byTenant = new TreeMap<>();
            root.getAsJsonObject("accepted").asMap().forEach((tenant, accepted) -> {
                SortedSet<Accepted> ofTenant = new TreeSet<>();
                accepted.getAsJsonArray()
                        .forEach(one -> ofTenant.add(new Accepted(
                                one.getAsJsonObject().get("object").getAsString(),
                                one.getAsJsonObject().get("fingerprint").getAsString())));
                byTenant.put(tenant, ofTenant);
            });
            return new AcceptedDrift(byTenant);
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new IOException("it is not a file of accepted differences.", e);
        }
    }

    /** Replaces the file, whole or not at all. */
    public static void write(Path file, AcceptedDrift accepted) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setFormattingStyle(FormattingStyle.PRETTY);
            json.setHtmlSafe(false);
            json.beginObject();
            json.name("schemaVersion").value(SCHEMA_VERSION);
            json.name("accepted").beginObject();
            for (Map.Entry<String, SortedSet<Accepted>> tenant :
                    accepted.byTenant().entrySet()) {
                json.name(tenant.getKey()).beginArray();
                for (Accepted one : tenant.getValue()) {
                    json.beginObject();
                    json.name("object").value(one.object());
                    json.name("fingerprint").value(one.fingerprint());
                    json.endObject();
                }
                json.endArray();
            }
            json.endObject();
            json.endObject();
        }
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path unfinished = whole.resolveSibling("." + whole.getFileName() + ".tmp");
        Files.write(unfinished, (text + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
    }
}
