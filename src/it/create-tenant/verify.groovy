import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['removed', 'no-plan', 'again', 'no-row']

def json = { directory, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/${goal}.json")) }
def database = ItDatabase.of(basedir)

// Row, schema and tables, which refer to the row and have its default.
assert json('acme', 'create-tenant').tenants.collect { [it.schema, it.outcome] } == [['t_acme', 'CREATED']]
assert database.query("SELECT concat_ws('|', display_name, plan, seats) FROM app.tenant WHERE name = 'acme'") == ['ACME, Inc.|basic|7']
assert database.query("SELECT concat_ws('|', display_name, plan) FROM t_acme.settings") == ['ACME, Inc.|basic']
assert database.query('SELECT name FROM t_acme.owner') == ['acme']

// The tenant that had only its row is finished; the other one has nothing to do.
def all = json('all', 'setup-all-tenants')
assert all.tenants.collect { [it.schema, it.outcome] } == [['t_acme', 'UP_TO_DATE'], ['t_beta', 'CREATED']]
assert all.summary.created == 1 && all.summary.upToDate == 1
assert json('state', 'status').tenants*.state == ['UP_TO_DATE', 'UP_TO_DATE']

// Nothing of the others is left: neither row nor schema.
assert database.query('SELECT name FROM app.tenant ORDER BY 1') == ['acme', 'beta']
assert database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' ORDER BY 1") == ['t_acme', 't_beta']
def removed = json('removed', 'create-tenant').tenants[0].error
assert removed.sqlState == '22012'
assert removed.message.contains('The schema, which this run had created, was removed again.')
assert removed.message.contains("The tenant's row in the registry was removed again.")
def noPlan = json('no-plan', 'create-tenant').error
assert noPlan.contains('SQLSTATE 23503') && noPlan.contains('in plan (constraint tenant_plan_fkey)')
assert noPlan.contains('-Dpgmt.attributes') && noPlan.contains('Nothing was changed.')
assert json('again', 'create-tenant').error.contains('mvn pgmt:setup-tenant -Dpgmt.tenant=t_acme')
assert json('no-row', 'setup-tenant').tenants[0].error.message.contains('mvn pgmt:create-tenant -Dpgmt.tenant=t_unknown')

['Beta Limited', 'Gamma', 'platinum-plus'].each { value ->
    assert ItLog.of(basedir).linesWith(value) == []
}
return true
