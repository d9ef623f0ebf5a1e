package io.github.pgmt.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSelectionTest {

    private static final List<String> NONE = List.of();
    private static final List<ListedTenant> LISTED = listed("acme", "acme_test", "beta", "gamma_test");

    @Test
    void withoutARestrictionEveryTenantIsChosenInOrder() {
        assertThat(chosen(TenantSelection.ALL)).containsExactly("acme", "acme_test", "beta", "gamma_test");
    }

    @Test
    void aNameIsTheWholeSchema() {
        assertThat(chosen(names("acme"))).containsExactly("acme");
    }

    @Test
    void namesMayBeGlobs() {
        assertThat(chosen(names("acme*", "bet?"))).containsExactly("acme", "acme_test", "beta");
    }

    @Test
    void aTenantThatIsChosenTwiceIsThereOnce() {
        assertThat(chosen(new TenantSelection(List.of("acme"), List.of("acme", "*"), NONE, NONE)))
                .containsExactly("acme", "acme_test", "beta", "gamma_test");
    }

    @Test
    void exactSchemasAreNoGlobs() {
        List<ListedTenant> listed = listed("a*", "acme");

        SelectedTenants selected = new TenantSelection(List.of("a*"), NONE, NONE, NONE).select(listed);

        assertThat(selected.tenants()).extracting(Tenant::schema).containsExactly("a*");
    }

    @Test
    void includesAndExcludesNarrowTheChoice() {
        assertThat(chosen(new TenantSelection(NONE, NONE, List.of("acme*", "be*"), List.of("*_test"))))
                .containsExactly("acme", "beta");
    }

    @Test
    void whatIsNotChosenHasAReason() {
        TenantSelection selection =
                new TenantSelection(List.of("acme"), NONE, List.of("acme*", "be*"), List.of("x", "*_test"));

        assertThat(selection.leftOut(LISTED))
                .containsExactly(
                        new LeftOutTenant(TenantId.of("acme_test"), "excluded by \"*_test\""),
                        new LeftOutTenant(TenantId.of("beta"), "not named"),
                        new LeftOutTenant(TenantId.of("gamma_test"), "excluded by \"*_test\""));
        assertThat(new TenantSelection(NONE, NONE, List.of("b*"), NONE).leftOut(LISTED))
                .extracting(LeftOutTenant::reason)
                .containsOnly("not in includes");
        assertThat(TenantSelection.ALL.leftOut(LISTED)).isEmpty();
    }

    @Test
    void ofSeveralExcludesTheFirstIsTheReason() {
        assertThat(reasonsOfBeta("x", "b*", "beta", "be*")).containsExactly("excluded by \"b*\"");
        assertThat(reasonsOfBeta("x*", "beta", "b*", "beta")).containsExactly("excluded by \"beta\"");
        assertThat(reasonsOfBeta("be\\ta", "bet?", "*")).containsExactly("excluded by \"bet?\"");
    }

    private static List<String> reasonsOfBeta(String... excludes) {
        return new TenantSelection(NONE, NONE, NONE, List.of(excludes))
                .leftOut(listed("beta")).stream().map(LeftOutTenant::reason).toList();
    }

    @Test
    void whatIsAskedForByNameHasNoWildcard() {
        TenantSelection selection =
                new TenantSelection(List.of("a*", "acme"), List.of("b*", "beta", "star\\*", "acme"), NONE, NONE);

        assertThat(List.of("a*", "acme", "beta", "star*")).map(TenantId::of).allMatch(selection.askedFor());
        assertThat(List.of("b*", "better", "a", "star\\*")).map(TenantId::of).noneMatch(selection.askedFor());
        assertThat(selection.isOpen()).isTrue();
        assertThat(names("beta", "star\\*").isOpen()).isFalse();
        assertThat(TenantSelection.ALL.askedFor()).rejects(TenantId.of("acme"));
    }

    @Test
    void tenThousandNamesChooseAmongTenThousandTenants() {
        List<String> schemas = IntStream.range(0, 10_000)
                .mapToObj(number -> "tenant_" + number)
                .toList();
        List<ListedTenant> listed = listed(schemas.toArray(String[]::new));
        List<String> odd = IntStream.range(0, 10_000)
                .filter(number -> number % 2 == 1)
                .mapToObj(schemas::get)
                .toList();

        SelectedTenants selected = new TenantSelection(NONE, schemas, NONE, odd).select(listed);

        assertThat(selected.count()).isEqualTo(5_000);
        assertThat(new TenantSelection(schemas, NONE, NONE, odd).leftOut(listed))
                .hasSize(5_000);
    }

    @Test
    void theRegistrysParametersComeAlong() {
        List<ListedTenant> listed =
                List.of(new ListedTenant(Database.only("db"), "t_acme", "acme", Map.of("plan", "gold")));

        assertThat(names("t_acme").select(listed).tenants())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new Tenant("db", "t_acme", "acme", Map.of("plan", "gold")));
    }

    @Test
    void aPlainNameThatIsListedNowhereIsMissing() {
        SelectedTenants selected =
                new TenantSelection(List.of("delta"), List.of("acme", "Acme"), NONE, NONE).select(LISTED);

        assertThat(selected.tenants()).extracting(Tenant::schema).containsExactly("acme");
        assertThat(selected.missing()).containsExactly(TenantId.of("delta"), TenantId.of("Acme"));
    }

    @Test
    void aNameThatIsExcludedIsNeitherChosenNorMissing() {
        SelectedTenants selected =
                new TenantSelection(NONE, List.of("acme", "delta"), NONE, List.of("acme", "delta")).select(LISTED);

        assertThat(selected.tenants()).isEmpty();
        assertThat(selected.missing()).isEmpty();
    }

    @Test
    void aGlobThatMatchesNothingIsAnError() {
        assertError(names("acme", "x*"), "\"x*\" in -Dpgmt.tenants");
        assertError(names("ACME*"), "\"ACME*\" in -Dpgmt.tenants");
        assertError(new TenantSelection(NONE, NONE, List.of("x*"), NONE), "\"x*\" in -Dpgmt.includes");
    }

    @Test
    void anExcludeThatMatchesNothingIsWorthAWarning() {
        TenantSelection selection = new TenantSelection(NONE, NONE, NONE, List.of("x*", "beta", "delta"));

        assertThat(selection.select(LISTED).unusedExcludes()).containsExactly("x*", "delta");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyEntryIsAnErrorAndNeverAll(String empty) {
        List<String> entries = List.of("acme", empty);

        assertRefused("tenant or tenantsFile", () -> new TenantSelection(entries, NONE, NONE, NONE));
        assertRefused("tenants", () -> new TenantSelection(NONE, entries, NONE, NONE));
        assertRefused("includes", () -> new TenantSelection(NONE, NONE, entries, NONE));
        assertRefused("excludes", () -> new TenantSelection(NONE, NONE, NONE, entries));
    }

    @Test
    void anEntryThatIsNotThereIsAnError() {
        assertRefused("tenants", () -> new TenantSelection(NONE, Arrays.asList("acme", null), NONE, NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$user", "pg_x", "information_schema", " acme", "acme\t", "a\\b", "  "})
    void anUnusableSchemaIsSetApartFromTheOthersWhetherListedOrAskedFor(String schema) {
        SelectedTenants ofAll = TenantSelection.ALL.select(listed("acme", schema));

        assertThat(ofAll.tenants()).extracting(Tenant::schema).containsExactly("acme");
        assertThat(ofAll.unusable())
                .containsExactly(new UnusableTenant(
                        TenantId.of(schema), SchemaName.objection(schema).orElseThrow()));
        assertThat(ofAll.missing()).isEmpty();
        assertThat(ofAll.count()).isEqualTo(2);
    }

    @Test
    void anUnusableNameThatIsAskedForIsNotSaidToBeMissing() {
        SelectedTenants byName = names("pg_x", "acme", "nowhere").select(LISTED);
        SelectedTenants bySchema =
                new TenantSelection(List.of("$user", "acme", "nowhere"), NONE, NONE, NONE).select(LISTED);

        assertThat(byName.unusable()).extracting(UnusableTenant::schema).containsExactly("pg_x");
        assertThat(bySchema.unusable()).extracting(UnusableTenant::schema).containsExactly("$user");
        assertThat(List.of(byName, bySchema)).allSatisfy(selected -> {
            assertThat(selected.tenants()).extracting(Tenant::schema).containsExactly("acme");
            assertThat(selected.missing()).containsExactly(TenantId.of("nowhere"));
        });
    }

    @Test
    void anUnusableSchemaMayBeExcluded() {
        TenantSelection selection = new TenantSelection(NONE, NONE, NONE, List.of("$user"));

        assertThat(selection.select(listed("$user", "acme")).tenants())
                .extracting(Tenant::schema)
                .containsExactly("acme");
    }

    private static List<ListedTenant> listed(String... schemas) {
        return Arrays.stream(schemas)
                .map(schema -> new ListedTenant(Database.only("db"), schema, schema, Map.of()))
                .toList();
    }

    private static TenantSelection names(String... names) {
        return new TenantSelection(NONE, List.of(names), NONE, NONE);
    }

    private static List<String> chosen(TenantSelection selection) {
        return selection.select(LISTED).tenants().stream().map(Tenant::schema).toList();
    }

    private static void assertError(TenantSelection selection, String words) {
        assertThatThrownBy(() -> selection.select(LISTED))
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining(words);
    }

    private static void assertRefused(String parameter, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(InvalidSelectionException.class)
                .hasMessageContaining("An entry of " + parameter + " is empty");
    }
}
