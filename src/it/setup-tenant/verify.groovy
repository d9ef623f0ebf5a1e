import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['removed', 'clash', 'no-role', 'no-registry']

def json = { directory, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/${goal}.json")) }
def database = ItDatabase.of(basedir)

// The new tenant: its schema, its tables, and what the application's role may do there.
def made = json('made', 'setup-tenant')
assert made.result == 'SUCCESS'
assert made.summary.created == 1 && made.summary.tenants == 1
assert made.tenants.collect { [it.schema, it.outcome, it.applied*.id] } == [['acme', 'CREATED', ['customers']]]
assert database.query('SELECT tenant FROM acme.customers') == ['acme']
assert database.query("SELECT has_table_privilege('it_setup_tenant', 'acme.customers', 'INSERT, DELETE')") == ['t']
assert database.query("SELECT has_sequence_privilege('it_setup_tenant', 'acme.customers_id_seq', 'USAGE')") == ['t']
assert ItLog.of(basedir).ofCase('made').contains('Setting up 1 tenant in jdbc:postgresql://')
assert ItLog.of(basedir).ofCase('made').contains('acme ... created, 1 changeset')
assert ItLog.of(basedir).ofCase('made').contains('1 created of 1 tenant in ')

// Nothing of the others is left, and each answer says what to do.
assert database.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1") == ['acme', 'information_schema', 'public']
def removed = json('removed', 'setup-tenant')
assert removed.tenants[0].error.changeset == 'db/failing.sql::nonsense::shop'
assert removed.tenants[0].error.message.contains('was removed again')
assert removed.tenants[0].applied == [] && removed.summary.changesetsApplied == 0
assert ItLog.of(basedir).ofCase('removed').contains('mend the changeset or the tenant\'s data, then retry')
assert json('clash', 'setup-tenant').tenants[0].error.message.contains('There is "acme" already')
assert json('clash', 'setup-tenant').tenants[0].error.message.contains('-Dpgmt.allowCaseClash=true')
assert json('no-role', 'setup-tenant').error.contains('-Dpgmt.grantTo: there is no role "no_such_role"')
assert json('no-registry', 'setup-all-tenants').error.contains('-Dpgmt.tenantTable or -Dpgmt.tenantQuery')
