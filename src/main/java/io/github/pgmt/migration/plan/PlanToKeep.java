package io.github.pgmt.migration.plan;

import io.github.pgmt.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The plan that a migration is held to.
 *
 * @param options what the user gave to the migration
 */
public record PlanToKeep(FleetPlan plan, NewTenants newTenants, FrozenOptions options) {

    public PlanToKeep {
        Objects.requireNonNull(plan, "plan is null");
        Objects.requireNonNull(newTenants, "newTenants is null");
        Objects.requireNonNull(options, "options is null");
    }

    /** By which the hashes of the migration are made, so that they can be compared. */
    public PlanKey key() {
        return options.key(plan.databases());
    }

    /**
     * Why the plan is not one for this migration at all, before any tenant is looked at; a sentence or two each.
     *
     * @param facts of the run
     */
    public List<String> objections(FrozenFacts facts) {
        List<String> objections = new ArrayList<>();
        facts.databases().forEach(database -> objectionTo(database).ifPresent(objections::add));
        if (!plan.liquibase().equals(facts.liquibase())) {
            objections.add(
                    "It was made with Liquibase " + plan.liquibase() + ", and this is " + facts.liquibase() + ".");
        }
        SortedSet<String> names = new TreeSet<>(plan.options().keySet());
        names.addAll(facts.options().keySet());
        names.stream()
                .filter(name -> !Objects.equals(
                        plan.options().get(name), facts.options().get(name)))
                .map(name ->
                        name + " was " + shown(plan.options(), name) + " and is " + shown(facts.options(), name) + ".")
                .forEach(objections::add);
        if (objections.isEmpty() && !plan.keyCheck().equals(key().check())) {
            objections.add(
                    plan.keyGiven()
                            ? "It was made with another key: set the environment variable " + PlanKey.VARIABLE
                                    + " as it was then."
                            : "It was made without a key: unset the environment variable " + PlanKey.VARIABLE + ".");
        }
        return objections;
    }

    /** What the values of the parameters say that are the same for all tenants. */
    public List<String> objections(SortedMap<String, String> parameters) {
        return parameters.keySet().stream()
                .filter(name -> plan.parameters().containsKey(name))
                .filter(name -> !plan.parameters().get(name).equals(parameters.get(name)))
                .map(name -> "The parameter \"" + name + "\" of the changelog has another value.")
                .toList();
    }

    /** Tenants of the plan beside these. */
    public List<TenantId> tenantsWithout(Set<TenantId> known) {
        return plan.cohorts().stream()
                .flatMap(cohort -> cohort.tenants().keySet().stream())
                .filter(tenant -> !known.contains(tenant))
                .sorted()
                .toList();
    }

    private static String shown(SortedMap<String, String> options, String name) {
        return Optional.ofNullable(options.get(name)).orElse("not set");
    }

    /** A listed database that the plan does not have may be a new one, all of whose tenants are new. */
    private Optional<String> objectionTo(PlannedDatabase database) {
        Optional<PlannedDatabase> known = plan.database(database.name());
        if (known.isEmpty()) {
            boolean isListed = !database.name().isEmpty() && plan.database("").isEmpty();
            return isListed
                    ? Optional.empty()
                    : Optional.of("It is a plan of "
                            + (database.name().isEmpty() ? "listed databases" : "one database") + ", and this is "
                            + database.text() + ".");
        }
        return known.get().isPerhaps(database)
                ? Optional.empty()
                : Optional.of("It was made in " + known.get().text() + ", and this is " + database.text() + ".");
    }
}
