package io.github.pgmt.maven.parameter;

import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.address.ListedDatabases;
import io.github.pgmt.tenant.DidYouMean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** The element <code>databases</code> of the POM, with an element <code>database</code> for each. */
final class DatabasesInPom {

    private static final String WHERE = "<databases> in the POM";
    private static final String DATABASE = "database";
    private static final List<String> ELEMENTS = List.of("name", "url", "serverId", "threads");

    private final LateParameter late;

    DatabasesInPom(LateParameter late) {
        this.late = late;
    }

    /** @throws RunRefusedException when an element is unknown or missing, or has a value that it cannot have */
    ListedDatabases read(PlexusConfiguration databases) {
        List<PlexusConfiguration> entries = List.of(databases.getChildren());
        return new ListedDatabases(
                WHERE,
                IntStream.range(0, entries.size())
                        .mapToObj(index -> database(WHERE + ", entry " + (index + 1), entries.get(index)))
                        .toList());
    }

    private ListedDatabase database(String where, PlexusConfiguration entry) {
        requireKnown(where, entry, List.of(DATABASE));
        Map<String, Optional<String>> texts = new HashMap<>();
        for (PlexusConfiguration element : entry.getChildren()) {
            requireKnown(where, element, ELEMENTS);
            if (texts.put(element.getName(), late.text(element)) != null) {
                throw new RunRefusedException(where + " has <" + element.getName() + "> twice. Leave one out.");
            }
        }
        return ListedDatabase.of(
                where, text(texts, "name"), text(texts, "url"), text(texts, "serverId"), text(texts, "threads"));
    }

    private static Optional<String> text(Map<String, Optional<String>> texts, String element) {
        return texts.getOrDefault(element, Optional.empty());
    }

    private static void requireKnown(String where, PlexusConfiguration element, List<String> known) {
        if (!known.contains(element.getName())) {
            throw new RunRefusedException(where + " is or has an unknown element <" + element.getName() + ">."
                    + DidYouMean.of(element.getName(), known)
                    + " Inside <databases> there is a <database> for each, with <"
                    + String.join(">, <", ELEMENTS) + ">.");
        }
    }
}
