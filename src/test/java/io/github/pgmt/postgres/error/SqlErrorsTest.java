package io.github.pgmt.postgres.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorsTest {

    /** The words of another language say nothing; what the driver met next does. */
    @ParameterizedTest
    @CsvSource({"ERROR, false, false", "FATAL, false, true", "FATALE, true, true", "ERROR, true, true"})
    void anErrorOfTheConnectionsClassIsTheStatementsOnlyWhereTheConnectionGoesOn(
            String severity, boolean isFollowed, boolean lost) {
        SQLException error = new PSQLException(new ServerErrorMessage("S" + severity + "\0C08P01\0Mno\0"));
        if (isFollowed) {
            error.setNextException(new SQLException("An I/O error occurred.", "08006"));
        }

        assertThat(SqlErrors.isConnectionLost(error)).isEqualTo(lost);
        assertThat(SqlErrors.obstacle(error).isPresent()).isEqualTo(lost);
    }
}
