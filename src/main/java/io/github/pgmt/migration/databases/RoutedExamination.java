package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.ConnectionNeeds;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Examines several databases, as many threads of a migration in each as it may have. What is found of a database, and not of
 * tenants, begins with its name.
 */
public final class RoutedExamination implements FleetExamination {

    private final Databases<FleetExamination> databases;
    private final AnsweringDatabases<Port> examinations;

    /** What is asked of one database, and how much of a run it may have. */
    private record Port(DatabasePlace place, FleetExamination examination) {

        Map<Database, List<Finding>> look(Function<FleetExamination, List<Finding>> look) {
            try {
                return Map.of(place.database(), look.apply(examination));
            } catch (DatabaseUnavailableException e) {
                return Map.of(place.database(), List.of(unreachable(e.getMessage())));
            }
        }
    }

    public RoutedExamination(Databases<FleetExamination> examinations) {
        this.databases = examinations;
        this.examinations = new AnsweringDatabases<>(examinations.at(Port::new));
    }

    /** That a database does not answer, in the words of {@link #server} and the others. */
    public static Finding lost(Database database, String why) {
        return named(unreachable(why), List.of(database.name()));
    }

    private static Finding unreachable(String why) {
        return Finding.of(
                Finding.Severity.ERROR,
                "database",
                why,
                "A migration would go on in the other databases, and fail in this one.");
    }

    @Override
    public List<Finding> server(ConnectionNeeds needs) {
        int threads = needs.ofServer().threads();
        List<Map<Database, List<Finding>>> found = new ArrayList<>();
        examinations
                .unreached()
                .forEach((database, failure) -> found.add(Map.of(database, List.of(unreachable(failure.message())))));
        found.addAll(all(port -> port.look(examination -> examination.server(databases.needs(port.place(), threads)))));
        return named(found);
    }

    private Collection<Map<Database, List<Finding>>> all(Function<Port, Map<Database, List<Finding>>> question) {
        return examinations.askAll(question).values();
    }

    /** What several databases have alike is said once, with all their names; a server's is that of each database on it. */
    private static List<Finding> named(Collection<Map<Database, List<Finding>>> answers) {
        Map<Finding, List<String>> databases = new LinkedHashMap<>();
        answers.forEach(answer -> answer.forEach((database, findings) -> findings.forEach(finding ->
                databases.computeIfAbsent(finding, first -> new ArrayList<>()).add(database.name()))));
        return databases.entrySet().stream()
                .map(found -> named(found.getKey(), found.getValue()))
                .toList();
    }

    private static Finding named(Finding finding, List<String> databases) {
        return finding.tenants().isEmpty()
                ? Finding.of(
                        finding.severity(),
                        finding.check(),
                        Finding.some(databases) + ": " + finding.message(),
                        finding.advice())
                : finding;
    }

    /** The same in every database. */
    @Override
    public Collection<String> sharedSchemas() {
        return examinations.any().examination().sharedSchemas();
    }

    @Override
    public List<Finding> registry() {
        return named(all(port -> port.look(FleetExamination::registry)));
    }

    @Override
    public List<Finding> tenants(Collection<Tenant> tenants, int threads) {
        return named(examinations.ask(
                tenants,
                (port, theirs) -> port.look(examination -> examination.tenants(
                        theirs, Math.min(threads, port.place().threads()))),
                RoutedExamination::told));
    }

    /** That the database does not answer is told of the server. */
    private static Map<Database, List<Finding>> told(List<Tenant> tenants, Failure failure) {
        return Map.of();
    }
}
