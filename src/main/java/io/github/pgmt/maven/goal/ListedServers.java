package io.github.pgmt.maven.goal;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.databases.DatabasePlace;
import io.github.pgmt.migration.databases.Databases;
import io.github.pgmt.migration.databases.UnreachedDatabase;
import io.github.pgmt.migration.event.MigrationListener;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.migration.work.InBackground;
import io.github.pgmt.postgres.address.DatabaseAddress;
import io.github.pgmt.postgres.address.ListedDatabase;
import io.github.pgmt.postgres.connection.Server;
import io.github.pgmt.postgres.connection.ServerIdentity;
import io.github.pgmt.postgres.error.SqlErrors;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.ListedTenant;
import io.github.pgmt.tenant.TenantSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The servers of listed databases, each reached on a thread of its own: one that does not answer takes its time. */
final class ListedServers {

    /**
     * What came of one database.
     *
     * @param server empty where it does not answer
     * @param identity known where the server is
     */
    private record Answer(
            DatabaseAddress address,
            int threads,
            Optional<Server> server,
            Optional<ServerIdentity> identity,
            Optional<DatabaseUnavailableException> error) {

        static Answer of(DatabaseAddress address, int threads, Function<DatabaseAddress, Server> connecting) {
            try {
                Server server = connecting.apply(address);
                return new Answer(
                        address,
                        threads,
                        Optional.of(server),
                        Optional.of(ServerIdentity.of(server)),
                        Optional.empty());
            } catch (DatabaseUnavailableException e) {
                return new Answer(address, threads, Optional.empty(), Optional.empty(), Optional.of(e));
            }
        }
    }

    private final List<Answer> answers;

    private ListedServers(List<Answer> answers) {
        this.answers = answers;
    }

    /**
     * @param threads how many tenants of a database are worked on at once at most
     * @throws RunRefusedException when two of them are the same database: its tenants would be migrated twice at once
     */
    static ListedServers connect(
            Map<ListedDatabase, DatabaseAddress> addresses,
            Function<DatabaseAddress, Server> connecting,
            ToIntFunction<ListedDatabase> threads) {
        List<InBackground<Answer>> asking = new ArrayList<>();
        addresses.forEach((database, address) -> asking.add(InBackground.begin(
                "pgmt-connect-" + database, () -> Answer.of(address, threads.applyAsInt(database), connecting))));
        ListedServers servers =
                new ListedServers(asking.stream().map(InBackground::get).toList());
        servers.requireDifferent();
        servers.requireAny();
        return servers;
    }

    private void requireDifferent() {
        for (Answer answer : answers) {
            Answer known = firstAlike(answer, ServerIdentity::isOfDatabase);
            if (known != answer) {
                throw new RunRefusedException("The databases " + known.address().name() + " ("
                        + known.address().display() + ") and "
                        + answer.address().name() + " (" + answer.address().display()
                        + ") are one and the same. List it once. Nothing was changed.");
            }
        }
    }

    /** The first in the list that is like this one, which may be this one itself. */
    private Answer firstAlike(Answer answer, BiPredicate<ServerIdentity, ServerIdentity> alike) {
        return answers.stream()
                .filter(other -> other == answer
                        || answer.identity()
                                .flatMap(identity -> other.identity().filter(one -> alike.test(identity, one)))
                                .isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void requireAny() {
        if (answers.stream().allMatch(answer -> answer.error().isPresent())) {
            throw new DatabaseUnavailableException(
                    answers.stream()
                            .map(answer -> answer.address().name() + ": "
                                    + answer.error().orElseThrow().getMessage())
                            .collect(Collectors.joining("\n", "None of the listed databases can be reached.\n", "")),
                    answers.get(0).error().orElseThrow());
        }
    }

    /** @param control lists the tenants of all, where not each database lists its own */
    Connected connected(Optional<TenantSource> control, MigrationListener listener) {
        Map<DatabasePlace, Server> reached = new LinkedHashMap<>();
        for (Answer answer : answers) {
            answer.identity().ifPresent(identity -> {
                String server =
                        firstAlike(answer, ServerIdentity::isOfServer).address().server();
                reached.put(
                        new DatabasePlace(answer.address().home(), server, identity.majorVersion(), answer.threads()),
                        answer.server().orElseThrow());
            });
        }
        return new Connected(new Databases<>(reached, unreached(control)), control, listener);
    }

    private List<UnreachedDatabase> unreached(Optional<TenantSource> control) {
        List<Answer> lost =
                answers.stream().filter(answer -> answer.error().isPresent()).toList();
        List<ListedTenant> all =
                lost.isEmpty() ? List.of() : control.map(TenantSource::list).orElse(List.of());
        return lost.stream()
                .map(answer -> unreached(answer.address().home(), answer.error().orElseThrow(), all))
                .toList();
    }

    private static UnreachedDatabase unreached(
            Database database, DatabaseUnavailableException error, List<ListedTenant> all) {
        Failure failure = new Failure(
                Failure.Kind.CONNECTION,
                Optional.empty(),
                SqlErrors.find(error).map(SQLException::getSQLState),
                error.getMessage());
        return new UnreachedDatabase(
                database,
                failure,
                all.stream().filter(tenant -> tenant.home().equals(database)).toList());
    }
}
