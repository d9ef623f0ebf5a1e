package io.github.pgmt.postgres.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgmt.migration.failure.RunRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL is understood, or refused in words, and never shows a secret. */
class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://app:hunter2@db.example/app",
                "jdbc:postgresql://app:hunter2@db.example:5432/app?sslmode=require",
                "jdbc:postgresql://app@db.example/app",
                "jdbc:postgresql://app:hunter2/x@db.example/app",
                "jdbc:postgresql://app:5/hunter2@db.example/app",
                "jdbc:postgresql://app:5/hunter2@",
                "jdbc:postgresql://app:hunter2?x@db.example/app",
                "jdbc:postgresql://app:hunter2?password=x@hunter2@db.example/app",
                "jdbc:postgresql://app:hun@hunter2@db.example,other/app",
                "jdbc:postgresql://app:hunter2@[::1]:5432/app",
                "jdbc:postgresql:app:hunter2@db.example/app",
                "postgresql://app:hunter2@db.example/app",
                "postgres://app:hunter2@db.example:5432/app"
            })
    void aUserOrPasswordBeforeTheHostIsRefusedInWordsAndNotShown(String url) {
        assertThat(refusal(url))
                .contains("something before an @", "-Dpgmt.username", "-Dpgmt.serverId", "PGMT_PASSWORD")
                .doesNotContain("hunter2", "app:", "app@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db.example/app?password=hunter2",
                "jdbc:postgresql://db.example:port/app?password=hunter2",
                "jdbc:postgresql://db.example:/app?password=hunter2",
                "jdbc:postgresql://db.example:99999/app?password=hunter2",
                "jdbc:postgresql://db.example?password=hunter2",
                "jdbc:postgresql://db.example/app/more?password=hunter2",
                "jdbc:postgresql:/app?password=hunter2",
                "jdbc:postgresql://db.example/app?password=hunter2&application=%zz",
                "jdbc:sqlserver://db.example;password=hunter2",
                "jdbc:postgresql://db.example/%zz?sslpassword=hunter2&dbToken=hunter2&client_secret=hunter2"
            })
    void whatIsNoUrlOfTheDriversIsRefusedWithoutItsSecrets(String url) {
        assertThat(refusal(url))
                .startsWith("-Dpgmt.url=")
                .contains("is not a URL of PostgreSQL's JDBC driver")
                .doesNotContain("hunter2");
    }

    @Test
    void aServiceThatIsNotFoundIsNamedAsOne() {
        assertThat(refusal("jdbc:postgresql://?service=nowhere")).contains("service is not found");
    }

    /** Which would print it, with Maven, on the error output. */
    private static String refusal(String url) {
        Logger logger = Logger.getLogger("org.postgresql");
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.INFO.intValue() && entry.getParameters() != null) {
                    logged.add(String.join(" ", List.of(entry.getParameters()).toString()));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            RunRefusedException refused = catchThrowableOfType(RunRefusedException.class, () -> address(url));
            assertThat(logged.toString()).doesNotContain("hunter2");
            return refused.getMessage();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:app",
                "jdbc:postgresql:",
                "jdbc:postgresql://",
                "jdbc:postgresql:///",
                "jdbc:postgresql:///app",
                "jdbc:postgresql://db.example/",
                "jdbc:postgresql://db.example:5433/app",
                "jdbc:postgresql://one:5433,two,three:1/app?user=app@tenant",
                "jdbc:postgresql://[::1]:5432,[fe80::1]/app",
                "jdbc:postgresql://db.example/a%40b?password=p@w",
                "jdbc:postgresql://project:region:5432/app?socketFactory=com.example.Factory&cloudSqlInstance=p:r:i"
            })
    void everyFormOfTheDriversIsTaken(String url) {
        assertThat(address(url).display()).isEqualTo(url.replaceFirst("\\?.*", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOnly=true",
                "targetServerType=secondary",
                "targetServerType=preferSecondary",
                "targetServerType=slave",
                "loadBalanceHosts=true",
                "loadBalanceHosts=true&targetServerType=preferPrimary"
            })
    void aUrlWithWhichNothingIsToBeChangedIsForLookingAlone(String parameters) {
        DatabaseAddress address = address("jdbc:postgresql://one,two/app?" + parameters);

        assertThatThrownBy(address::requireForChanges)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll(parameters.replaceFirst("&.*", ""), "-Dpgmt.url", "Nothing was changed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOnly=false",
                "readOnly=true&readOnlyMode=ignore",
                "targetServerType=primary",
                "targetServerType=preferPrimary",
                "loadBalanceHosts=true&targetServerType=primary"
            })
    void aUrlThatDoesNotKeepFromChangesIsForAllGoals(String parameters) {
        address("jdbc:postgresql://one,two/app?" + parameters).requireForChanges();
        address("jdbc:postgresql://one/app?loadBalanceHosts=true").requireForChanges();
    }

    @Test
    void aSessionOfReplicationIsRefusedToAllGoals() {
        assertThat(refusal("jdbc:postgresql://db/app?replication=database")).contains("replication=database");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ApplicationName=mine|ApplicationName",
                "currentSchema=acme|-Dpgmt.sharedSchemas",
                "autosave=always|autosave",
                "options=-c%20lock_timeout=5s|-Dpgmt.lockTimeout",
                "options=-c%20role=app%20--statement-timeout=5s|-Dpgmt.statementTimeout",
                "options=-csearch_path=acme|search_path",
                "sslMode=verify-full|sslMode (did you mean sslmode?)",
                "cloudSqlInstance=p:r:i|knows no parameter cloudSqlInstance"
            })
    void whatTheUrlAsksForInVainIsTold(String expectation) {
        String[] parts = expectation.split("\\|");

        assertThat(address("jdbc:postgresql://db/app?" + parts[0]).warnings())
                .singleElement()
                .asString()
                .contains(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=verify-full&options=-c%20role=app&socketTimeout=30&autosave=never",
                "socketFactory=com.example.Factory&cloudSqlInstance=p:r:i",
                "authenticationPluginClassName=com.example.Plugin&azure.clientId=1",
                "user=app&password=p"
            })
    void nothingIsToldOfWhatCounts(String parameters) {
        assertThat(address("jdbc:postgresql://db/app?" + parameters).warnings()).isEmpty();
    }

    @Test
    void ofTwoRolesTheOneBesideTheUrlIsTaken() {
        DatabaseAddress address = new DatabaseAddress(
                "jdbc:postgresql://db/app?user=one&password=first", Optional.of("two"), Optional.of("second"));

        assertThat(address.warnings()).singleElement().asString().contains("\"two\"", "not \"one\"");
        assertThat(address.properties()).containsEntry("user", "two").containsEntry("password", "second");
        assertThat(address.secrets()).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void theSecretsOfTheUsersClassesAreSecretsToo() {
        DatabaseAddress address = address("jdbc:postgresql://db/app?sslpassword=hush-key&clientSecret=hush-client"
                + "&sslpasswordcallback=com.example.Ask&socketFactory=com.example.Factory");

        assertThat(address.secrets()).containsExactlyInAnyOrder("hush-key", "hush-client");
        assertThat(DatabaseAddress.withoutSecrets(address.url()))
                .isEqualTo("jdbc:postgresql://db/app?sslpasswordcallback=com.example.Ask"
                        + "&socketFactory=com.example.Factory");
    }

    private static DatabaseAddress address(String url) {
        return new DatabaseAddress(url, Optional.empty(), Optional.empty());
    }
}
