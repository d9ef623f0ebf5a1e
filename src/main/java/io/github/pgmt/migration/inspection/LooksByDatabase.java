package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at tenants, those of each database by themselves. One that is lost between two looks spoils no other's; which were lost is
 * known afterwards, since what was not seen there must not be taken for what is not there.
 */
final class LooksByDatabase {

    private final Map<Database, String> lost = new LinkedHashMap<>();

    /** What one database says, or why it did not. */
    private record Answer<T>(Database database, Optional<T> found, String why) {

        static <T> Answer<T> of(List<Tenant> tenants, Function<List<Tenant>, T> question) {
            Database database = tenants.get(0).home();
            try {
                return new Answer<>(database, Optional.of(question.apply(tenants)), "");
            } catch (DatabaseUnavailableException e) {
                if (!database.isListed()) {
                    throw e;
                }
                return new Answer<>(database, Optional.empty(), e.getMessage());
            }
        }
    }

    /**
     * Asks all databases at once.
     *
     * @return what those said that answered
     * @throws DatabaseUnavailableException when the only one is lost
     */
    <T> List<T> ask(Collection<Tenant> tenants, Function<List<Tenant>, T> question) {
        List<T> found = new ArrayList<>();
        for (Answer<T> answer : Databases.ask(tenants, theirs -> Answer.of(theirs, question))) {
            answer.found().ifPresentOrElse(found::add, () -> lose(answer.database(), answer.why()));
        }
        return found;
    }

    /** Notes one that was found to be lost by others. What is said of it first counts. */
    void lose(Database database, String why) {
        lost.putIfAbsent(database, why);
    }

    /** Those that did not answer, each with why, as sentences. */
    Map<Database, String> lost() {
        return lost;
    }
}
