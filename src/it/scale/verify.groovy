import io.github.pgmt.testing.Faults
import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def database = ItDatabase.of(basedir)
def report = { String path -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$path")) }
def states = { String path -> report("$path/status.json").tenants.countBy { it.state } }
def counted = { String from -> database.query("SELECT count(*) FROM $from".toString())[0] as int }
int tenants = counted('public.tenant')

def setUp = report('pgmt/setup-all-tenants.json')
def release = report('pgmt/migrate-all.json')
def rollback = report('pgmt/rollback.json')
// Not asserted on the report itself, which an assertion that fails would print.
def outcomes = [setUp, release, rollback].collect { it.tenants.countBy { tenant -> tenant.outcome } }
def ways = release.tenants.countBy { [it.applied*.id, it.engine] }
def verified = release.verified
def madeBy = setUp.tenants.countBy { it.engine }
def takenBackBy = rollback.tenants.countBy { it.engine }
assert outcomes == [[CREATED: tenants], [MIGRATED: tenants], [ROLLED_BACK: tenants]]
assert ways == [[['rating'], 'replay']: tenants - 1, [['rating'], 'liquibase']: 1]
assert madeBy == [replay: tenants - 1, liquibase: 1]
assert takenBackBy == [replay: tenants - 1, liquibase: 1]
assert verified == [history: 1, catalog: tenants - 1]
assert states('pgmt') == [UP_TO_DATE: tenants]
assert states('after') == [UP_TO_DATE: tenants]

def drift = report('pgmt/drift.json')
assert drift.summary.alike == tenants

assert counted("pg_tables WHERE schemaname LIKE 'tenant\\_%'") == 5 * tenants
assert counted("pg_attribute WHERE attname = 'rating'") == 0
assert counted("pg_indexes WHERE schemaname LIKE 'tenant\\_%' AND indexname = 'customer_name'") == tenants
assert database.advisoryLocks() == 0

List<Integer> lines = (1..6).collect { ItLog.of(basedir, it).linesWith('').size() }
assert lines.every { it < 200 }
def size = database.query('SELECT pg_size_pretty(pg_database_size(current_database()))')[0]
def seconds = [setUp, release, report('pgmt/status.json'), rollback, drift].collect { Math.round(it.durationMs / 1000) }
Faults.tell("$tenants tenants in a heap of 256 MB: set up, migrated, looked at, rolled back and compared in $seconds s, " +
        "$lines lines on the console, $size on the disk".toString())
