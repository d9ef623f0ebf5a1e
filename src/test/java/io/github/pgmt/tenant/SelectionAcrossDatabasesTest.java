package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where databases are listed, an entry of a selection may begin with the name of one. */
class SelectionAcrossDatabasesTest {

    private static final List<String> NONE = List.of();
    private static final DatabaseNames DATABASES = DatabaseNames.of(List.of("eu1", "eu10", "us.east"));

    private static final List<ListedTenant> LISTED = listed(
            "eu1/acme",
            "eu1/beta",
            "eu1/a/b",
            "eu1/eu10/acme",
            "eu10/acme",
            "eu10/*",
            "us.east/beta",
            "us.east/usXeast");

    @Test
    void aNameWithItsDatabaseIsThatTenantAlone() {
        assertThat(chosen(exactly("eu1/acme"))).containsExactly("eu1/acme");
        assertThat(chosen(names("us.east/beta"))).containsExactly("us.east/beta");
    }

    @Test
    void aNameWithoutADatabaseIsEveryTenantOfThatSchemaAndSaysSo() {
        SelectedTenants selected = names("acme", "usXeast").select(LISTED);

        assertThat(selected.tenants())
                .extracting(Tenant::displayName)
                .containsExactly("eu1/acme", "eu10/acme", "us.east/usXeast");
        assertThat(selected.inSeveral())
                .isEqualTo(Map.of("acme", List.of(new TenantId("eu1", "acme"), new TenantId("eu10", "acme"))));
    }

