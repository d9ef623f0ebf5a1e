package io.github.pgmt.tenant.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTextTest {

    @Test
    void aCommandIsFoundInItsSentenceAndMadeAnew() {
        String message =
                "Adopt it: " + SuggestedCommand.of("changelog-sync", "a b").with("force", "true") + ", or look: "
                        + SuggestedCommand.of("list-tenants") + ".";

        assertThat(MessageText.shown(message, (goal, options) -> "[" + goal + "|" + options + "]", true))
                .isEqualTo(
                        "Adopt it: [changelog-sync| \"-Dpgmt.tenant=a b\" -Dpgmt.force=true], or look: [list-tenants|].");
        assertThat(MessageText.plain(message))
                .isEqualTo("Adopt it: mvn pgmt:changelog-sync \"-Dpgmt.tenant=a b\" -Dpgmt.force=true, or look: mvn "
                        + "pgmt:list-tenants.");
    }

    @Test
    void whatATenantWritesIsNoCommand() {
        String message = "The server said: mvn pgmt:drop-tenant -Dpgmt.tenant=acme";

        assertThat(MessageText.shown(message, (goal, options) -> "made", true)).isEqualTo(message);
    }

    @Test
    void whatQuotesRowsIsShownOrLeftOut() {
        String message = "Broken. " + MessageText.ofRows("Detail: (ann)\n$1.", "Detail: …") + " Hint: none. "
                + MessageText.ofRows("Failed: " + MessageText.ofRows("bob"));

        assertThat(MessageText.plain(message)).isEqualTo("Broken. Detail: (ann)\n$1. Hint: none. Failed: bob");
        assertThat(MessageText.shown(message, (goal, options) -> goal, false))
                .isEqualTo("Broken. Detail: … Hint: none. …");
    }

    @Test
    void aPartThatWasCutIsLeftOutToTheEnd() {
        String message = MessageText.ofRows("Detail: (ann@example.com)");

        assertThat(MessageText.shown(message.substring(0, 14), (goal, options) -> goal, false))
                .isEqualTo("…");
    }

    @Test
    void onlyWhatIsNotMarkedIsChanged() {
        String message = "a " + MessageText.ofRows("a", "a") + " a " + SuggestedCommand.of("a");

        assertThat(MessageText.plain(MessageText.outside(message, text -> text.replace('a', 'b'))))
                .isEqualTo("b a b mvn pgmt:a");
    }
}
