package io.github.pgmt.report.json;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.tenant.OfTenant;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** JSON in which every text is a message, unless it is said to be an identifier; with fields that look the same in every report. */
final class JsonFields extends JsonWriter {

    private final OutgoingText shown;

    JsonFields(Writer writer, OutgoingText shown) {
        super(writer);
        this.shown = shown;
        setFormattingStyle(FormattingStyle.PRETTY);
        setHtmlSafe(false);
    }

    @Override
    public JsonFields name(String field) throws IOException {
        super.name(field);
        return this;
    }

    @Override
    public JsonFields value(String message) throws IOException {
        super.value(shown.message(message));
        return this;
    }

    /** What programs compare: a name of somebody else's, or a word of the report's own. */
    void identifier(String text) throws IOException {
        super.value(shown.name(text));
    }

    void writeIfPresent(String field, Optional<String> message) throws IOException {
        if (message.isPresent()) {
            name(field).value(message.get());
        }
    }

    void writeIdentifierIfPresent(String field, Optional<String> identifier) throws IOException {
        if (identifier.isPresent()) {
            name(field).identifier(identifier.get());
        }
    }

    void writeIdentifiers(String field, List<String> identifiers) throws IOException {
        name(field).beginArray();
        for (String identifier : identifiers) {
            identifier(identifier);
        }
        endArray();
    }

    /** Which tenant an object is about; its database only where there are others. */
    void writeTenant(OfTenant tenant) throws IOException {
        if (tenant.id().isListed()) {
            name("database").identifier(tenant.id().database());
        }
        name("schema").identifier(tenant.schema());
    }

    /** Writes an object. */
    interface Part<T> {

        void write(T part) throws IOException;
    }

    /** The shared schema, where there is something to say of it; where databases are listed, that of each. */
    <T extends OfTenant> void writeShared(List<T> shared, Part<T> part) throws IOException {
        if (shared.isEmpty()) {
            return;
        }
        if (!shared.get(0).id().isListed()) {
            name("shared");
            part.write(shared.get(0));
            return;
        }
        name("sharedSchemas").beginArray();
        for (T ofDatabase : shared) {
            part.write(ofDatabase);
        }
        endArray();
    }

    /** Who has set Liquibase's lock, and since when. */
    void writeLock(LockHolder lock) throws IOException {
        name("lock").beginObject();
        writeIfPresent("by", lock.by());
        writeIdentifierIfPresent("since", lock.sinceText());
        endObject();
    }

    void writeChangeSets(String field, List<ChangeSetId> changeSets) throws IOException {
        writeChangeSets(field, changeSets, Set.of(), Map.of());
    }

    /** @param times how long they took, as far as it is known */
    void writeChangeSets(String field, List<ChangeSetId> changeSets, Map<ChangeSetId, Duration> times)
            throws IOException {
        writeChangeSets(field, changeSets, Set.of(), times);
    }

    /** @param conditional those of the changesets that say of themselves that they are {@code "conditional"} */
    void writeChangeSets(String field, List<ChangeSetId> changeSets, Set<ChangeSetId> conditional) throws IOException {
        writeChangeSets(field, changeSets, conditional, Map.of());
    }

    private void writeChangeSets(
            String field, List<ChangeSetId> changeSets, Set<ChangeSetId> conditional, Map<ChangeSetId, Duration> times)
            throws IOException {
        name(field).beginArray();
        for (ChangeSetId changeSet : changeSets) {
            beginObject();
            name("id").identifier(changeSet.id());
            name("author").identifier(changeSet.author());
            name("file").identifier(changeSet.file());
            if (conditional.contains(changeSet)) {
                name("conditional").value(true);
            }
            if (times.containsKey(changeSet)) {
                name("ms").value(times.get(changeSet).toMillis());
            }
            endObject();
        }
        endArray();
    }
}
