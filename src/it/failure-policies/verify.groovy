import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['fail-fast', 'breaker', 'max-failures']

def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/migrate-all.json")) }
def outcomes = { directory -> report(directory).tenants.collect { it.schema + ' ' + it.outcome } }

assert outcomes('fail-fast') == ['a MIGRATED', 'b FAILED', 'c SKIPPED', 'd SKIPPED']
assert report('fail-fast').summary == [tenants: 4, migrated: 1, upToDate: 0, failed: 1, skipped: 2, changesetsApplied: 1]
assert ItLog.of(basedir).ofCase('fail-fast').contains('2 tenants were not started')
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/fail-fast/target/pgmt/TEST-pgmt.migrate-all.xml'))
assert suite.testcase.findAll { it.skipped.size() == 1 }*.@name*.text() == ['c', 'd']
assert ItDatabase.of(basedir).query('SELECT schemaname FROM noted ORDER BY 1') == ['a', 'b']

assert new File(basedir, 'cases/fail-fast/target/pgmt/migrate-all.failed.txt').readLines() == ['b', 'c', 'd']
assert ItLog.of(basedir).ofCase('fail-fast').contains('Retry the failed and skipped tenants alone')

def stopped = 'The others of the cohort are not tried: 1 of 1 failed alike at db/changelog.sql::prices::shop (SQLSTATE 22012). ' +
    'Mend it and run again, or have all tried with -Dpgmt.maxCohortFailures=0.'
assert outcomes('breaker') == ['a UP_TO_DATE', 'b FAILED', 'c SKIPPED', 'd SKIPPED']
assert report('breaker').tenants*.reason == [null, null, stopped, stopped]
assert ItLog.of(basedir).ofCase('breaker').contains(stopped)
def broken = new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/breaker/target/pgmt/TEST-pgmt.migrate-all.xml'))
assert broken.testcase.skipped*.@message*.text() == [stopped, stopped]
assert new File(basedir, 'cases/breaker/target/pgmt/migrate-all.failed.txt').readLines() == ['b', 'c', 'd']

assert outcomes('max-failures') == ['a UP_TO_DATE', 'b FAILED', 'c FAILED', 'd SKIPPED']
assert ItLog.of(basedir).ofCase('max-failures').contains('Failed in 2 tenants: db/changelog.sql::prices::shop (SQLSTATE 22012)')

assert outcomes('fail-never') == ['a UP_TO_DATE', 'b FAILED', 'c FAILED', 'd MIGRATED']
assert report('fail-never').result == 'FAILED'
assert new File(basedir, 'cases/fail-never/target/pgmt/migrate-all.failed.txt').readLines() == ['b', 'c']