    @Test
    void aNameThatOneDatabaseHasOrThatIsWhollySaidIsNothingToTell() {
        assertThat(names("usXeast", "eu1/acme", "*/beta").select(LISTED).inSeveral())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eu1/*, eu1/acme eu1/beta eu1/a/b eu1/eu10/acme",
        "*/acme, eu1/acme eu10/acme",
        "*/*cme, eu1/acme eu1/eu10/acme eu10/acme",
        "eu1*/acme, eu1/acme eu10/acme",
        "eu1?/acme, eu10/acme",
        "us.east/*, us.east/beta us.east/usXeast",
        "b*, eu1/beta us.east/beta",
        "eu1/a/*, eu1/a/b",
        "*/a/b, eu1/a/b",
        "eu1/eu10/acme, eu1/eu10/acme",
        "eu10/\\*, eu10/*",
        "\\*, eu10/*"
    })
    void aPatternIsSplitAtItsFirstSlash(String pattern, String expected) {
        assertThat(chosen(names(pattern))).containsExactly(expected.split(" "));
        assertThat(chosen(new TenantSelection(NONE, NONE, List.of(pattern), NONE, DATABASES)))
                .containsExactly(expected.split(" "));
    }

    @Test
    void exactNamesAreNoGlobsWhateverTheirSchemaIs() {
        assertThat(chosen(exactly("eu10/*"))).containsExactly("eu10/*");
        assertThat(chosen(exactly("eu1/a/b", "eu1/eu10/acme"))).containsExactly("eu1/a/b", "eu1/eu10/acme");
    }

    @Test
    void anExcludeIsOfOneDatabaseOrOfAll() {
        assertThat(chosen(new TenantSelection(NONE, NONE, NONE, List.of("eu1/*", "beta", "*/usX*"), DATABASES)))
                .containsExactly("eu10/acme", "eu10/*");
        assertThat(new TenantSelection(NONE, NONE, NONE, List.of("eu1*/x", "eu10/beta", "beta"), DATABASES)
                        .select(LISTED)
                        .unusedExcludes())
                .containsExactly("eu1*/x", "eu10/beta");
    }

    @Test
    void aNameThatIsExcludedWhereverItIsIsNotMissing() {
        SelectedTenants selected = new TenantSelection(
                        NONE, List.of("acme", "eu1/beta"), NONE, List.of("eu*/*"), DATABASES)
                .select(LISTED);

        assertThat(selected.count()).isZero();
    }

    @Test
    void whatIsNotListedIsMissingWithItsDatabase() {
        SelectedTenants selected = names("eu10/beta", "delta").select(LISTED);

        assertThat(selected.missing()).containsExactly(new TenantId("eu10", "beta"), TenantId.of("delta"));
        assertThat(selected.tenants()).isEmpty();
    }

    @Test
    void aMissingNameIsNearToOneOfAnyDatabase() {
        TenantNames known = TenantNames.of(LISTED);

        assertThat(known.didYouMean(new TenantId("eu1", "amce"))).contains("\"eu1/acme\"");
        assertThat(known.didYouMean(new TenantId("us.east", "btea"))).contains("\"us.east/beta\"");
        assertThat(known.didYouMean(TenantId.of("amce"))).isEqualTo(" Did you mean \"acme\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu/acme", "EU1/acme", "eu11/*", "/acme", "eu1\\*/acme"})
    void aDatabaseThatIsNotListedIsAnError(String entry) {
        assertRefused(() -> names(entry), "\"" + entry + "\" in -Dpgmt.tenants", "eu1, eu10, us.east");
        assertRefused(() -> exactly(entry), "\"" + entry + "\" in -Dpgmt.tenant or tenantsFile");
        assertRefused(() -> new TenantSelection(NONE, NONE, List.of(entry), NONE, DATABASES), "-Dpgmt.includes");
        assertRefused(() -> new TenantSelection(NONE, NONE, NONE, List.of(entry), DATABASES), "-Dpgmt.excludes");
    }

    @Test
    void aDatabaseThatIsNotListedIsNearToOneThatIs() {
        assertRefused(() -> names("us_east/acme"), "Did you mean \"us.east\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu1/", "eu1/ "})
    void aDatabaseAloneNeverMeansAllOfIts(String entry) {
        assertRefused(() -> exactly(entry), "names no schema", "-Dpgmt.tenants=eu1/");
        assertRefused(() -> names(entry), "names no schema");
        assertRefused(() -> new TenantSelection(NONE, NONE, NONE, List.of(entry), DATABASES), "names no schema");
    }

    @Test
    void withoutAListASlashMeansNothing() {
        List<ListedTenant> listed =
                List.of(listed(Database.only("db"), "eu1/acme"), listed(Database.only("db"), "acme"));

        assertThat(new TenantSelection(List.of("eu1/acme", "x/"), NONE, NONE, NONE).select(listed))
                .satisfies(selected -> {
                    assertThat(selected.tenants()).extracting(Tenant::schema).containsExactly("eu1/acme");
                    assertThat(selected.missing()).containsExactly(TenantId.of("x/"));
                });
        assertThat(new TenantSelection(NONE, List.of("*/acme"), NONE, NONE)
                        .select(listed)
                        .tenants())
                .extracting(Tenant::schema)
                .containsExactly("eu1/acme");
    }

    @Test
    void aGoalForOneTenantNeedsItsDatabaseWhereThereAreSeveral() {
        assertThat(exactly("eu1/a/b").requireOne("drops")).isEqualTo(new TenantId("eu1", "a/b"));
        assertRefused(
                () -> exactly("acme").requireOne("drops"),
                "-Dpgmt.tenant=eu1/acme or eu10/acme or us.east/acme. Nothing was changed.");
        assertThat(new TenantSelection(List.of("a/b"), NONE, NONE, NONE).requireOne("drops"))
                .isEqualTo(TenantId.of("a/b"));
    }

    @Test
    void whoIsAskedForByNameIsKnownWithAndWithoutItsDatabase() {
        assertThat(exactly("eu1/acme", "beta").askedFor())
                .accepts(new TenantId("eu1", "acme"), new TenantId("us.east", "beta"))
                .rejects(new TenantId("eu10", "acme"), new TenantId("eu1", "acme2"));
    }

    private static final DatabaseNames WITHOUT_EU10 = DATABASES.without(Map.of("eu10", "It is down."));
    private static final List<ListedTenant> ANSWERED = LISTED.stream()
            .filter(tenant -> !tenant.home().name().equals("eu10"))
            .toList();

    @ParameterizedTest
    @ValueSource(strings = {"*", "eu10/*", "eu1*/a*", "acme", "nowhere"})
    void aDatabaseThatDoesNotAnswerIsNotPassedOverWhereItMayBeMeant(String name) {
        SelectedTenants selected = names(name).in(WITHOUT_EU10).select(ANSWERED);

        assertThat(selected.unknown()).containsExactly(new UnknownTenant(new TenantId("eu10", ""), "It is down."));
        assertThat(selected.missing()).isEmpty();
    }

    @Test
    void ofADatabaseThatDoesNotAnswerOnlyTheTenantsCountThatAreNamedWithIt() {
        SelectedTenants selected =
                exactly("eu1/acme", "eu10/x", "eu1/nobody").in(WITHOUT_EU10).select(ANSWERED);

        assertThat(selected.unknown()).extracting(UnknownTenant::displayName).containsExactly("eu10/x");
        assertThat(selected.missing()).containsExactly(new TenantId("eu1", "nobody"));
        assertThat(selected.count()).isEqualTo(3);
    }

    @Test
    void aDatabaseThatDoesNotAnswerMayBeLeftOut() {
        assertThat(unknown(new TenantSelection(NONE, NONE, NONE, List.of("eu10/*"), WITHOUT_EU10)))
                .isEmpty();
        assertThat(unknown(new TenantSelection(NONE, NONE, List.of("us*/*"), NONE, WITHOUT_EU10)))
                .isEmpty();
        assertThat(unknown(new TenantSelection(List.of("eu10/x"), NONE, NONE, List.of("x"), WITHOUT_EU10)))
                .isEmpty();
        assertThat(unknown(new TenantSelection(NONE, NONE, NONE, List.of("eu10/a*"), WITHOUT_EU10)))
                .containsExactly("eu10");
    }

    private static List<String> unknown(TenantSelection selection) {
        return selection.select(ANSWERED).unknown().stream()
                .map(UnknownTenant::displayName)
                .toList();
    }

    private static void assertRefused(ThrowingCallable selecting, String... parts) {
        assertThatThrownBy(selecting)
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContainingAll(parts);
    }

    private static TenantSelection names(String... names) {
        return new TenantSelection(NONE, List.of(names), NONE, NONE, DATABASES);
    }

    private static TenantSelection exactly(String... names) {
        return new TenantSelection(List.of(names), NONE, NONE, NONE, DATABASES);
    }

    private static List<String> chosen(TenantSelection selection) {
        return selection.select(LISTED).tenants().stream()
                .map(Tenant::displayName)
                .toList();
    }

    private static List<ListedTenant> listed(String... names) {
        return Arrays.stream(names)
                .map(TenantId::parse)
                .map(id -> listed(new Database(id.database(), "jdbc:postgresql:" + id.database()), id.schema()))
                .toList();
    }

    private static ListedTenant listed(Database database, String schema) {
        return new ListedTenant(database, schema, schema, Map.of());
    }
}
