package io.github.pgmt.report;

import com.google.gson.stream.JsonWriter;
import io.github.pgmt.migration.ChangeSetId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Fields that look the same in every JSON report. */
record JsonFields(JsonWriter json) {

    void writeIfPresent(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.name(name).value(value.get());
        }
    }

    void writeChangeSets(String name, List<ChangeSetId> changeSets) throws IOException {
        json.name(name).beginArray();
        for (ChangeSetId changeSet : changeSets) {
            json.beginObject();
            json.name("id").value(changeSet.id());
            json.name("author").value(changeSet.author());
            json.name("file").value(changeSet.file());
            json.endObject();
        }
        json.endArray();
    }
}
