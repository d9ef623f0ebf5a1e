package io.github.pgmt.report.html;

import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import io.github.pgmt.tenant.OfTenant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Cards of tenants that came out alike, and of the shared schema. */
record TenantCards(HtmlSections sections) {

    /**
     * Those of a group, with what is wrong with them.
     *
     * @param what they have in common, after their number; empty where the section says it
     * @param further what else is said of them
     */
    void group(Tone tone, String what, TenantGroups.Group<?> group, List<String> further) {
        sections.card(tone, Words.count(group.names().size(), "tenant") + (what.isEmpty() ? "" : ": " + what), () -> {
            sections.message(group.message());
            further.forEach(sections::paragraph);
            sections.tenants(group.names());
        });
    }

    /** The shared schemas, if there are any. */
    <T extends OfTenant> void shared(
            List<T> shared, Function<T, Tone> tone, Function<T, String> what, Consumer<T> content) {
        if (shared.isEmpty()) {
            return;
        }
        sections.section(
                "shared",
                "Shared schema",
                () -> shared.forEach(one ->
                        sections.card(tone.apply(one), one.displayName(), what.apply(one), () -> content.accept(one))));
    }
}
