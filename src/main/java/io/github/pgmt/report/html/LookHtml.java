package io.github.pgmt.report.html;

import io.github.pgmt.migration.event.LookReport;
import io.github.pgmt.migration.history.TenantHistory.State;
import io.github.pgmt.migration.outcome.LookedAt;
import io.github.pgmt.report.text.LookGroups;
import io.github.pgmt.report.text.TenantGroups;
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
        List<TenantGroups.Group<LookedAt>> unread = LookGroups.unread(report, sections.shown());
        if (unread.isEmpty()) {
            return;
        }
        sections.section("unread", "Could not be looked at", () -> {
            unread.forEach(group -> new TenantCards(sections)
                    .group(Tone.BAD, word(group.example().state()), group, List.of()));
            sections.retry(report, List.of());
        });
    }
}
