package io.github.pgmt.postgres.activity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A blocker's statement is shown without what it is about. */
class ShownStatementTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ALTER ROLE app PASSWORD 'secret', ALTER ROLE app PASSWORD '...'",
                "SELECT 'it''s me' || 'x' FROM a, SELECT '...' || '...' FROM a",
                "UPDATE a SET b = 'cut off here, UPDATE a SET b = '...'",
                "SELECT $$secret$$; SELECT $a$se$$cret$a$, SELECT '...'; SELECT '...'",
                "DO $body$ secret, DO '...'"
            })
    void constantsAreLeftOut(String statement, String shown) {
        assertThat(ShownStatement.of(statement)).isEqualTo(shown);
    }

    @Test
    void itIsOneLineAndNotLong() {
        assertThat(ShownStatement.of("  SELECT\n\t1 ")).isEqualTo("SELECT 1");
        assertThat(ShownStatement.of("x".repeat(101))).isEqualTo("x".repeat(100) + " ...");
    }
}
