import io.github.pgmt.testing.ItCases
import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    'CREATE TABLE public.customers (schema text PRIMARY KEY, plan text)',
    "INSERT INTO public.customers VALUES ('acme', 'gold'), ('beta', 'silver'), ('gamma', 'free')",
    'CREATE TABLE public.journal (id serial, schema text, what text)',
    'CREATE SCHEMA acme',
    'CREATE SCHEMA beta',
    'CREATE SCHEMA gamma',
])

def hook = { "../../hooks/${it}.sql".toString() }
def all = ['pgmt.searchPath': new File(basedir, 'app/src/main/resources').path,
    'pgmt.beforeTenantSql': hook('before-tenant'), 'pgmt.afterTenantSql': hook('after-tenant')]
ItCases.in(basedir)
    .add('plan', 'migrate-all status', all + ['pgmt.dryRun': 'true', 'pgmt.beforeAllSql': hook('before-all')])
    // One tenant's hook in Java refuses.
    .add('run', 'migrate-all', all + ['pgmt.beforeAllSql': hook('before-all'), 'pgmt.afterAllSql': hook('after-all')])
    // One tenant's SQL file fails, and then what comes after all tenants.
    .add('failing', 'status migrate-all', all + ['pgmt.failOnPending': 'true', 'pgmt.excludes': 'gamma',
        'pgmt.beforeTenantSql': hook('impossible'), 'pgmt.afterAllSql': hook('broken')])
    // Without the shared changelog no tenant is touched.
    .add('shared', 'migrate-tenant', all + ['pgmt.tenant': 'acme', 'pgmt.afterAllSql': hook('after-all'),
        'pgmt.sharedChangeLogFile': 'db/shared-broken.sql'])
    .add('no-such', 'migrate-tenant', all + ['pgmt.tenant': 'acme', 'pgmt.sharedChangeLogFile': 'db/no-such.sql'])
    .write()
return true
