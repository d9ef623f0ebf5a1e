package io.github.pgmt.maven.parameter;

import io.github.pgmt.maven.build.MavenSide;
import io.github.pgmt.migration.failure.RunRefusedException;
import io.github.pgmt.tenant.ListText;
import io.github.pgmt.tenant.TenantSelection;
import io.github.pgmt.tenant.Utf8File;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which tenants are meant, as the user gave it. */
public record SelectionParameters(
        String tenant,
        List<String> tenants,
        File tenantsFile,
        List<String> includes,
        List<String> excludes,
        boolean failIfNoTenants) {

    private static final List<String> LISTS = List.of("tenants", "includes", "excludes");
    private static final List<String> SINGLE =
            List.of("tenant", "tenantsFile", "tenantQuery", "tenantTable", "schemaPrefix");

    /** @throws RunRefusedException unless exactly one tenant is named */
    public SelectionParameters requireOneTenant() {
        if (tenant == null || tenant.isBlank()) {
            throw new RunRefusedException("This goal works on one tenant: name its schema with -Dpgmt.tenant=");
        }
        if (!ListParameter.trimmed(tenants).isEmpty() || tenantsFile != null) {
            throw new RunRefusedException(
                    "This goal works on the one tenant in -Dpgmt.tenant; leave out -Dpgmt.tenants and "
                            + "-Dpgmt.tenantsFile, or use the goal for all tenants.");
        }
        return this;
    }

    /** @throws RunRefusedException when no tenant is named and not all are meant */
    public SelectionParameters requireChoice(boolean allTenants) {
        boolean named = tenant != null
                || tenantsFile != null
                || !ListParameter.trimmed(tenants).isEmpty()
                || !ListParameter.trimmed(includes).isEmpty();
        if (!named && !allTenants) {
            throw new RunRefusedException("Which tenants? Name them with -Dpgmt.tenant, -Dpgmt.tenants, "
                    + "-Dpgmt.tenantsFile or -Dpgmt.includes, or mean all of them with -Dpgmt.allTenants=true.");
        }
        return this;
    }

    /**
     * The selection.
     *
     * @throws RunRefusedException when a selection is given that is empty: an unset variable in a script must never mean
     *     "all tenants"
     */
    public TenantSelection selection(MavenSide maven) {
        LISTS.forEach(parameter -> requireEntries(parameter, maven, ListText::split));
        SINGLE.forEach(parameter -> requireEntries(parameter, maven, List::of));
        List<String> schemas = new ArrayList<>();
        Optional.ofNullable(tenant).ifPresent(schemas::add);
        if (tenantsFile != null) {
            schemas.addAll(names(tenantsFile));
        }
        return new TenantSelection(
                schemas,
                ListParameter.entries("tenants", tenants, maven),
                ListParameter.entries("includes", includes, maven),
                ListParameter.entries("excludes", excludes, maven));
    }

    /** Maven turns an empty property, or element of the POM, into an unset parameter and drops empty entries of a list. */
    private static void requireEntries(String parameter, MavenSide maven, Function<String, List<String>> entries) {
        maven.commandLineProperty("pgmt." + parameter)
                .ifPresent(text -> requireEntries("-Dpgmt." + parameter + "=" + text, text, entries.apply(text)));
        maven.textInPom(parameter)
                .ifPresent(text -> requireEntries("<" + parameter + "> in the POM", text, entries.apply(text)));
        maven.textOf(parameter).ifPresent(text -> requireEntries("pgmt." + parameter, text, entries.apply(text)));
    }

    private static void requireEntries(String where, String text, List<String> entries) {
        for (String entry : entries) {
            if (entry.isBlank()) {
                throw new RunRefusedException(where + " is set but "
                        + (text.isBlank() ? "empty" : "has an empty entry")
                        + ". An empty selection never means \"all tenants\": leave the property out for that.");
            }
        }
    }

    private static List<String> names(File file) {
        try {
            List<String> names = Utf8File.read(file.toPath())
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (names.isEmpty()) {
                throw new RunRefusedException("-Dpgmt.tenantsFile=" + file
                        + " has no name in it. An empty selection never means \"all tenants\".");
            }
            return names;
        } catch (Utf8File.NotUtf8Exception e) {
            throw new RunRefusedException(
                    "-Dpgmt.tenantsFile=" + file + " " + e.getMessage() + " Nothing was changed.", e);
        } catch (IOException e) {
            throw new RunRefusedException("-Dpgmt.tenantsFile=" + file + " cannot be read: " + e, e);
        }
    }
}
