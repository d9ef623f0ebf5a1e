package io.github.pgmt.maven.console;

import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.migration.outcome.TenantStatus.State;
import io.github.pgmt.report.text.OutgoingText;
import io.github.pgmt.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** The words for how one tenant is. */
final class TenantStatusText {

    private TenantStatusText() {}

    /** On one line: {@code up to date (5 changesets)}, {@code locked, 2 pending}. */
    static String headline(TenantStatus tenant) {
        TenantStatus.ChangeSets changeSets = tenant.changeSets();
        StringBuilder line = new StringBuilder(coloured(tenant.state(), main(tenant)));
        if (tenant.state() == State.LOCKED && !changeSets.pending().isEmpty()) {
            line.append(", ").append(changeSets.pending().size()).append(" pending");
        }
        int always = changeSets.always().size();
        if (always > 0) {
            line.append(", ").append(always).append(always == 1 ? " runs always" : " run always");
        }
        if (!changeSets.unknown().isEmpty() && tenant.state() != State.FOREIGN) {
            line.append(", ").append(changeSets.unknown().size()).append(" not in the changelog");
        }
        int passedOver = changeSets.passedOver().size();
        if (passedOver > 0) {
            line.append(", ").append(passedOver).append(" passed over");
        }
        return line.toString();
    }

    private static String main(TenantStatus tenant) {
        return switch (tenant.state()) {
            case UP_TO_DATE -> "up to date (" + Wording.count(tenant.applied(), "changeset") + ")";
            case PENDING -> tenant.changeSets().pending().size() + " pending";
            default -> Words.of(tenant.state());
        };
    }

    private static String coloured(State state, String text) {
        return switch (state) {
            case UP_TO_DATE -> MessageUtils.buffer().success(text).build();
            case UNREACHABLE, UNREADABLE -> MessageUtils.buffer().failure(text).build();
            default -> MessageUtils.buffer().warning(text).build();
        };
    }

    /** A line for each part of the problem and for each pending changeset; verbose, for the others that there are, too. */
    static List<String> details(TenantStatus tenant, ConsoleSettings settings) {
        return details(tenant, tenant.problem().map(settings.shown()::message).orElse(""), settings);
    }

    /** The same with another text for the problem, as it is shown; may be empty. */
    static List<String> details(TenantStatus tenant, String problem, ConsoleSettings settings) {
        OutgoingText shown = settings.shown();
        TenantStatus.ChangeSets changeSets = tenant.changeSets();
        List<String> lines = new ArrayList<>(Wording.indented("", problem));
        Words.pending(changeSets).stream().map(shown::name).forEach(lines::add);
        if (settings.verbose()) {
            lines.addAll(Wording.named("passed over: ", changeSets.passedOver(), shown));
            lines.addAll(Wording.named("runs always: ", changeSets.always(), shown));
            lines.addAll(Wording.named("not in the changelog: ", changeSets.unknown(), shown));
        }
        return lines;
    }
}
