package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.engine.NewSchema;
import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.List;
import java.util.Optional;

/** How schemas of new tenants are made, as the user gave it. */
public record SetUpParameters(String schemaOwner, List<String> grantTo, boolean allowCaseClash) {

    private static final List<String> NAMES = List.of("schemaOwner", "grantTo", "attributes");

    /** @throws RunRefusedException when a parameter is set and empty: a role that is left out in silence would be missed late */
    public void requireNothingEmpty(MavenSide maven) {
        for (String name : NAMES) {
            if (maven.commandLineProperty("pgmt." + name)
                    .filter(String::isBlank)
                    .isPresent()) {
                throw new RunRefusedException("-Dpgmt." + name
                        + "= is set but empty. Leave the property out if nothing " + "is meant. Nothing was changed.");
            }
        }
    }

    /** @throws RunRefusedException when {@code grantTo} has an empty entry */
    public NewSchema newSchema() {
        List<String> roles = grantTo == null ? List.of() : grantTo;
        return new NewSchema(
                Optional.ofNullable(schemaOwner).map(String::trim),
                roles.stream().map(SetUpParameters::role).distinct().toList(),
                allowCaseClash);
    }

    private static String role(String entry) {
        if (entry == null || entry.isBlank()) {
            throw new RunRefusedException("-Dpgmt.grantTo has an empty entry. Name a role in its place.");
        }
        return entry.trim();
    }
}
