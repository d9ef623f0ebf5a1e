import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['gate']

assert ItDatabase.of(basedir).query('SELECT relname FROM noted') == []
def report = new groovy.json.JsonSlurper().parse(new File(basedir, 'cases/first/target/pgmt/migrate-all.json'))
assert report.result == 'SUCCESS'
assert report.tenants.collect { [it.schema, it.outcome, it.applied, it.pending*.id] } == [
    ['acme', 'PLANNED', [], ['customers', 'customers-by-email']],
    ['beta', 'PLANNED', [], ['customers', 'customers-by-email']],
]

def log = ItLog.of(basedir).ofCase('second')
assert log.linesWith(' acme   up to date').size() == 1
assert log.linesWith(' beta   2 pending').size() == 1
assert log.linesWith('db/changelog.sql::customers::shop').size() == 1
assert log.linesWith('db/changelog.sql::customers-by-email::shop').size() == 1
assert ItDatabase.of(basedir).query("SELECT relname FROM pg_class WHERE relnamespace = 'beta'::regnamespace") == []

assert ItLog.of(basedir).ofCase('gate').contains('1 of 2 tenants have changesets to apply')
