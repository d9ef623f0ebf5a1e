import io.github.pgmt.testing.ItDatabase
import io.github.pgmt.testing.ItLog

def report = { directory -> new groovy.json.JsonSlurper().parse(new File(basedir, "target/$directory/migrate-tenant.json")) }
def suite = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/unknown/TEST-pgmt.migrate-tenant.xml'))

// The name is a name, not a glob.
assert report('unknown').tenants.collect { [it.schema, it.outcome, it.error.kind] } == [['acm*', 'FAILED', 'MISSING']]
assert ItLog.of(basedir, 2).contains('Did you mean "acme"?') && !ItLog.of(basedir, 2).contains('setup-tenant')
assert suite.testcase.failure.@type == 'MISSING'

assert report('pgmt').result == 'FAILED'
assert report('pgmt').error.contains('-Dpgmt.tenant=')

assert ItLog.of(basedir, 1).contains('1 migrated of 1 tenant in ')
assert ItDatabase.of(basedir).query("SELECT schemaname FROM pg_tables WHERE tablename = 'customer'") == ['acme']
