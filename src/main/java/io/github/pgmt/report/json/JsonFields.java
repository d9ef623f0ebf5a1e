package io.github.pgmt.report.json;

import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.ChangeSetId;
import io.github.pgmt.migration.LockHolder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fields that look the same in every JSON report. */
record JsonFields(JsonWriter json) {

    void writeIfPresent(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.get());
        }
    }

    /** Who has set Liquibase's lock, and since when. */
    void writeLock(LockHolder lock) throws IOException {
        json.name("lock").beginObject();
        writeIfPresent("by", lock.by());
        writeIfPresent("since", lock.sinceText());
        json.endObject();
    }

    void writeChangeSets(String name, List<ChangeSetId> changeSets) throws IOException {
        writeChangeSets(name, changeSets, Set.of());
    }

    /** @param conditional those of the changesets that say of themselves that they are {@code "conditional"} */
    void writeChangeSets(String name, List<ChangeSetId> changeSets, Set<ChangeSetId> conditional) throws IOException {
        json.name(name).beginArray();
        for (ChangeSetId changeSet : changeSets) {
            json.beginObject();
            json.name("id").value(changeSet.id());
            json.name("author").value(changeSet.author());
            json.name("file").value(changeSet.file());
            if (conditional.contains(changeSet)) {
                json.name("conditional").value(true);
            }
            json.endObject();
        }
        json.endArray();
    }
}
