package io.github.pgmt.postgres.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.changelog.ChangeSet;
import org.junit.jupiter.api.Test;

class HistoryValuesTest {

    private static final HistoryValues VALUES = new HistoryValues("\"acme\".\"log\"");

    @Test
    void theEndsOfAChangeSetAreLiquibases() {
        assertThat(HistoryValues.EXEC_TYPES)
                .isEqualTo(
                        Stream.of(ChangeSet.ExecType.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @Test
    void aChecksumOfEveryFormThatLiquibaseReadsIsFine() {
        assertThat(VALUES.checksum(null)).isEmpty();
        assertThat(VALUES.checksum("9:abc")).isEqualTo(Optional.of("9:abc"));
        assertThat(VALUES.checksum("of an old version")).isEqualTo(Optional.of("of an old version"));
        assertThatThrownBy(() -> VALUES.checksum("99999999999:abc"))
                .isInstanceOf(OddHistoryException.class)
                .hasMessageStartingWith("The table \"acme\".\"log\" has a row with an unknown md5sum");
    }
}
