import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['nobody', 'wrong-name', 'needed']

def json = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/drop-tenant.json")) }
def database = ItDatabase.of(basedir)

// Each has to be named, and named twice.
assert ItLog.of(basedir).ofCase('nobody').contains('This goal works on one tenant: name its schema with -Dpgmt.tenant=')
assert json('wrong-name').result == 'FAILED'
assert json('wrong-name').error.contains('-Dpgmt.confirm=acme is another name than -Dpgmt.tenant=t_acme')
assert json('wrong-name').error.contains('repeat its name: -Dpgmt.confirm=t_acme')
assert ItLog.of(basedir).ofCase('wrong-name').contains('t_acme would be dropped: 1 table, ')

// A dry run says what would go.
assert json('dry-run').result == 'SUCCESS'
assert json('dry-run').tenants.collect { [it.schema, it.outcome] } == [['t_acme', 'PLANNED']]
def plan = ItLog.of(basedir).ofCase('dry-run')
assert plan.contains('Planning (dry run) 1 tenant in jdbc:postgresql://')
assert plan.linesWith("t_acme would be dropped: 1 table, ").any { it.endsWith(" kB, and the registry's row") }
assert plan.contains('1 planned of 1 tenant')

// What others need stays.
def needed = json('needed')
assert needed.summary.failed == 1 && needed.summary.dropped == 0
assert needed.tenants[0].error.kind == 'UNMANAGED'
assert needed.tenants[0].error.message.contains('view public.everybody')
assert database.query('SELECT count(*) FROM t_beta.customers') == ['0']

// And the tenant that is meant goes, with its row.
def dropped = json('dropped')
assert dropped.result == 'SUCCESS'
assert dropped.summary == [tenants: 1, migrated: 0, dropped: 1, upToDate: 0, failed: 0, skipped: 0, changesetsApplied: 0]
assert dropped.tenants.collect { [it.schema, it.outcome] } == [['t_acme', 'DROPPED']]
assert dropped.outside == []
assert ItLog.of(basedir).ofCase('dropped').contains('Dropping 1 tenant in jdbc:postgresql://')
assert ItLog.of(basedir).ofCase('dropped').contains('1 dropped of 1 tenant')
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/dropped/target/pgmt/TEST-pgmt.drop-tenant.xml')).@failures == '0'
assert database.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't!_%' ESCAPE '!'") == ['t_beta']
assert database.query('SELECT name FROM registry.tenant') == ['beta']
return true
