package io.github.pgmt.migration;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Extensions that the tenants' changelog would create where it runs first. An extension is in a database once, so it would be
 * the first tenant's: the others would not find what is in it, and it would go when that tenant is dropped.
 */
final class ExtensionCheck {

    private final RunContext context;

    ExtensionCheck(RunContext context) {
        this.context = context;
    }

    /** @throws RunRefusedException when a pending changeset would do so */
    void require(Collection<MigrationPlan> plans) {
        Map<String, ChangeSetId> created = new TreeMap<>();
        plans.forEach(plan -> plan.extensions().forEach(created::putIfAbsent));
        if (created.isEmpty()) {
            return;
        }
        Map<String, ServerConditions.ExtensionPlace> places =
                context.environment().conditions().placesOfExtensions(created.keySet());
        created.forEach((name, changeSet) -> {
            ServerConditions.ExtensionPlace place = places.get(name);
            if (place != null && place.schema().isEmpty()) {
                throw refused(name, changeSet);
            }
            if (place != null && place.installed()) {
                tell(name, changeSet, place.schema().orElseThrow());
            }
        });
    }

    private RunRefusedException refused(String name, ChangeSetId changeSet) {
        String shared =
                context.environment().sharedSchemas().stream().findFirst().orElse("public");
        return new RunRefusedException(changeSet + " creates the extension " + quoted(name)
                + " and does not say in which "
                + "schema, so it would be in the first tenant's alone. Have it created once, before the tenants, in a schema "
                + "that all see: CREATE EXTENSION " + quoted(name) + " SCHEMA " + quoted(shared) + "; by hand, in "
                + "-Dpgmt.beforeAllSql or in -Dpgmt.sharedChangeLogFile. If the changeset has IF NOT EXISTS, it can stay as "
                + "it is then. No tenant was touched.");
    }

    private void tell(String name, ChangeSetId changeSet, String schema) {
        String found = changeSet + " creates the extension " + quoted(name) + ", which is in the schema "
                + quoted(schema) + " already.";
        if (context.environment().sharedSchemas().contains(schema) || schema.equals("pg_catalog")) {
            context.listener().debugged(found);
            return;
        }
        context.listener()
                .warned(found
                        + " That is none of -Dpgmt.sharedSchemas, so tenants do not find what is in it. If that "
                        + "is not meant: ALTER EXTENSION " + quoted(name) + " SET SCHEMA …;");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
