package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.LookedAt;
import io.github.pgmt.report.text.TenantGroups;
import io.github.pgmt.report.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the pages of goals have in common that only look at tenants. */
final class LookHtml {

    private LookHtml() {}

    static List<HtmlSections.Count> counts(LookReport report) {
        return Arrays.stream(State.values())
                .map(state -> new HtmlSections.Count(report.count(state), word(state), tone(state)))
                .toList();
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Tone tone(State state) {
        if (state.isUnread()) {
            return Tone.BAD;
        }
        return switch (state) {
            case MANAGED -> Tone.GOOD;
            case MISSING -> Tone.BAD;
            case UNMANAGED -> Tone.WARN;
            default -> Tone.CALM;
        };
    }

    /** Tenants of which it could not be found out. */
    static void writeUnread(LookReport report, HtmlSections sections) {
        List<TenantGroups.Group<LookedAt>> unread = TenantGroups.of(report.tenants().stream()
                .map(LookedAt.class::cast)
                .filter(tenant -> tenant.state().isUnread())
                .map(tenant -> TenantGroups.Entry.of(
                        tenant,
                        sections.shown(),
                        tenant,
                        tenant.state(),
                        sections.shown().message(tenant.problem().orElse(""))))
                .toList());
        if (unread.isEmpty()) {
            return;
        }
        sections.section("unread", "Could not be looked at", () -> {
            unread.forEach(group -> sections.card(
                    Tone.BAD,
                    Words.count(group.names().size(), "tenant") + ": "
                            + word(group.example().state()),
                    () -> {
                        sections.message(group.message());
                        sections.tenants(group.names());
                    }));
            sections.retry(report, List.of());
        });
    }
}
