package io.github.pgmt.liquibase;

import io.github.pgmt.migration.engine.SchemaText;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A tenant that does not exist: one with a made-up schema and made-up values for all that the changelog does not read. Where
 * what Liquibase would send to it differs from what it would send to a real one other than by the schema's quoted name, or has
 * a trace of anything made up, it is not the same for all.
 */
final class MadeUpTenant {

    static final String DEPENDS = "depends on the tenant in a way that cannot be planned";

    private final Tenant sample;
    private final Tenant nobody;
    private final List<String> madeUp = new ArrayList<>();

    /**
     * @param sample the real one
     * @param parametersRead whose values are the cohort's; all others are made up
     */
    MadeUpTenant(Tenant sample, Set<String> parametersRead) {
        this.sample = sample;
        Map<String, String> parameters = new LinkedHashMap<>();
        sample.parameters()
                .forEach((name, value) -> parameters.put(name, isIn(parametersRead, name) ? value : makeUp()));
        String name = isIn(parametersRead, Tenant.NAME_PARAMETER) ? sample.name() : makeUp();
        this.nobody = new Tenant(sample.database(), makeUp(), name, parameters);
    }

    private static boolean isIn(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private String makeUp() {
        String value = "x" + UUID.randomUUID().toString().replace("-", "");
        madeUp.add(value);
        return value;
    }

    Tenant tenant() {
        return nobody;
    }

    /**
     * What is the same for all.
     *
     * @param real texts for the real tenant
     * @param invented the same for this one
     * @throws UnreplayableException when there is more between them than the schema's name
     */
    List<SchemaText> texts(List<String> real, List<String> invented) throws UnreplayableException {
        if (real.size() != invented.size()) {
            throw new UnreplayableException(DEPENDS);
        }
        List<SchemaText> texts = new ArrayList<>();
        for (int index = 0; index < real.size(); index++) {
            SchemaText text = SchemaText.of(invented.get(index), quoted(nobody));
            if (isTraced(text) || !Objects.equals(text.in(quoted(sample)), real.get(index))) {
                throw new UnreplayableException(DEPENDS);
            }
            texts.add(text);
        }
        return texts;
    }

    private static String quoted(Tenant tenant) {
        return "\"" + tenant.schema() + "\"";
    }

    /** Liquibase may have changed a value's case. */
    private boolean isTraced(SchemaText text) {
        return text.parts().stream()
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(part -> madeUp.stream().anyMatch(part::contains));
    }
}
