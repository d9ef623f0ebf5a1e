import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

assert ItLog.of(basedir).failedCases() == ['unknown', 'nobody']

def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "cases/$directory/target/pgmt/migrate-tenant.json")) }
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'cases/unknown/target/pgmt/TEST-pgmt.migrate-tenant.xml'))

// The name is a name, not a glob.
assert report('unknown').tenants.collect { [it.schema, it.outcome, it.error.kind] } == [['acm*', 'FAILED', 'MISSING']]
assert ItLog.of(basedir).ofCase('unknown').contains('Did you mean "acme"?') && !ItLog.of(basedir).ofCase('unknown').contains('setup-tenant')
assert suite.testcase.failure.@type == 'MISSING'

assert report('nobody').result == 'FAILED'
assert report('nobody').error.contains('-Dpgmt.tenant=')

assert ItLog.of(basedir).ofCase('acme').contains('1 migrated of 1 tenant in ')
assert ItDatabase.of(basedir).query("SELECT schemaname FROM pg_tables WHERE tablename = 'customer'") == ['acme']
