package io.github.pgmt.postgres.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Outcome;
import io.github.pgmt.migration.RunId;
import io.github.pgmt.migration.TenantResult;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.outcome.OperationResults;
import io.github.pgmt.migration.outcome.TenantStatus;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.registry.QueryTenants;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Fleet;
import io.github.pgmt.testing.LiquibaseLine;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.ToldSocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URL says comes to where it is to come to, and what stands in the way is named. */
class ConnectingTest {

    private static final String FACTORY = "socketFactory=" + ToldSocketFactory.class.getName();

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void aSocketFactoryIsToldWhatTheDriverItselfDoesNotKnow() {
        String instance =
                "project:region:" + database.query("SELECT current_database()").get(0);
        TestDatabase cloud = database.with(FACTORY + "&cloudSqlInstance=" + instance + "&ipTypes=PRIVATE");
        Fleet.createTenants(database, 2);

        OperationResults results = Fleet.migrateAll(
                Engines.of(cloud, LiquibaseLine.LIQUIBASE_4, "changelogs/cohorts/plain.sql"), Fleet.options(1));

        assertThat(results.tenants()).extracting(TenantResult::outcome).containsOnly(Outcome.MIGRATED);
        assertThat(ToldSocketFactory.toldOf("cloudSqlInstance", instance))
                .hasSizeGreaterThan(3)
                .allSatisfy(told -> assertThat(told).containsEntry("ipTypes", "PRIVATE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socketFactory", "connectExecutor"})
    void aClassThatIsNotThereIsToBeAddedToThePlugin(String parameter) {
        assertThat(refusal(database.with("loginTimeout=20&" + parameter + "=com.example.Absent")
                        .url()))
                .contains("com.example.Absent", "is not found", "<dependencies>")
                .doesNotContain("password");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertThat(refusal("jdbc:postgresql://nowhere.invalid/app"))
                .contains("The host \"nowhere.invalid\" is not known", "Check -Dpgmt.url.")
                .doesNotContain("password");
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws IOException {
        assertThat(refusal("jdbc:postgresql://localhost:" + freePort() + "/app"))
                .contains("refused", "Nothing listens there", "Check -Dpgmt.url.")
                .doesNotContain("password");
    }

    @Test
    void aServerThatDoesNotAnswerIsToldFromOneThatIsNotThere() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(refusal("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/app?socketTimeout=1"
                            + "&sslmode=disable&gssEncMode=disable"))
                    .contains("No answer came in time", "firewall")
                    .doesNotContain("password");
        }
    }

