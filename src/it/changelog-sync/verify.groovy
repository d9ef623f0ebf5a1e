import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['no-choice', 'sync', 'no-tag']

def json = { directory, goal -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/${goal}.json")) }
def database = ItDatabase.of(basedir)

// Without a choice of tenants nothing happens.
assert json('no-choice', 'changelog-sync').error.contains('-Dpgmt.allTenants=true')

// The tenant that has the changelog's tables is adopted, the other one is not touched.
def sync = json('sync', 'changelog-sync')
assert sync.runId.startsWith('s')
assert sync.result == 'FAILED'
assert sync.summary.synced == 1 && sync.summary.failed == 1
assert sync.tenants[0].outcome == 'SYNCED' && sync.tenants[0].applied*.id == ['customers', 'customers-by-name']
assert sync.tenants[1].error.message.contains('The column customers.id is integer NOT NULL; the changelog makes it bigint NOT NULL.')
assert database.query("SELECT DISTINCT deployment_id FROM acme.databasechangelog") == [sync.runId]
assert database.query("SELECT to_regclass('beta.databasechangelog') IS NULL") == ['t']
// Nothing of the changelog was run in the tenants, and nothing is left of where it was tried out.
assert database.query("SELECT count(*) FROM pg_indexes WHERE indexname = 'customers_by_name'") == ['0']
assert database.query("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'pgmt%'") == ['0']

def log = ItLog.of(basedir).ofCase('sync')
assert log.contains('Recording the changelog as run in 2 tenants in jdbc:postgresql://')
assert log.contains('1 synced, 1 failed of 2 tenants')

assert json('tagged', 'status').tenants*.state == ['UP_TO_DATE']
assert json('tagged', 'tag').tenants*.outcome == ['TAGGED']
assert json('tagged', 'tag').summary.tagged == 1
assert new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/tagged/target/pgmt/TEST-pgmt.tag.xml')).@failures == '0'
assert database.query("SELECT id FROM acme.databasechangelog WHERE tag = 'v1'") == ['customers-by-name']

assert json('no-tag', 'tag').error.contains('-Dpgmt.tag=')
