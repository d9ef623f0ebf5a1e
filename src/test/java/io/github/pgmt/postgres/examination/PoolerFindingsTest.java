package io.github.pgmt.postgres.examination;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.connection.FakePooler;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.testing.Examinations;
import io.github.pgmt.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pooler between pgmt and the server is noticed, whatever it does. */
class PoolerFindingsTest {

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aServerItselfIsNoPooler() {
        assertThat(findings(database.url())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION, WARNING, A pooler in session mode",
        "SESSION_WITHOUT_OPTIONS, ERROR, What a session is started with does not arrive",
        "TRANSACTION, ERROR, A pooler hands the server's sessions from one connection to the other"
    })
    void aPoolerIsNoticed(FakePooler.Mode mode, Severity severity, String message) throws IOException {
        try (FakePooler pooler = new FakePooler(database, mode)) {
            List<Finding> findings = findings(pooler.url());

            assertThat(findings).extracting(Finding::severity).containsExactly(severity);
            assertThat(findings.get(0).message()).startsWith(message);
        }
    }

    private static List<Finding> findings(String url) {
        Server server = Server.connect(
                new DatabaseAddress(url, Optional.empty(), Optional.empty()),
                RunId.startingAt(Instant.now()),
                new Server.Timeouts(Duration.ZERO, Duration.ZERO));
        return new PostgresExamination(server, Examinations.FLEET)
                .server(new ConnectionNeeds(4)).stream()
                        .filter(finding -> finding.check().equals("pooler"))
                        .toList();
    }
}
