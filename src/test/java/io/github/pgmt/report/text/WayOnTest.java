package io.github.pgmt.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Failure.Kind;
import io.github.pgmt.migration.outcome.Operation;
import io.github.pgmt.testing.Reports;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WayOnTest {

    @ParameterizedTest
    @CsvSource({
        "CHANGESET, 42701, MIGRATE, mend the changeset or the tenant's data",
        "CHANGESET, 42501, MIGRATE, GRANT the right that is lacking (pgmt:doctor",
        "CHANGESET, 55P03, MIGRATE, -Dpgmt.lockTimeout and -Dpgmt.retries",
        "CHANGESET, 40P01, SET_UP, nothing is wrong with the changelog",
        "CHANGESET, 57014, MIGRATE, somebody ended the statement",
        "CHANGESET, 53100, MIGRATE, it is the server",
        "CHANGESET, 08P01, MIGRATE, mend the changeset or the tenant's data",
        "CONNECTION, 08006, MIGRATE, it is the server or the way to it",
        "CHANGESET, 42701, SYNCHRONIZE, -Dpgmt.force=true",
        "CHANGESET, 42701, ROLL_BACK, what was taken back before stays so",
        "CHANGESET, , TAG, do as the message says",
        "CONNECTION, 57P01, MIGRATE, what was applied before is kept; it is the server or the way to it",
        "CONNECTION, , DROP, what is gone stays gone; do as the message says",
        "CONNECTION, 42501, MIGRATE, GRANT the right",
        "HOOK, 42703, MIGRATE, mend the hook that the message names",
        "VERIFY, , MIGRATE, pgmt:status shows what each history has",
        "LOCKED, , MIGRATE, -Dpgmt.lockWait",
        "LOCKED, , RELEASE, do as the message says.",
        "UNMANAGED, , MIGRATE, pgmt:changelog-sync",
        "UNMANAGED, , SYNCHRONIZE, -Dpgmt.toTag",
        "FOREIGN, , MIGRATE, -Dpgmt.changeLogFile",
        "UNTRUSTED, , MIGRATE, -Dpgmt.trustedOwners",
        "NAME, , MIGRATE, -Dpgmt.excludes",
        "MISSING, , MIGRATE, pgmt:list-tenants"
    })
    void fitsTheFailure(Kind kind, String sqlState, Operation operation, String words) {
        assertThat(WayOn.from(failure(kind, sqlState), operation, false))
                .contains(words)
                .endsWith(".");
    }

    @Test
    void doesNotSayOfADryRunThatAnythingWasApplied() {
        assertThat(WayOn.from(failure(Kind.CHANGESET, null), Operation.MIGRATE, true))
                .isEqualTo("nothing was changed; do as the message says, then retry.");
        assertThat(WayOn.from(failure(Kind.CONNECTION, "08006"), Operation.MIGRATE, true))
                .startsWith("nothing was changed; ")
                .doesNotContain("goes on");
    }

    private static Failure failure(Kind kind, String sqlState) {
        return new Failure(
                kind,
                sqlState == null || kind != Kind.CHANGESET ? Optional.empty() : Optional.of(Reports.USERS),
                Optional.ofNullable(sqlState),
                "No.");
    }
}
