import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 1).failedCases() == ['gate', 'unreadable', 'refused', 'no-connection']

def json = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/status.json")) }
def suite = { directory -> new groovy.xml.XmlSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/TEST-pgmt.status.xml")) }

// Whatever it finds, it succeeds.
def report = json('pgmt')
assert report.result == 'SUCCESS'
assert report.summary == [tenants: 4, current: 1, pendingChangesets: 4]
assert report.tenants.collect { [it.schema, it.state, it.applied, it.pending*.id] } == [
    ['acme', 'UP_TO_DATE', 2, []],
    ['beta', 'PENDING', 0, ['customers', 'customers-by-email']],
    ['held', 'LOCKED', 0, ['customers', 'customers-by-email']],
    ['legacy', 'UNMANAGED', 0, []],
]
assert report.tenants[1].pending[0] == [id: 'customers', author: 'shop', file: 'db/changelog.sql']
assert report.tenants[2].lock == [by: 'app-1 (10.0.0.1)', since: '2026-01-02T03:04:05']
assert report.tenants[3].problem.contains('-Dpgmt.excludes=legacy')
assert suite('pgmt').@failures == '0' && suite('pgmt').testcase.size() == 4
assert !new File(basedir, 'cases/pgmt/target/pgmt/status.failed.txt').exists()

def log = ItLog.of(basedir, 1).ofCase('pgmt')
assert log.contains('Status of 4 tenants in jdbc:postgresql://')
assert log.linesWith('  acme     up to date (2 changesets)').size() == 1
assert log.linesWith('  beta     2 pending').size() == 1
assert log.linesWith('             db/changelog.sql::customers::shop').size() == 2
assert log.linesWith('  held     locked, 2 pending').size() == 1
assert log.linesWith("held by app-1 (10.0.0.1) since 2026-01-02T03:04:05, for ").size() == 1
assert log.linesWith('  legacy   unmanaged').size() == 1
assert log.contains('1 of 4 tenants current, 4 changesets pending')

// As a gate, it fails with every tenant that is not current.
assert json('gate').result == 'FAILED'
assert json('gate').tenants*.state == report.tenants*.state
assert suite('gate').testcase.findAll { it.failure.size() == 1 }*.@name*.text() == ['beta', 'held', 'legacy']
assert new File(basedir, 'cases/gate/target/pgmt/status.failed.txt').readLines() == ['beta', 'held', 'legacy']
assert ItLog.of(basedir, 1).ofCase('gate').contains('3 of 4 tenants are not current (pgmt.failOnPending=true)')
assert json('current').result == 'SUCCESS'

// The answer is in the file also where Maven is silent; so silent that the log's last part is still that of the run before.
assert !ItLog.of(basedir, 1).ofCase('no-connection').contains('Status of 1 tenant')
assert new File(basedir, 'build.log').text.count('Status of 1 tenant') == 1
def answer = new File(basedir, 'target/answers/acme.txt').readLines()
assert answer.size() == 3 && answer[0].startsWith('Status of 1 tenant in jdbc:postgresql://')
assert answer[1..2] == ['  acme   up to date (2 changesets)', '1 of 1 tenant current, 0 changesets pending']

// A page that cannot be written is told of and fails nothing.
assert new File(basedir, 'cases/current/target/pgmt/status.md').text.contains('`pgmt:status` SUCCESS in ')
assert ItLog.of(basedir, 1).ofCase('current').linesWith('GITHUB_STEP_SUMMARY=no-such-directory').size() == 1

// What could not be found out fails, and spoils no other tenant.
assert json('unreadable').result == 'FAILED'
assert json('unreadable').tenants*.state == ['PENDING', 'UNREADABLE']
assert json('unreadable').tenants[1].problem.contains('it lacks author')
assert suite('unreadable').testcase.findAll { it.failure.size() == 1 }*.@name*.text() == ['odd']
assert ItLog.of(basedir, 1).ofCase('unreadable').contains('The status of 1 of 2 tenants could not be found out')

// Past fifty tenants they are counted, and of those that are not current twenty are named.
def many = ItLog.of(basedir, 1).ofCase('many')
assert json('many').tenants.size() == 64
assert many.linesWith('  1 unmanaged, 1 locked, 61 pending, 1 up to date').size() == 1
assert many.linesWith('beta, t01, t02').size() == 1
assert many.linesWith('  and 41 more (all in ')*.endsWith('status.json): 2 pending') == [true]
assert many.linesWith('::customers::shop').size() == 2
assert many.linesWith('acme').isEmpty()
assert many.contains('1 of 64 tenants current, 124 changesets pending')

assert json('refused').error.contains('pgmt.tenants is set but empty')
assert json('refused').summary == [tenants: 0, current: 0, pendingChangesets: 0]

// Without the database nothing is said of any tenant.
assert json('no-connection').result == 'ERROR'
assert json('no-connection').error.startsWith('Cannot connect to jdbc:postgresql://')
assert json('no-connection').tenants == []

// Nothing was made anywhere but by the migration of acme.
assert ItDatabase.of(basedir).query('''SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class
        WHERE relkind = 'r' AND relname LIKE 'databasechangelog%' ORDER BY 1''') == ['acme', 'held', 'odd']
assert ItDatabase.of(basedir).query("SELECT count(*) FROM pg_class WHERE relnamespace IN ('held'::regnamespace, 'beta'::regnamespace) AND relkind = 'r'") == ['1']
return true
