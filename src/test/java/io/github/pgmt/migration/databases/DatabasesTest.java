package io.github.pgmt.migration.databases;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgmt.migration.fleet.ConnectionLimit;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.tenant.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabasesTest {

    @Test
    void looksAtAllDatabasesOfAServerAtOnceHaveNoMoreConnectionsThanItsTenantsWork() {
        for (int count = 1; count <= 20; count++) {
            for (int threads = 1; threads <= 16; threads++) {
                Databases<String> databases = databases(count, 4);
                int together = 0;
                for (DatabasePlace place : here(databases)) {
                    int looks = databases.looks(place, threads);
                    assertThat(looks).isBetween(1, Math.min(4, threads));
                    together += looks;
                }

                DatabasePlace first = here(databases).get(0);
                assertThat(databases.needs(first, threads).lackForEver(List.of(limit(together - 1, false))))
                        .as("%s databases, %s threads", count, threads)
                        .isPresent();
            }
        }
    }

    @Test
    void aFewDatabasesAreLookedIntoWithAllThreadsThatTheyMayHave() {
        Databases<String> two = databases(2, 4);
        Databases<String> ten = databases(10, 4);

        assertThat(here(two)).allMatch(place -> two.looks(place, 8) == 4);
        assertThat(here(ten)).allMatch(place -> ten.looks(place, 4) == 2);
    }

    /** A server's limit is for all its databases, and a database's for that one. */
    @Test
    void connectionsAreCountedForEachServer() {
        Databases<String> three = databases(3, 4);
        ConnectionNeeds needs = three.needs(here(three).get(0), 10);

        assertThat(needs.lackForEver(List.of(limit(26, false)))).isEmpty();
        assertThat(needs.lackForEver(List.of(limit(25, false))).orElseThrow().what())
                .endsWith("with 10 threads the run may need 26.");
        assertThat(needs.lackForEver(List.of(limit(10, true)))).isEmpty();
        assertThat(needs.lackForEver(List.of(limit(9, true))).orElseThrow().what())
                .endsWith("with 4 threads the run may need 10.");
    }

    private static ConnectionLimit limit(int allowed, boolean ofDatabase) {
        return new ConnectionLimit("It", allowed, 0, "Raise it.", ofDatabase);
    }

    /** So many of one server, and one of another. */
    private static Databases<String> databases(int count, int threads) {
        Map<DatabasePlace, String> reached = new LinkedHashMap<>();
        for (int number = 1; number <= count; number++) {
            reached.put(place("eu" + number, "here:5432", threads), "");
        }
        reached.put(place("us", "there:5432", threads), "");
        return new Databases<>(reached, List.of());
    }

    private static List<DatabasePlace> here(Databases<String> databases) {
        return databases.reached().keySet().stream()
                .filter(place -> place.server().equals("here:5432"))
                .toList();
    }

    private static DatabasePlace place(String name, String server, int threads) {
        return new DatabasePlace(new Database(name, "jdbc:postgresql://" + server + "/" + name), server, 17, threads);
    }
}
