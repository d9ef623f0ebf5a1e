package io.github.pgmt.migration.inspection;

import io.github.pgmt.migration.Failure;
import io.github.pgmt.migration.Obstacle;
import io.github.pgmt.migration.fleet.FleetDatabase;
import io.github.pgmt.migration.fleet.LiquibaseLocks;
import io.github.pgmt.migration.history.TenantLock;
import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import io.github.pgmt.migration.survey.Discovery;
import io.github.pgmt.tenant.SelectedTenants;
import io.github.pgmt.tenant.Tenant;
import io.github.pgmt.tenant.TenantId;
import io.github.pgmt.tenant.TenantOrigin;
import io.github.pgmt.tenant.TenantSource;
import io.github.pgmt.tenant.UnknownTenant;
import io.github.pgmt.tenant.UnusableTenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is to be said of tenants by what they are: missing, unmanaged, locked, or with something broken in them. */
final class TenantFindings {

    private static final int NAMES_ASKED_FOR = 5;

    private final TenantSource source;
    private final FleetDatabase fleet;
    private final Map<Tenant, TenantLock> looked;
    private final LooksByDatabase looks;

    /**
     * @param looked the lock row of every selected tenant
     * @param looks by which the tenants are looked at
     */
    TenantFindings(TenantSource source, FleetDatabase fleet, Map<Tenant, TenantLock> looked, LooksByDatabase looks) {
        this.source = source;
        this.fleet = fleet;
        this.looked = looked;
        this.looks = looks;
        looked.forEach((tenant, lock) -> lost(lock)
                .filter(problem -> problem.obstacle()
                        .filter(obstacle -> obstacle.kind() == Obstacle.Kind.UNREACHABLE)
                        .isPresent())
                .ifPresent(problem -> looks.lose(tenant.home(), problem.message())));
    }

    private List<Tenant> tenants(Predicate<TenantLock> condition) {
        return reached().stream()
                .filter(tenant -> condition.test(looked.get(tenant)))
                .toList();
    }

    /** Those whose database answered. */
    List<Tenant> reached() {
        return looked.keySet().stream()
                .filter(tenant -> lost(looked.get(tenant)).isEmpty())
                .toList();
    }

    /** That the tenant's database did not answer; where it did, and refused, there is the server's word for it. */
    private static Optional<Failure> lost(TenantLock lock) {
        return lock.problem().filter(problem -> problem.kind() == Failure.Kind.CONNECTION);
    }

    private static List<String> names(Collection<Tenant> tenants) {
        return tenants.stream().map(Tenant::displayName).sorted().toList();
    }

    List<Finding> notFound(Discovery found) {
        SelectedTenants selected = found.selected();
        List<Finding> findings = new ArrayList<>();
        if (!selected.missing().isEmpty()) {
            List<String> missing =
                    selected.missing().stream().map(TenantId::displayName).toList();
            findings.add(new Finding(
                    Severity.ERROR,
                    "tenants",
                    missing,
                    count(missing, "tenant") + " of the selection " + isNot(missing) + " found in "
                            + source.description() + " (names mind case).",
                    "Correct the selection; pgmt:list-tenants names the tenants that there are."
                            + selected.missing().stream()
                                    .map(found.missing()::didYouMean)
                                    .distinct()
                                    .limit(NAMES_ASKED_FOR)
                                    .collect(Collectors.joining())));
        }
        if (!selected.unusable().isEmpty()) {
            findings.add(unusable(selected.unusable()));
        }
        findings.addAll(unknown(selected.unknown()));
        if (!selected.unusedExcludes().isEmpty()) {
            findings.add(Finding.of(
                    Severity.WARNING,
                    "tenants",
                    "What -Dpgmt.excludes names matches no tenant: " + Finding.some(selected.unusedExcludes()) + ".",
                    "Correct it, or take it out."));
        }
        List<String> rowsAlone = names(tenants(lock -> !lock.exists()));
        if (!rowsAlone.isEmpty()) {
            findings.add(new Finding(
                    Severity.ERROR,
                    "registry",
                    rowsAlone,
                    count(rowsAlone, "tenant") + " of " + source.description() + " " + has(rowsAlone) + " no schema.",
                    source.origin() == TenantOrigin.REGISTRY
                            ? "Make the schemas with pgmt:setup-all-tenants, or remove the rows."
                            : "Somebody has just dropped them; run again."));
        }
        return findings;
    }

