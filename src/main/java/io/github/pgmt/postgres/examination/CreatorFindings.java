package io.github.pgmt.postgres.examination;

import io.github.pgmt.migration.outcome.Finding;
import io.github.pgmt.migration.outcome.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What roles besides ours could do to a migration by what they may create. */
final class CreatorFindings {

    private static final String CHECK = "creators";

    private static final int NAMED = 3;

    private final List<Creator> creators;
    private final String role;

    /** @param role the role that migrates */
    CreatorFindings(List<Creator> creators, String role) {
        this.creators = creators;
        this.role = role;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        inTenants().ifPresent(findings::add);
        inSharedSchemas().ifPresent(findings::add);
        inDatabase().ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> inTenants() {
        List<Creator> meant = in(Creator.Place.TENANT);
        List<String> schemas = places(meant);
        String message = "Roles besides \"" + role + "\" may create objects in "
                + (schemas.size() == 1 ? "a tenant's schema" : schemas.size() + " tenants' schemas")
                + ". They may put functions and operators in the way of a changelog's statements, which then run what is "
                + "in them with the rights of \"" + role + "\""
                + (meant.stream().anyMatch(Creator::owns)
                        ? "; an owner may also drop or replace what is in the schema, Liquibase's tables too:"
                        : ":");
        return finding(
                meant,
                schemas,
                message,
                "Let the role that migrates own the schemas, and leave other roles USAGE there and rights on tables: ");
    }

    private Optional<Finding> inSharedSchemas() {
        return finding(
                in(Creator.Place.SHARED),
                List.of(),
                "Roles besides \"" + role
                        + "\" may create objects in schemas that are on every tenant's search_path. They may "
                        + "put functions and operators in the way of a changelog's statements in all tenants, which then run "
                        + "what is in them with the rights of \"" + role + "\":",
                "Leave other roles USAGE there and rights on tables (up to PostgreSQL 14, public is open to everybody from "
                        + "the beginning): ");
    }

    private Optional<Finding> inDatabase() {
        return finding(
                in(Creator.Place.DATABASE),
                List.of(),
                "Roles besides \"" + role
                        + "\" may create schemas in the database. One that they make is a tenant where the "
                        + "catalog lists the tenants, and one that they own they may rename, and put another in its place, "
                        + "also while a migration is at work:",
                "Leave that right to the role that migrates: ");
    }

    private List<Creator> in(Creator.Place place) {
        return creators.stream()
                .filter(creator -> creator.place() == place)
                .sorted(Comparator.comparing(
                                (Creator creator) -> creator.places().size())
                        .reversed())
                .toList();
    }

    private Optional<Finding> finding(List<Creator> meant, List<String> tenants, String message, String advice) {
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        Finding finding = new Finding(
                Severity.WARNING,
                CHECK,
                tenants,
                message,
                advice + meant.get(0).remedy(role) + " The page Security has roles to begin with.");
        return Optional.of(
                finding.listing(meant.stream().map(CreatorFindings::line).toList()));
    }

    private static List<String> places(List<Creator> meant) {
        return meant.stream()
                .flatMap(creator -> creator.places().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static String line(Creator creator) {
        List<String> places = creator.places();
        return creator.describe() + ": "
                + (places.size() <= NAMED
                        ? String.join(", ", places)
                        : places.size() + " schemas, such as " + places.get(0));
    }
}
