package io.github.pgmt.maven.console;

import io.github.pgmt.migration.Outcome;
import org.apache.maven.shared.utils.logging.MessageUtils;

/** Outcomes in the colours that Maven has for what is well and what is not. */
final class OutcomeColours {

    private OutcomeColours() {}

    static String paint(Outcome outcome, String text) {
        return switch (outcome) {
            case MIGRATED, CREATED, ROLLED_BACK, DROPPED, SYNCED, TAGGED, RELEASED, PLANNED, UP_TO_DATE ->
                MessageUtils.buffer().success(text).build();
            case FAILED -> MessageUtils.buffer().failure(text).build();
            case SKIPPED -> MessageUtils.buffer().warning(text).build();
        };
    }
}
