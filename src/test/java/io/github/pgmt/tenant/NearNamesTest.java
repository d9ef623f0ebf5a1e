package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearNamesTest {

    private static final List<String> KNOWN = List.of(
            "changeLogFile",
            "contexts",
            "dryRun",
            "excludes",
            "includes",
            "skip",
            "tenant",
            "tenants",
            "threads",
            "url",
            "username");

    @ParameterizedTest
    @CsvSource({
        "dryrun, dryRun",
        "DRYRUN, dryRun",
        "dry-run, dryRun",
        "dry_run, dryRun",
        "dry.run, dryRun",
        "dyrRun, dryRun",
        "dryRnu, dryRun",
        "drRun, dryRun",
        "dryRunn, dryRun",
        "drr-run, dryRun",
        "dry, dryRun",
        "tenat, tenant",
        "tennants, tenants",
        "Tenants, tenants",
        "excldues, excludes",
        "skp, skip",
        "ulr, url",
        "user, username",
        "change-log, changeLogFile",
        "changelogfile.yaml, changeLogFile",
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(NearNames.nearest(typed, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"parallel", "x", "no", "''", "---", "labels"})
    void proposesNothingThatIsFarAway(String typed) {
        assertThat(NearNames.nearest(typed, KNOWN)).isEmpty();
    }

    @Test
    void equalButForCaseIsNearerThanEqualButForDashes() {
        assertThat(NearNames.near("ACME_1", List.of("acme1", "acme-1", "acme_1", "acme_2", "acme"), 3))
                .containsExactly("acme_1", "acme-1", "acme1");
    }

    @Test
    void theNearestComesFirstAndNoMoreThanAskedFor() {
        assertThat(NearNames.near("acm", List.of("acme_corporation", "acn", "beta", "acme", "acme"), 10))
                .containsExactly("acme", "acn", "acme_corporation");
        assertThat(NearNames.near("acm", List.of("acn", "acme"), 1)).containsExactly("acme");
        assertThat(NearNames.near("acme", List.of(), 3)).isEmpty();
    }

    @Test
    void oneLetterIsNoMistypingOfAnother() {
        assertThat(NearNames.nearest("a", List.of("b"))).isEmpty();
        assertThat(NearNames.nearest("a", List.of("ab"))).contains("ab");
        assertThat(NearNames.nearest("A", List.of("a"))).contains("a");
    }

    @Test
    void anyCharactersCanBeInNames() {
        assertThat(NearNames.nearest("müler", List.of("müller", "x\ny"))).contains("müller");
        assertThat(NearNames.nearest("db/changelog.yml", List.of("db/changelog.yaml", "db/other.yaml")))
                .contains("db/changelog.yaml");
    }
}
