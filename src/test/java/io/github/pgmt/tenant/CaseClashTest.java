package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseClashTest {

    @ParameterizedTest
    @CsvSource({"acme,ACME", "Ä,ä", "caf\u00e9,cafe\u0301", "CAF\u00c9,cafe\u0301", "ΣΑΣ,σας", "ǆ,ǅ"})
    void namesThatLookAlikeClashBothWays(String one, String other) {
        assertThat(CaseClash.find(one, List.of("x", other))).contains(other);
        assertThat(CaseClash.find(other, List.of("x", one))).contains(one);
    }

    @Test
    void theNameItselfAndOtherNamesDoNotClash() {
        assertThat(CaseClash.find("acme", List.of("acme", "acme_1", "acne", "a cme")))
                .isEmpty();
    }
}
