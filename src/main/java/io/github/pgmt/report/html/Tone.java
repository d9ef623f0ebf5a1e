package io.github.pgmt.report.html;

import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.TenantDrift;
import io.github.pgmt.migration.outcome.TenantStatus;

/** How good or bad something is: a colour that colour-blind people tell from the others, and a sign beside it. */
enum Tone {
    GOOD("good", "\u2713", "#0b7a75"),
    CALM("calm", "=", "#8aa0b4"),
    OPEN("open", "\u25CB", "#3b6fd4"),
    WARN("warn", "\u2013", "#d99a1c"),
    BAD("bad", "\u2717", "#c2410c");

    /** The class in the style sheet. */
    final String css;

    final String sign;

    /** Where there is no style sheet. */
    final String colour;

    Tone(String css, String sign, String colour) {
        this.css = css;
        this.sign = sign;
        this.colour = colour;
    }

    static Tone of(Outcome outcome) {
        return switch (outcome) {
            case MIGRATED, CREATED, ROLLED_BACK, DROPPED, SYNCED, TAGGED, RELEASED -> GOOD;
            case UP_TO_DATE -> CALM;
            case PLANNED -> OPEN;
            case SKIPPED -> WARN;
            case FAILED -> BAD;
        };
    }

    static Tone of(TenantStatus.State state) {
        return switch (state) {
            case UP_TO_DATE -> GOOD;
            case PENDING -> OPEN;
            case LOCKED, UNMANAGED, FOREIGN -> WARN;
            case MISSING, NAME, UNTRUSTED, UNREACHABLE, UNREADABLE, INVALID -> BAD;
        };
    }

    static Tone of(TenantDrift.State state) {
        return switch (state) {
            case ALIKE -> GOOD;
            case KNOWN -> CALM;
            case NOT_COMPARED, BUSY -> WARN;
            case DRIFTED, UNREADABLE -> BAD;
        };
    }

    static Tone of(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> BAD;
            case WARNING -> WARN;
            case INFO -> CALM;
        };
    }
}
