import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir, 3).failedCases() == ['stale']

def json = { module, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "$module/target/pgmt/${goal}.json")) }

assert json('app', 'migrate-all').tenants*.applied*.id == [['customers', 'by-email']] * 2

def missing = ItLog.of(basedir, 1)
assert missing.contains('The build filters src/main/resources/db/changelog.yaml, and its copy target/classes/db/changelog.yaml is not there.')
def command = missing.linesWith('  mvn process-resources pgmt:status ')
assert command.size() == 1
assert command[0].contains(' -pl :filtered ') && command[0].contains(' -Dpgmt.failOnPending=true ')
assert !missing.contains('These modules have it')

assert json('filtered', 'status').tenants*.pending*.id == [['customers', 'by-email', 'owner-nobody']] * 2

assert ItLog.of(basedir, 3).ofCase('stale').contains('its copy target/classes/db/changes/003.sql was made of another text.')
assert json('stale', 'migrate-all').result == 'FAILED' && json('stale', 'migrate-all').tenants == []

assert json('fresh', 'migrate-all').tenants*.applied*.id == [['owner-nobody']] * 2
assert ItDatabase.of(basedir).query("SELECT obj_description('acme.customer'::regclass)") == ['of nobody, ${left.alone}']
