package io.github.pgmt.migration.databases;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.failure.DatabaseUnavailableException;
import io.github.pgmt.migration.fleet.FleetExamination;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.tenant.Database;
import io.github.pgmt.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Examines several databases, as many threads of a migration in each as it may have. What is found of a database, and not of
 * tenants, begins with its name.
 */
public final class RoutedExamination implements FleetExamination {

    private final AnsweringDatabases<Port> examinations;

    /** What is asked of one database, and how much of a run it may have. */
    private record Port(Database database, FleetExamination examination, int most) {

        int threads(int wanted) {
            return Math.min(wanted, most);
        }

        List<Finding> look(BiFunction<FleetExamination, Integer, List<Finding>> look, int wanted) {
            try {
                return look.apply(examination, threads(wanted)).stream()
                        .map(finding -> named(database, finding))
                        .toList();
            } catch (DatabaseUnavailableException e) {
                return List.of(unreachable(database, e.getMessage()));
            }
        }
    }

    public RoutedExamination(Databases<FleetExamination> examinations) {
        this.examinations = new AnsweringDatabases<>(
                examinations.at((place, examination) -> new Port(place.database(), examination, place.threads())));
    }

    private static Finding named(Database database, Finding finding) {
        return finding.tenants().isEmpty()
                ? new Finding(
                        finding.severity(),
                        finding.check(),
                        finding.tenants(),
                        database.name() + ": " + finding.message(),
                        finding.advice())
                : finding;
    }

    private static Finding unreachable(Database database, String why) {
        return Finding.of(
                Finding.Severity.ERROR,
                "database",
                database.name() + ": " + why,
                "A migration would go on in the other databases, and fail in this one.");
    }

    @Override
    public List<Finding> server(int threads) {
        List<Finding> findings = new ArrayList<>();
        examinations.unreached().forEach((database, failure) -> findings.add(unreachable(database, failure.message())));
        examinations
                .askAll(port -> port.look(FleetExamination::server, threads))
                .values()
                .forEach(findings::addAll);
        return findings;
    }

    /** The same in every database. */
    @Override
    public Collection<String> sharedSchemas() {
        return examinations.any().examination().sharedSchemas();
    }

    @Override
    public List<Finding> registry() {
        Map<Database, List<Finding>> found =
                examinations.askAll(port -> port.look((examination, threads) -> examination.registry(), 0));
        return found.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public List<Finding> tenants(Collection<Tenant> tenants, int threads) {
        return examinations
                .ask(
                        tenants,
                        (port, theirs) -> port.look((examination, most) -> examination.tenants(theirs, most), threads),
                        RoutedExamination::told)
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** That the database does not answer is told of the server. */
    private static List<Finding> told(List<Tenant> tenants, Failure failure) {
        return List.of();
    }
}
