import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 2).failedCases() == ['run', 'failing', 'shared', 'no-such']

def json = { directory, goal = 'migrate-all' -> new groovy.json.JsonSlurper().parse(new File(basedir, "$directory/target/pgmt/${goal}.json")) }
def suite = { directory, goal -> new groovy.xml.XmlSlurper().parse(new File(basedir, "$directory/target/pgmt/TEST-pgmt.${goal}.xml")) }
def outcomes = { report -> report.tenants.collectEntries { [it.schema, it.outcome] } }
def database = ItDatabase.of(basedir)

assert json('app').error.startsWith('-Dpgmt.beforeAllSql: there is no file hooks/absent.sql')
assert json('app').result == 'FAILED'
assert json('app').tenants == []

// A dry run plans the shared changelog and runs no hook; what the journal has is told below.
assert json('cases/plan').shared.subMap('schema', 'outcome') == [schema: 'public', outcome: 'PLANNED']
assert json('cases/plan').shared.pending*.id == ['countries']
assert outcomes(json('cases/plan')) == [acme: 'PLANNED', beta: 'PLANNED', gamma: 'PLANNED']
// Both goals say it.
assert ItLog.of(basedir, 2).ofCase('plan').linesWith('  shared schema public: 1 pending').size() == 2

def before = json('cases/plan', 'status')
assert before.shared.subMap('schema', 'state', 'applied') == [schema: 'public', state: 'PENDING', applied: 0]
assert before.tenants*.state == ['PENDING', 'PENDING', 'PENDING']
assert suite('cases/plan', 'status').testcase*.@name*.text() == ['public (shared)', 'acme', 'beta', 'gamma']

// A hook's exception is its tenant's alone.
def run = json('cases/run')
assert run.result == 'FAILED' && run.error == null
assert run.shared.outcome == 'MIGRATED'
assert run.shared.applied.collect { it.subMap('id', 'author', 'file') } == [[id: 'countries', author: 'shop', file: 'db/shared.sql']]
assert run.outside == []
assert outcomes(run) == [acme: 'MIGRATED', beta: 'MIGRATED', gamma: 'FAILED']
assert run.summary.changesetsApplied == 2
assert run.tenants[2].error.kind == 'HOOK'
assert run.tenants[2].error.message.contains('com.example.Audit.before failed: java.lang.IllegalStateException: not paid')
assert database.query("SELECT to_regclass('gamma.addresses')") == [null]
assert database.query('SELECT deployment_id FROM public.databasechangelog') == [run.runId]
assert database.query('SELECT DISTINCT deployment_id FROM beta.databasechangelog') == [run.runId]
def log = ItLog.of(basedir, 2).ofCase('run')
assert log.linesWith('Shared schema public ... 1 changeset').size() == 1
assert log.linesWith('a hook failed').size() > 0

def after = json('cases/failing', 'status')
assert after.result == 'SUCCESS'
assert after.shared.subMap('state', 'applied', 'pending') == [state: 'UP_TO_DATE', applied: 1, pending: []]

// The settings were made before the migration, filled after it, and the search_path of the hook went astray nowhere.
// Hooks run for a tenant with nothing to apply too.
assert database.query("SELECT plan FROM acme.settings") == ['gold', 'gold']
assert database.query("SELECT plan FROM beta.settings") == ['silver']
assert database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1") ==
    ['countries', 'customers', 'databasechangelog', 'databasechangeloglock', 'journal']

def failing = json('cases/failing')
assert failing.result == 'FAILED'
assert failing.error.contains('afterAllSql ../../hooks/broken.sql, line 1 (statement 1 of 1) failed: column "no_such_column" does not exist')
assert failing.error.contains('(SQLSTATE 42703)')
assert outcomes(failing) == [acme: 'UP_TO_DATE', beta: 'FAILED']
assert failing.tenants[1].error.subMap('kind', 'sqlState') == [kind: 'HOOK', sqlState: '22012']
assert failing.tenants[1].error.message.startsWith('beforeTenantSql ../../hooks/impossible.sql, line 2 (statement 2 of 2) failed: ')

def shared = json('cases/shared', 'migrate-tenant')
assert shared.result == 'FAILED'
assert shared.error.contains('db/shared-broken.sql::currencies::shop (SQLSTATE 42P01)')
assert shared.error.endsWith('No tenant was touched.')
assert shared.shared.outcome == 'FAILED'
assert shared.shared.error.subMap('kind', 'changeset', 'sqlState') ==
    [kind: 'CHANGESET', changeset: 'db/shared-broken.sql::currencies::shop', sqlState: '42P01']
assert outcomes(shared) == [acme: 'SKIPPED']
assert suite('cases/shared', 'migrate-tenant').testcase.findAll { it.failure.size() == 1 }*.@name*.text() == ['public (shared)']
assert ItLog.of(basedir, 2).ofCase('shared').linesWith('Shared schema public ... FAILED').size() == 1

assert json('cases/no-such', 'migrate-tenant').error.contains('Set -Dpgmt.sharedChangeLogFile')

def journal = { schema -> database.query("SELECT what FROM public.journal WHERE schema = '$schema' ORDER BY id".toString()) }
assert journal('public') == ['before all', 'after all', 'after all']
assert journal('acme') == ['before', 'after MIGRATED', 'before', 'after UP_TO_DATE']
assert journal('beta') == ['before', 'after MIGRATED', 'before', 'after FAILED']
assert journal('gamma') == []
return true
