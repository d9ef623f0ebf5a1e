import io.github.pgmt.testing.ItLog

def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/migrate-all.json")) }
def outcomes = { directory -> report(directory).tenants.collect { it.schema + ' ' + it.outcome } }

assert outcomes('fail-fast') == ['a MIGRATED', 'b FAILED', 'c SKIPPED', 'd SKIPPED']
assert report('fail-fast').summary == [tenants: 4, migrated: 1, upToDate: 0, failed: 1, skipped: 2, changesetsApplied: 1]
assert ItLog.of(basedir, 1).contains('2 tenants were not started')
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/fail-fast/TEST-pgmt.migrate-all.xml'))
assert suite.testcase.findAll { it.skipped.size() == 1 }*.@name*.text() == ['c', 'd']

assert outcomes('max-failures') == ['a UP_TO_DATE', 'b FAILED', 'c FAILED', 'd SKIPPED']
assert ItLog.of(basedir, 2).contains('Failed in 2 tenants: db/changelog.sql::prices::shop (SQLSTATE 22012)')

assert outcomes('fail-never') == ['a UP_TO_DATE', 'b FAILED', 'c FAILED', 'd MIGRATED']
assert report('fail-never').result == 'FAILED'
assert new File(basedir, 'target/fail-never/migrate-all.failed.txt').readLines() == ['b', 'c']
