package io.github.pgmt.maven;

import io.github.pgmt.maven.goal.TenantLookup;
import io.github.pgmt.maven.parameter.ListParameter;
import io.github.pgmt.maven.parameter.SelectionParameters;
import io.github.pgmt.maven.parameter.SourceParameters;
import io.github.pgmt.maven.parameter.ThreadLimits;
import io.github.pgmt.migration.changelog.HistoryTables;
import io.github.pgmt.postgres.fleet.Trust;
import io.github.pgmt.tenant.ListText;
import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** Which tenants there are, and which of them are meant. Carries parameters, no logic. */
abstract class AbstractTenantMojo extends AbstractReportedMojo {

    /**
     * One tenant, by the exact name of its schema; where databases are listed with its database before it,
     * <code>eu1/acme</code>. Without a database it is that schema in every database that has it; a goal that makes or drops a
     * tenant needs the database.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenant")
    private String tenant;

    /**
     * The tenants to work on, by schema name or glob (<code>*</code>, <code>?</code>). They are chosen among the tenants
     * that were found, so registry columns still apply. A name that is not found counts as a failed tenant, a glob that
     * matches nothing is an error. A backslash takes the meaning from a comma, <code>*</code>, <code>?</code> or backslash:
     * <code>x\,y</code> is the tenant <code>x,y</code>. Set but empty, or with an empty entry, is an error and never means
     * "all". Where databases are listed, <code>eu1/acme</code> is a schema of the database <code>eu1</code>,
     * <code>eu1/*</code> are all of it, and what has no slash is meant in every database.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenants")
    private List<String> tenants;

    /**
     * A file in UTF-8 with the exact name of a tenant's schema in each line (where databases are listed
     * <code>eu1/acme</code>), for example the <code>failed.txt</code> of an earlier run. Empty lines are passed over; a file without a name is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantsFile")
    private File tenantsFile;

    /**
     * Globs, written as in <code>tenants</code> (<code>eu1/t_*</code> where databases are listed); only tenants that match
     * one of them are worked on. A glob that matches nothing is an error.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.includes")
    private List<String> includes;

    /**
     * Globs, written as in <code>tenants</code> (<code>eu1/t_*</code> where databases are listed); tenants that match one
     * of them are left out of the work and of every report. A glob that matches nothing is a warning.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.excludes")
    private List<String> excludes;

    /**
     * SQL that lists the tenants. The first column is the schema; every further column becomes a changelog parameter of
     * that tenant, named as the column. It is one statement, and runs in a transaction that may only read.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantQuery")
    private String tenantQuery;

    /**
     * A table that lists the tenants, <code>schema.table</code>. Its column <code>tenantSchemaColumn</code> names the
     * schema; all other columns become changelog parameters of that tenant.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantTable")
    private String tenantTable;

    /**
     * The column of <code>tenantTable</code> that names a tenant; with <code>schemaPrefix</code> before it, it is the
     * schema.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantSchemaColumn", defaultValue = "subdomain")
    private String tenantSchemaColumn;

    /**
     * How long the server may take to list the tenants with <code>tenantQuery</code> or <code>tenantTable</code>, which may
     * be a view; then the run ends before anything was changed. <code>0</code> is without limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantQueryTimeout", defaultValue = "1m")
    private String tenantQueryTimeout;

    /**
     * Where <code>tenantQuery</code> or <code>tenantTable</code> lists the tenants of several databases: in each
     * <code>database</code> its own, or in <code>control</code>, the database of <code>url</code>, those of all. There, a column
     * <code>database</code> says in which of the listed databases a tenant is.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.tenantsIn", defaultValue = "database")
    private String tenantsIn;

    /**
     * What the schemas of tenants begin with. Found in the catalog, only schemas that begin with it are tenants; found in
     * <code>tenantTable</code>, it goes before the column. The changelog parameter <code>tenant</code> is the name
     * without it, <code>tenant.schema</code> the whole.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.schemaPrefix")
    private String schemaPrefix;

    /**
     * The schema of what all tenants share; it is never a tenant.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.defaultSchema", defaultValue = "public")
    private String defaultSchema;

    /**
     * The name of the history table in each tenant's schema. PostgreSQL gets it in lower case, as from Liquibase.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseChangeLogTableName", defaultValue = "DATABASECHANGELOG")
    private String databaseChangeLogTableName;

    /**
     * The name of the lock table in each tenant's schema.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.databaseChangeLogLockTableName", defaultValue = "DATABASECHANGELOGLOCK")
    private String databaseChangeLogLockTableName;

    /**
     * Schemas that follow the tenant's own in its <code>search_path</code>, for extensions and shared tables; they are
     * never tenants.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.sharedSchemas", defaultValue = "public")
    private List<String> sharedSchemas;

    /**
     * Roles whose operators, casts and functions may be in tenants' schemas although they can come in the way of
     * PostgreSQL's own. A schema that holds an operator, a cast of a built-in type or a function with the name of a built-in
     * one is not worked on (<code>UNTRUSTED</code>), since a changelog's statements could run it with the rights of the role
     * that migrates; what that role itself, a superuser or an extension made is fine in any case. The names are no globs; a
     * backslash takes the meaning from a comma or backslash in one: <code>x\,y</code> is the role <code>x,y</code>.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.trustedOwners")
    private List<String> trustedOwners;

    /**
     * How many rows a tenant's history may have; one with more, or with more text than 1 kB for each, is not read
     * (<code>UNREADABLE</code>), so that a single tenant cannot use up the memory of the run.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.maxHistoryRows", defaultValue = "50000")
    private int maxHistoryRows;

    /**
     * Whether a selection without any tenant fails the build.
     *
     * @since 0.1.0
     */
    @Parameter(property = "pgmt.failIfNoTenants", defaultValue = "true")
    private boolean failIfNoTenants;

    AbstractTenantMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    public final String databaseChangeLogTableName() {
        return databaseChangeLogTableName;
    }

    public final String databaseChangeLogLockTableName() {
        return databaseChangeLogLockTableName;
    }

    public final List<String> sharedSchemas() {
        return sharedSchemas;
    }

    public final SelectionParameters selectionParameters() {
        return new SelectionParameters(tenant, tenants, tenantsFile, includes, excludes, failIfNoTenants);
    }

    public final SourceParameters sourceParameters() {
        return new SourceParameters(
                tenantQuery,
                tenantTable,
                tenantSchemaColumn,
                tenantQueryTimeout,
                schemaPrefix,
                defaultSchema,
                tenantsIn);
    }

    /** Of a goal without a changelog, and without threads. */
    final TenantLookup tenantLookup() {
        return tenantLookup(ThreadLimits.NONE);
    }

    final TenantLookup tenantLookup(ThreadLimits threads) {
        return new TenantLookup(
                databaseAccess(sourceParameters(), threads),
                HistoryTables.named(databaseChangeLogTableName, databaseChangeLogLockTableName),
                sharedSchemas,
                this::trust);
    }

    /** @throws io.github.pgmt.migration.failure.RunRefusedException when the parameters are wrong */
    final Trust trust() {
        List<String> owners = ListParameter.entries("trustedOwners", trustedOwners, maven()).stream()
                .map(ListText::named)
                .toList();
        return Trust.of(owners, maxHistoryRows);
    }
}
