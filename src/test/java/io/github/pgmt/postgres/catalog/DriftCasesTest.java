package io.github.pgmt.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.migration.fleet.FleetDrift.Comparison;
import io.github.pgmt.migration.fleet.FleetDrift.Look;
import io.github.pgmt.migration.outcome.CatalogDifference;
import io.github.pgmt.postgres.catalog.PostgresCatalogTest.Case;
import io.github.pgmt.postgres.embedded.EmbeddedVersion;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.testing.Engines;
import io.github.pgmt.testing.Faults;
import io.github.pgmt.testing.Servers;
import io.github.pgmt.testing.TestDatabase;
import io.github.pgmt.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of difference between two tenants, without a run that made it. */
class DriftCasesTest {

    private static final List<Case> CASES = Stream.concat(PostgresCatalogTest.cases().stream(), DriftCases.all())
            .toList();

    /** By the case's name, how many differences it may be where it is not one: something is missing and something else extra, most. */
    private static final Map<String, Integer> SEVERAL = Map.ofEntries(
            Map.entry("table's name", 2),
            Map.entry("table or view", 2),
            Map.entry("renaming", 4),
            Map.entry("unlogged", 2),
            Map.entry("owner", 2),
            Map.entry("inheritance", 3),
            Map.entry("column's name", 2),
            Map.entry("argument's type", 2),
            Map.entry("own type", 2),
            Map.entry("language", 2),
            Map.entry("label", 2),
            Map.entry("label's place", 2),
            Map.entry("label renamed", 3),
            Map.entry("enum or domain", 2),
            Map.entry("range", 5),
            Map.entry("column dropped", 2),
            Map.entry("identity dropped", 2));

    private static TestDatabase database;
    private static Found found;

    /** What the sums and the comparisons with the references are. */
    private record Found(Map<Tenant, String> sums, Map<Tenant, Comparison> comparisons) {}

    /** With names that need quotes in names and in constants, or end as another does. */
    private record Schemas(Tenant reference, Tenant alike, Tenant different) {

        static Schemas of(Case changes) {
            int number = CASES.indexOf(changes);
            return new Schemas(
                    Engines.tenant("acme" + number),
                    Engines.tenant("o\"d'd;a.me" + number),
                    Engines.tenant("cme" + number));
        }

        Stream<Tenant> all() {
            return Stream.of(reference, alike, different);
        }
    }

    static Stream<EmbeddedVersion> versions() {
        return Faults.cases(
                List.of(EmbeddedVersion.POSTGRESQL_14),
                List.of(EmbeddedVersion.POSTGRESQL_15, EmbeddedVersion.POSTGRESQL_16, EmbeddedVersion.POSTGRESQL_17));
    }

    static List<Case> cases() {
        return CASES;
    }

    @BeforeAll
    static void changeEverything() {
        database = new TestDatabase();
        found = changeEverything(database, CASES);
    }

    private static Found changeEverything(TestDatabase database, List<Case> cases) {
        List<Schemas> schemas = cases.stream().map(Schemas::of).toList();
        List<Tenant> tenants = schemas.stream().flatMap(Schemas::all).toList();
        database.execute(tenants.stream()
                .flatMap(tenant ->
                        Stream.of(PostgresCatalogTest.SCHEMA).map(sql -> PostgresCatalogTest.in(tenant.schema(), sql)))
                .toArray(String[]::new));
        database.execute(DriftCases.SHARED);
        cases.forEach(changes -> make(database, changes));
        PostgresDrift drift =
                new PostgresDrift(Servers.of(database), 4, new DriftSql(HistoryTables.DEFAULT, Set.of(), List.of()), 0);
        Look<String> sums = drift.sums(tenants);
        assertThat(sums.busy()).isEmpty();
        assertThat(sums.unread()).isEmpty();
        Map<Tenant, Tenant> references = new HashMap<>();
        schemas.forEach(some -> {
            references.put(some.alike(), some.reference());
            references.put(some.different(), some.reference());
        });
        return new Found(sums.found(), drift.compare(references).found());
    }

    @AfterAll
    static void dropEverything() {
        database.close();
    }

    private static void make(TestDatabase database, Case changes) {
        Schemas schemas = Schemas.of(changes);
        String other = changes.other().replace("pilot.", schemas.reference().schema() + ".");
        database.execute(
                PostgresCatalogTest.in(schemas.reference().schema(), changes.change()),
                PostgresCatalogTest.in(schemas.alike().schema(), changes.change()),
                PostgresCatalogTest.in(schemas.different().schema(), other));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyDifferenceIsFoundAndNamedAndNothingElse(Case changes) {
        assertFound(changes, found);
    }

    @ParameterizedTest
    @MethodSource("versions")
    @Tag(Faults.TAG)
    void everyVersionFindsTheSame(EmbeddedVersion version) {
        List<Case> cases = IntStream.range(0, CASES.size())
                .filter(number -> number % Faults.rounds(4, 1) == 0)
                .mapToObj(CASES::get)
                .toList();
        try (TestDatabase old = new TestDatabase(TestServer.of(version))) {
            Found there = changeEverything(old, cases);
            cases.forEach(changes -> assertFound(changes, there));
        }
    }

    private static void assertFound(Case changes, Found found) {
        Schemas schemas = Schemas.of(changes);
        assertThat(found.sums().get(schemas.alike()))
                .as(changes.name())
                .isEqualTo(found.sums().get(schemas.reference()));
        assertThat(found.sums().get(schemas.different()))
                .as(changes.name())
                .isNotEqualTo(found.sums().get(schemas.reference()));
        assertThat(found.comparisons().get(schemas.alike()).differences())
                .as(changes.name())
                .isEmpty();
        List<String> told = found.comparisons().get(schemas.different()).differences().stream()
                .map(CatalogDifference::sentence)
                .toList();
        assertThat(String.join("\n", told)).contains(changes.named());
        assertThat(told).hasSizeLessThanOrEqualTo(SEVERAL.getOrDefault(changes.name(), 1));
    }
}