    /** Why a database does not answer is told of the database; here are those tenants of it that are known. */
    private static List<Finding> unknown(List<UnknownTenant> tenants) {
        List<String> names = tenants.stream()
                .filter(tenant -> !tenant.id().isWholeDatabase())
                .map(UnknownTenant::displayName)
                .toList();
        return names.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        Severity.ERROR,
                        "database",
                        names,
                        count(names, "tenant") + " could not be looked at, since the database does not answer.",
                        "See to it that the database answers, then run again."));
    }

    private static Finding unusable(List<UnusableTenant> tenants) {
        List<String> schemas = tenants.stream().map(UnusableTenant::displayName).toList();
        return new Finding(
                        Severity.ERROR,
                        "names",
                        schemas,
                        count(schemas, "tenant") + " " + has(schemas)
                                + " a name that pgmt cannot work with; a migration " + "does not touch " + them(schemas)
                                + " and fails:",
                        "Rename the schema, or leave it out with -Dpgmt.excludes.")
                .listing(tenants.stream().map(UnusableTenant::reason).toList());
    }

    static List<Finding> unregistered(List<TenantId> unregistered) {
        List<String> schemas = unregistered.stream().map(TenantId::displayName).toList();
        return schemas.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        Severity.WARNING,
                        "registry",
                        schemas,
                        count(schemas, "schema") + " with a history of Liquibase " + has(schemas)
                                + " no row in the registry, so no migration reaches " + them(schemas) + ".",
                        "Insert the rows, or drop the schemas if they are left over."));
    }

    /** Those that a migration refuses since they have objects and no history. */
    List<Finding> states() {
        List<Tenant> others = tenants(TenantLock::exists);
        List<String> unmanaged = looks.ask(others, this::unmanaged).stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        return unmanaged.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        Severity.ERROR,
                        "unmanaged",
                        unmanaged,
                        count(unmanaged, "schema") + " " + has(unmanaged) + " objects and no history of Liquibase; "
                                + "a migration does not touch " + them(unmanaged) + " and fails.",
                        "If they are tenants, adopt them with pgmt:changelog-sync; if not, leave them out with "
                                + "-Dpgmt.excludes. A history table of another name is set by "
                                + "-Dpgmt.databaseChangeLogTableName."));
    }

    private List<String> unmanaged(List<Tenant> tenants) {
        Set<Tenant> others = new HashSet<>(tenants);
        others.removeAll(fleet.withHistory(tenants));
        return names(fleet.withObjects(others));
    }

    /** Rows that are set: no migration gets past one that nobody alive has set. */
    List<Finding> locks(LiquibaseLocks locks) {
        List<Finding> findings = new ArrayList<>(unreadable());
        Map<Tenant, TenantLock> stale = new LinkedHashMap<>(looked);
        stale.values().removeIf(lock -> !lock.isSet());
        Map<Tenant, TenantLock> held = new LinkedHashMap<>(stale);
        held.keySet().retainAll(locks.livingOwners(stale).keySet());
        stale.keySet().removeAll(held.keySet());
        if (!stale.isEmpty()) {
            findings.add(locked(
                    Severity.ERROR,
                    stale,
                    ", and there is no session on the database that looks like the owner's:",
                    "If the processes that set them are dead, release them: pgmt:release-locks."));
        }
        if (!held.isEmpty()) {
            findings.add(locked(
                    Severity.WARNING,
                    held,
                    ", and the owner may be alive:",
                    "Wait until it is done. If it hangs, end it, then release the lock: pgmt:release-locks, which names "
                            + "the sessions that may be the owner's."));
        }
        return findings;
    }

    private static Finding locked(Severity severity, Map<Tenant, TenantLock> locks, String owner, String advice) {
        List<String> names = names(locks.keySet());
        String message = "Liquibase's lock is set in " + count(names, "tenant") + owner;
        return new Finding(severity, "locks", names, message, advice)
                .listing(locks.entrySet().stream()
                        .map(entry -> entry.getKey().displayName() + ": " + by(entry.getValue()))
                        .toList());
    }

    private static String by(TenantLock lock) {
        return "by " + lock.holder().orElseThrow()
                + (lock.rows() == TenantLock.Rows.SEVERAL ? ", in a table with more than one row" : "");
    }

    /** Rows that could not be read, each reason once; that of many schemas names one of them. */
    private List<Finding> unreadable() {
        Map<String, List<Tenant>> bySqlState = new LinkedHashMap<>();
        looked.forEach((tenant, lock) -> lock.problem()
                .flatMap(Failure::sqlState)
                .ifPresent(state -> bySqlState
                        .computeIfAbsent(state, first -> new ArrayList<>())
                        .add(tenant)));
        return bySqlState.values().stream()
                .map(group -> new Finding(
                        Severity.ERROR,
                        "locks",
                        names(group),
                        "Liquibase's lock could not be read in " + group.size() + " of the tenants.",
                        "In the first of them: "
                                + looked.get(group.get(0))
                                        .problem()
                                        .orElseThrow()
                                        .message()))
                .toList();
    }

    /** What a broken off {@code CREATE INDEX CONCURRENTLY} has left. */
    List<Finding> invalidIndexes() {
        Map<Tenant, Set<String>> invalid = new HashMap<>();
        looks.ask(tenants(TenantLock::exists), fleet::invalidIndexes).forEach(invalid::putAll);
        List<String> schemas = names(invalid.keySet());
        List<String> lines = invalid.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Tenant::id)))
                .map(entry -> entry.getKey().displayName() + ": " + Finding.some(List.copyOf(entry.getValue())))
                .toList();
        return schemas.isEmpty()
                ? List.of()
                : List.of(new Finding(
                                Severity.WARNING,
                                "invalid-indexes",
                                schemas,
                                count(schemas, "tenant") + " " + has(schemas)
                                        + " an INVALID index that nobody is building. No query uses it, writes "
                                        + "pay for it, and a unique one guarantees nothing:",
                                "DROP INDEX CONCURRENTLY, mend the data if it was to be unique, and build it again. Where its "
                                        + "changeset is still pending, a migration does that by itself. pgmt:drift finds what else "
                                        + "tenants of the same changesets have differently.")
                        .listing(lines));
    }

    private static String count(List<String> schemas, String noun) {
        return schemas.size() + " " + noun + (schemas.size() == 1 ? "" : "s");
    }

    private static String has(List<String> schemas) {
        return schemas.size() == 1 ? "has" : "have";
    }

    private static String isNot(List<String> schemas) {
        return schemas.size() == 1 ? "is not" : "are not";
    }

    private static String them(List<String> schemas) {
        return schemas.size() == 1 ? "it" : "them";
    }
}