    @Test
    void aServerOfAnotherKindIsTold() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> closeEach(other));
            closing.setDaemon(true);
            closing.start();
            assertThat(refusal("jdbc:postgresql://localhost:" + other.getLocalPort()
                            + "/app?sslmode=disable&gssEncMode=disable"))
                    .containsAnyOf("closed the connection without a word", "The network said");
        }
    }

    private static void closeEach(ServerSocket other) {
        while (!other.isClosed()) {
            try {
                other.accept().close();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void eachOfSeveralHostsIsTold() throws IOException {
        int free = freePort();
        assertThat(refusal("jdbc:postgresql://nowhere.invalid,localhost:" + free + "/app"))
                .contains("nowhere.invalid:5432: ", "The host \"nowhere.invalid\" is not known")
                .contains("localhost:" + free + ": ", "Nothing listens there");
    }

    @Test
    void aServerThatIsNotOfTheKindThatIsLookedForIsToldWithItsKind() {
        assertThat(refusal(database.with("targetServerType=secondary").url()))
                .contains("targetServerType", "it answers, and is a primary");
    }

    @Test
    void tlsThatTheServerDoesNotHaveAndARoleThatIsNotThereAreSaid() {
        assertThat(refusal(database.with("sslmode=require").url())).contains("SSL");
        assertThat(refusal(database.with("user=nobody_here&password=wrong").url()))
                .contains("nobody_here", "PGMT_PASSWORD");
    }

    @Test
    void aStatementThatTakesLongerThanTheSocketMayWaitIsNotTriedAgain() {
        assertTimedOut("socketTimeout=2", "socketTimeout=2 of -Dpgmt.url", Failure.Kind.CONNECTION);
    }

    @Test
    void aStatementThatTheDriverCancelsIsToldWithItsLimit() {
        assertTimedOut("queryTimeout=2", "queryTimeout=2 in -Dpgmt.url", Failure.Kind.CHANGESET);
    }

    /** One tenant goes through Liquibase, the others are replayed. */
    private void assertTimedOut(String limit, String words, Failure.Kind kind) {
        Fleet.createTenants(database, 3);
        OperationResults results = Fleet.migrateAll(
                Engines.of(database.with(limit), LiquibaseLine.LIQUIBASE_4, "changelogs/url/slow.sql"),
                Fleet.options(2));

        assertThat(results.tenants().get(0).outcome()).isEqualTo(Outcome.MIGRATED);
        assertThat(results.tenants().subList(1, 3)).allSatisfy(tenant -> {
            Failure failure = tenant.failure().orElseThrow();
            assertThat(failure.message()).contains(words, "out of the URL");
            assertThat(failure.obstacle()).isEmpty();
            assertThat(failure.changeSet()).get().asString().contains("slow");
            assertThat(tenant.changeSets().applied()).hasSize(1);
            assertThat(tenant.way().waiting().tries()).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void aLookThatTheSocketDoesNotWaitForIsNotBegunAgain() {
        Server server = Servers.of(database.with("socketTimeout=1"));

        DatabaseUnavailableException thrown = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> new CatalogReader(server).read("how long it takes", connection -> {
                    PlainSql.execute(connection, "SELECT pg_catalog.pg_sleep(30)");
                    return null;
                }));

        assertThat(thrown.getMessage()).contains("socketTimeout=1 of -Dpgmt.url");
    }

    @Test
    void aLimitInTheUrlOfAListedDatabaseIsNamedByTheDatabase() {
        Server server = Servers.listed("eu1", database.with("queryTimeout=3&maxResultBuffer=1M"));

        assertThat(server.limits().exceeded(new SQLException("cancelled", "57014")))
                .hasValueSatisfying(
                        told -> assertThat(told).startsWith("queryTimeout=3 in the URL of the database eu1 lets"));
        assertThat(server.limits().exceeded(new SQLException("over maxResultBuffer", "54000")))
                .hasValueSatisfying(
                        told -> assertThat(told).startsWith("maxResultBuffer=1M in the URL of the database eu1 is"));
    }

    /** Whatever the driver is told about the way it works, the result is the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "autosave=always&cleanupSavepoints=true&preferQueryMode=extendedCacheEverything&prepareThreshold=-1"
                        + "&defaultRowFetchSize=1&reWriteBatchedInserts=true&stringtype=unspecified",
                "preferQueryMode=simple&binaryTransfer=false&convertBooleanToNumeric=true&disableColumnSanitiser=true"
                        + "&logServerErrorDetail=false&readOnlyMode=always"
                        + "&targetServerType=primary&groupStartupParameters=true&unknownLength=5&allowEncodingChanges=true"
                        + "&assumeMinServerVersion=9.0&ApplicationName=mine&currentSchema=nowhere&loginTimeout=30"
                        + "&options=-c%20lock_timeout=1%20-c%20default_transaction_isolation=serializable",
                "preferQueryMode=extendedForPrepared&prepareThreshold=1&flushCacheOnDdl=false&stringtype=varchar"
                        + "&hideUnprivilegedObjects=true&adaptiveFetch=true&maxResultBuffer=10M&defaultRowFetchSize=2"
                        + "&quoteReturningIdentifiers=false&escapeSyntaxCallMode=call"
            })
    void noParameterOfTheDriversChangesTheResult(String parameters) {
        Fleet.createTenants(database, 3);
        TestDatabase told = database.with(parameters);

        OperationResults results = Fleet.migrateAll(
                Engines.of(told, LiquibaseLine.LIQUIBASE_4, "changelogs/url/several.xml"), Fleet.options(2));

        assertThat(results.tenants())
                .allSatisfy(tenant -> assertThat(tenant.failure()).isEmpty())
                .extracting(TenantResult::outcome)
                .containsOnly(Outcome.MIGRATED);
        assertThat(results.outside()).isEmpty();
        for (int tenant = 1; tenant <= 3; tenant++) {
            assertThat(database.query(
                            "SELECT name || ' ' || note || ' ' || active FROM t0" + tenant + ".account ORDER BY id"))
                    .containsExactly("first none true", "second some true");
        }
        assertThat(Fleet.status(Engines.of(told, LiquibaseLine.LIQUIBASE_4, "changelogs/url/several.xml")))
                .extracting(TenantStatus::state)
                .containsOnly(TenantStatus.State.UP_TO_DATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"readOnly=true&readOnlyMode=always&targetServerType=preferSecondary"})
    void aUrlForLookingIsGoodForTheStatus(String parameters) {
        Fleet.createTenants(database, 2);
        Engines engines =
                Engines.of(database.with(parameters), LiquibaseLine.LIQUIBASE_4, "changelogs/cohorts/plain.sql");

        assertThat(Fleet.status(engines)).extracting(TenantStatus::state).containsOnly(TenantStatus.State.PENDING);
        assertThat(new QueryTenants(engines.server(), "VALUES ('t01')", Optional.empty()).list())
                .hasSize(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    private static String refusal(String url) {
        DatabaseAddress address = new DatabaseAddress(url, Optional.empty(), Optional.empty());
        DatabaseUnavailableException thrown = catchThrowableOfType(
                DatabaseUnavailableException.class,
                () -> Server.connect(
                        address,
                        RunId.startingAt(Instant.now()),
                        new Server.Timeouts(Duration.ofSeconds(1), Duration.ZERO)));
        return thrown.getMessage();
    }
}
